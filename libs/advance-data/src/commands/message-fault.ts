import { MalformedJsonError, MalformedValueError } from '#event-catalogue';
import { AmountError, UnknownCurrencyError } from '#money';

/** Why a line of an import was refused: the field, a stable code, and a sentence for the one who sent it. */
export interface MessageFault {
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

/** A message that cannot become a command. */
export class MessageFaultError extends Error {
  override readonly name = 'MessageFaultError';
  constructor(readonly fault: MessageFault) {
    super(`${fault.field}: ${fault.message}`);
  }
}

export const refuse = (code: string, field: string, message: string): never => {
  throw new MessageFaultError({ code, field, message });
};

/** Foreign text in a report: its beginning, printable. */
const excerpt = (text: string): string => {
  const plain = text.replace(/[^\u0020-\u007e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return plain.length > 80 ? `${plain.slice(0, 80)}...` : plain;
};

/** The fault an error stands for; throws the error again when it is none of a message's. `root` is the name a shape was parsed under. */
export const faultOfError = (error: unknown, root: string): MessageFault => {
  if (error instanceof MessageFaultError) return error.fault;
  if (error instanceof MalformedJsonError) return { code: error.code, field: excerpt(error.at), message: excerpt(error.message) };
  if (error instanceof MalformedValueError) {
    const field = excerpt(error.at.startsWith(`${root}.`) ? error.at.slice(root.length + 1) : error.at);
    return { code: codeOf(error), field, message: `expected ${error.expected}` };
  }
  if (error instanceof UnknownCurrencyError) return { code: 'CURRENCY_UNKNOWN', field: 'currency', message: excerpt(error.message) };
  if (error instanceof AmountError) return { code: error.code, field: 'amount', message: excerpt(error.message) };
  throw error;
};

const codeOf = ({ expected }: MalformedValueError): string => {
  if (expected === 'no such field') return 'FIELD_UNKNOWN';
  if (expected.endsWith('the field is missing')) return 'FIELD_MISSING';
  return 'FIELD_MALFORMED';
};
