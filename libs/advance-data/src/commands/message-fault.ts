import { inputFaultOf, type InputFault } from '#event-catalogue';
import { AmountError, UnknownCurrencyError } from '#money';

/** Why a line of an import was refused: the field, a stable code, and a sentence for the one who sent it. */
export type MessageFault = InputFault;

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
  const described = inputFaultOf(error, root);
  // A fault of the whole message is told under the message's name.
  if (described !== undefined)
    return { ...described, field: described.field === '' ? root : described.field, message: excerpt(described.message) };
  if (error instanceof UnknownCurrencyError) return { code: 'CURRENCY_UNKNOWN', field: 'currency', message: excerpt(error.message) };
  if (error instanceof AmountError) return { code: error.code, field: 'amount', message: excerpt(error.message) };
  throw error;
};
