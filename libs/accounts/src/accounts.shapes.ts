import {
  amount,
  boolean,
  code,
  currency,
  day,
  decimal,
  id,
  list,
  oneOf,
  optional,
  record,
  reference,
  taxType,
  textUpTo,
} from '#event-catalogue';

/**
 * `deferment`: duty and import VAT by period (UCC Art. 110). `scheme`: periodic returns of a vendor. `cash`: prepaid, each charge takes
 * from the balance. `consumer`: an authority's desk for single assessments, each paid before its goods are released (UCC Art. 108(1), 195).
 */
export const accountKind = oneOf('deferment', 'scheme', 'cash', 'consumer');
export const taxAmount = record({ taxType, beneficiary: code, amount });
/** What a payment can settle. `charge` is a single debt on a cash or consumer account. */
export const debtKind = oneOf('statement', 'return', 'charge', 'interest', 'penalty');
/** A debt by tax type and beneficiary. `secured` is what the guarantee still holds for it. */
export const openItem = record({
  kind: debtKind,
  reference,
  taxType,
  beneficiary: code,
  open: amount,
  dueOn: day,
  secured: optional(amount),
  contested: optional(amount),
});
/** A debt and how much of it is meant. `contested`: its disputed part, which is kept apart. */
export const debtAmount = record({ kind: debtKind, reference, taxType, beneficiary: code, amount, contested: optional(boolean) });
/** Cash of one receipt that settled nothing yet; the remittance says what it was meant for. `provisional`: the money is not final. */
export const unappliedCash = record({
  receipt: id,
  amount,
  remittance: optional(textUpTo(200)),
  provisional: optional(boolean),
  duplicateOf: optional(id),
});
/**
 * Money that came in another currency: at most two rows of exchange rates (by way of the euro), what it came to, and the difference that
 * was realised.
 */
export const exchanged = record({
  amount,
  currency,
  rows: list(record({ base: currency, quote: currency, rate: decimal, day, sourceDate: day }), { min: 1, max: 2 }),
  converted: amount,
  rule: code,
  /** Signed: the gain over the debt named; what is credited is `converted` less it. */
  gain: optional(amount),
});
/** How a guarantee stands behind an account: its share, how much of each charge it must cover, what is covered now. */
export const accountSecurity = record({
  guarantee: id,
  share: amount,
  /** Percent of a charge that is reserved: 100 for existing debt (UCC Art. 90), less with a reduction for AEO (Art. 95(3)). */
  reservePercent: decimal,
  /** Percent of the share above which the holder is warned. */
  softPercent: decimal,
  exposure: amount,
  validTo: optional(day),
});
