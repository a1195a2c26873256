import { receiptDecider, receiptRecorded, receiptStream, type RecordReceipt } from '#accounts';
import { MessageFaultError, NdjsonLines, type ImportFormat, type MessageFault } from '#advance-data';
import { zoneOfAuthority } from '#declarations';
import {
  commandIdOfMessage,
  inputFaultOf,
  parseStrictJson,
  sha256Hex,
  startOfLegalDay,
  type DomainEvent,
  type EventCatalogue,
} from '#event-catalogue';
import type { Dispatch } from '#event-store';
import { AmountError, parseMoney, UnknownCurrencyError } from '#money';
import { dateFault, type RuleBook } from '#rules';
import { receiptFault } from '#runtime';

type Command = ReturnType<ConstructorParameters<typeof NdjsonLines>[2]>['command'];

const refuse = (fault: MessageFault): never => {
  throw new MessageFaultError(fault);
};

/** A command that can be sent, or only looked at: then its decider is asked for an empty stream. */
export const commandOf = <C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>, catalogue: EventCatalogue): Command => ({
  run: (runner) => runner.run(dispatch),
  check: () => {
    const decision = dispatch.decider.decide(dispatch.command, dispatch.decider.initial);
    if ('rejected' in decision)
      return { code: decision.rejected.code, field: decision.rejected.field ?? 'line', message: decision.rejected.message };
    try {
      for (const { type, data } of decision.accepted) catalogue.encode({ type, data });
      return undefined;
    } catch (error) {
      return faultOf(error, '');
    }
  },
});

const faultOf = (error: unknown, root: string): MessageFault => {
  const fault = inputFaultOf(error, root);
  if (fault === undefined) throw error;
  return fault;
};

/** Entries of a bank's statement, one a line (docs/cli.md): the fields of ReceiptRecorded but its source. */
export const receiptsFormat = (rules: RuleBook, catalogue: EventCatalogue): ImportFormat =>
  new NdjsonLines('receipts', 'receipt', (text, { actor }, origin) => {
    const value = parseStrictJson(text);
    const stated = receiptRecorded.data.parse(value, 'receipt');
    if (stated.source !== undefined)
      return refuse({ code: 'FIELD_UNKNOWN', field: 'source', message: 'expected no such field: where an entry was read is known here' });
    const zone = zoneOfAuthority(rules, stated.authority);
    if (zone === undefined)
      return refuse({
        code: 'AUTHORITY_UNKNOWN',
        field: 'authority',
        message: 'expected an authority that the rules know, like GB or EU-IE',
      });
    const fault = receiptFault(stated);
    if (fault !== undefined) return refuse(fault);
    checkEntry(stated);
    return { reference: stated.entryReference, command: commandOf(receiptDispatch(stated, origin, actor, zone), catalogue) };
  });

/**
 * A bank entry as a command of its own stream. `stated` is parsed, so its text is its canonical form; `zone` is that of the authority's
 * days.
 */
export const receiptDispatch = (
  stated: Omit<RecordReceipt, 'type'>,
  origin: NonNullable<RecordReceipt['source']>,
  actor: string,
  zone: string,
) => {
  const { authority, bankAccount, entryReference, bookedOn } = stated;
  const commandId = commandIdOfMessage({
    book: authority,
    issuer: bankAccount,
    kind: 'receipt',
    reference: entryReference,
    version: sha256Hex(JSON.stringify(stated)),
  });
  const command: RecordReceipt = { type: 'RecordReceipt', ...stated, source: origin };
  const context = { commandId, actor, book: authority, effectiveAt: startOfLegalDay(bookedOn, zone) };
  return { decider: receiptDecider, stream: receiptStream(authority, bankAccount, entryReference), command, context };
};

/** What a shape cannot see: days that exist, digits of the currency on its day. */
const checkEntry = ({ amount, currency, bookedOn, valueOn }: Omit<RecordReceipt, 'type'>): void => {
  const fault = dateFault(bookedOn, 'bookedOn') ?? dateFault(valueOn, 'valueOn');
  if (fault !== undefined) refuse(fault);
  try {
    parseMoney(amount, currency, bookedOn);
  } catch (error) {
    if (error instanceof UnknownCurrencyError)
      refuse({ code: 'CURRENCY_UNKNOWN', field: 'currency', message: `expected an ISO 4217 currency of ${bookedOn}` });
    if (error instanceof AmountError) refuse({ code: error.code, field: 'amount', message: error.message });
    throw error;
  }
};
