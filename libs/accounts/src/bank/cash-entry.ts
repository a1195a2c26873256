import { present } from '#event-catalogue';
import { add, compare, formatMoney, isZero, negate, type Money, zero } from '#money';
import { bankAmount, bankDay } from './bank-amount';
import { type BankDetail, type BankEntry, BankFault } from './bank-file';
import { plainReference, plainText, remittanceOf } from './remittance-text';

/** One payment of an entry: the whole of it, or one transaction of a batch. Money that goes out is below zero. */
export interface CashPart {
  readonly amount: Money;
  readonly remittance?: string;
  readonly endToEndId?: string;
  readonly returnReason?: string;
}

/** A booked entry, checked. Its parts add up to its amount. */
export interface CashEntry {
  readonly line: number;
  readonly position: number;
  readonly amount: Money;
  readonly bookedOn: string;
  readonly valueOn: string;
  readonly reversal: boolean;
  readonly servicerReference?: string;
  readonly entryReference?: string;
  readonly transactionCode?: string;
  readonly parts: readonly CashPart[];
}

/**
 * What a booked entry says of cash. A bank that tells no booking day but a value day booked on that day.
 * @throws BankFault DATE_MISSING, DATE_INVALID, DATE_OUT_OF_RANGE, DIRECTION_MISSING, AMOUNT_*, CURRENCY_UNKNOWN, REFERENCE_MALFORMED
 */
export const cashEntryOf = (entry: BankEntry): CashEntry => {
  const { line, position, reversal, credit, servicerReference, entryReference, transactionCode } = entry;
  const bookedOn = bankDay(entry.bookedOn ?? entry.valueOn, 'bookedOn', line);
  const valueOn = bankDay(entry.valueOn ?? entry.bookedOn, 'valueOn', line);
  if (credit === undefined) throw new BankFault('DIRECTION_MISSING', 'amount', 'expected a credit or a debit', line);
  const amount = signed(bankAmount(entry.amount, bookedOn, line), credit);
  return {
    line,
    position,
    amount,
    bookedOn,
    valueOn,
    reversal,
    parts: partsOf(entry, amount, bookedOn),
    ...present({
      servicerReference: servicerReference === undefined ? undefined : plainReference(servicerReference, 'AcctSvcrRef', line),
      entryReference: entryReference === undefined ? undefined : plainReference(entryReference, 'NtryRef', line),
      transactionCode: transactionCode === undefined ? undefined : shortText(transactionCode, 80),
    }),
  };
};

const signed = (amount: Money, credit: boolean): Money => (credit ? amount : negate(amount));

/**
 * A batch is as many payments as it has transactions where each tells its amount in the currency of the entry and they add up to it; else
 * it is one payment, with everything that its transactions say it is for.
 */
const partsOf = (entry: BankEntry, whole: Money, on: string): readonly CashPart[] => {
  const { details, additional } = entry;
  const amounts = details.length > 1 ? details.map((detail) => amountOf(detail, entry, whole, on)) : [];
  const told = amounts.filter((amount) => amount !== undefined);
  const split = told.length > 1 && told.length === details.length && compare(told.reduce(add, zero(whole.currency)), whole) === 0;
  if (split) return details.map((detail, i) => partOf(told[i] ?? whole, [detail], undefined));
  return [partOf(whole, details, additional)];
};

const amountOf = (detail: BankDetail, { credit, line }: BankEntry, { currency }: Money, on: string): Money | undefined => {
  const told = detail.amounts.find((amount) => amount.currency === currency);
  if (told === undefined) return undefined;
  const amount = bankAmount(told, on, line);
  return isZero(amount) ? undefined : signed(amount, detail.credit ?? credit ?? true);
};

const partOf = (amount: Money, details: readonly BankDetail[], additional: string | undefined): CashPart => ({
  amount,
  ...present({
    remittance: remittanceOf(details, additional),
    endToEndId: theOne(details.map((detail) => detail.endToEndId)),
    returnReason: theOne(details.map((detail) => detail.returnReason)),
  }),
});

/** What all that say something agree on; ISO 20022 gives identifiers and reasons 35 characters. */
const theOne = (texts: readonly (string | undefined)[]): string | undefined => {
  const [only, ...others] = [...new Set(texts.flatMap((text) => (text === undefined ? [] : [shortText(text, 35)])))];
  return others.length > 0 ? undefined : only;
};

const shortText = (text: string, longest: number): string | undefined => {
  const plain = plainText(text).slice(0, longest).toWellFormed().trimEnd();
  return plain === '' ? undefined : plain;
};

/** The facts of an entry in a fixed form, for digests. */
export const factsOf = ({ line: _line, parts, amount, ...facts }: CashEntry): unknown => ({
  ...facts,
  amount: formatMoney(amount, facts.bookedOn),
  currency: amount.currency,
  parts: parts.map((part) => ({ ...part, amount: formatMoney(part.amount, facts.bookedOn) })),
});
