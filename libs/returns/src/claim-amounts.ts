import { Exact, formatMoney, type Money, parseMoney, round, shareOfUnits } from '#money';
import { type RefundClaimedData } from './refund-claim.state';
import { refuseClaim, type Refused } from './returns.rejections';

type ClaimLine = RefundClaimedData['lines'][number];
/** Units of an item: `of` were imported, the tax of `before` was taken by earlier claims, that of `taken` is asked for now. */
export type ClaimedUnits = Readonly<{
  of: number;
  before: number;
  taken: number;
  /** A duty for the item, whatever its units: it goes back with the last of them. */ flat?: boolean;
}>;
/**
 * A tax of an item as it was paid, and what of it is asked for: an amount, the share of units, or, without either, all that the law gives
 * back.
 */
export type ClaimedLine = Omit<ClaimLine, 'amount' | 'quantity'> & Readonly<{ amount?: string; units?: ClaimedUnits }>;

/** Lines with amounts, those that come to nothing left out, and their sum; or what is wrong with them. */
export type ClaimAmounts = Readonly<{ lines: readonly ClaimLine[]; total: string }>;

/** `percent` of an amount, rounded down: a share that may not be exceeded (drawback of 99 % of 123.45 is 122.21, TV-59). */
const shareNotExceeding = (whole: Money, percent: string): Money =>
  round(Exact.ofMoney(whole).percent(Exact.parse(percent)), whole.currency, 'down');

/**
 * Amounts in minor units of `currency`; `sharePercent` is what the law gives back of the tax. @throws AmountError, UnknownCurrencyError for
 * amounts that are none
 */
export const amountsOf = (stated: readonly ClaimedLine[], currency: string, sharePercent: string): ClaimAmounts | Refused => {
  const seen = new Set<string>();
  const lines: ClaimLine[] = [];
  let total = 0n;
  for (const [i, line] of stated.entries()) {
    const field = `lines[${String(i)}]`;
    const key = JSON.stringify([line.declaration, line.seq, line.taxType, line.beneficiary]);
    if (seen.size === seen.add(key).size) return refuseClaim('LINE_REPEATED', 'the tax of the item is asked for before', { field });
    const asked = amountOf(line, currency, sharePercent, field);
    if ('rejected' in asked) return asked;
    if (asked.minor === 0n) continue;
    total += asked.minor;
    const { amount: _, units, ...tax } = line;
    lines.push({ ...tax, amount: formatMoney(asked), ...(units === undefined ? {} : { quantity: units.taken }) });
  }
  if (lines.length === 0) return refuseClaim('CLAIM_EMPTY', 'nothing is to be given back', { field: 'lines' });
  return { lines, total: formatMoney({ minor: total, currency }) };
};

const amountOf = ({ paid, amount, units }: ClaimedLine, currency: string, sharePercent: string, field: string): Money | Refused => {
  const whole = parseMoney(paid, currency);
  if (whole.minor < 0n) return refuseClaim('AMOUNT_INVALID', 'what was paid is not negative', { field: `${field}.paid` });
  if (amount === undefined)
    return units === undefined ? shareNotExceeding(whole, sharePercent) : amountOfUnits(whole, units, sharePercent, `${field}.units`);
  if (units !== undefined) return refuseClaim('UNITS_INVALID', 'either an amount or units', { field: `${field}.units` });
  const asked = parseMoney(amount, currency);
  const most = shareNotExceeding(whole, sharePercent);
  if (asked.minor <= 0n) return refuseClaim('AMOUNT_INVALID', 'an amount above zero is asked for', { field: `${field}.amount` });
  if (asked.minor > most.minor)
    return refuseClaim('AMOUNT_EXCEEDS_PAID', `of ${paid} ${currency} at most ${formatMoney(most)} is given back`, {
      field: `${field}.amount`,
      details: { asked: amount, most: formatMoney(most) },
    });
  return asked;
};

const amountOfUnits = (
  whole: Money,
  { of, before, taken, flat = false }: ClaimedUnits,
  sharePercent: string,
  field: string,
): Money | Refused => {
  if (taken < 1 || before < 0 || before + taken > of)
    return refuseClaim('UNITS_INVALID', `${String(taken)} units after ${String(before)} of ${String(of)}`, { field });
  if (flat) return before + taken === of ? shareNotExceeding(whole, sharePercent) : { ...whole, minor: 0n };
  return shareNotExceeding(shareOfUnits(whole, BigInt(of), BigInt(before), BigInt(taken)), sharePercent);
};
