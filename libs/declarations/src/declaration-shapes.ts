import {
  additionalProcedure,
  amount,
  book,
  boolean,
  code,
  country,
  currency,
  day,
  decimal,
  hsCode,
  id,
  instant,
  integer,
  list,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  sha256,
  taxType,
  text,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const dataset = oneOf('H1', 'H7');
/** A document that supports a statement: never its content, only its hash. */
export const evidence = record({ kind: code, document: sha256, mediaType: optional(text), receivedOn: day });
/** An order line and the units of it that a declaration item covers. */
const coveredLine = record({ seller: partyCode, orderNumber: reference, ordinal: integer(1), quantity: integer(1) });
/** One unit of `base` is `rate` units of `quote`; `sourceDate` differs from `day` only where a rate was carried forward. */
export const exchangeRow = record({ base: currency, quote: currency, rate: decimal, day, sourceDate: day });
const statedTax = record({
  taxType,
  rate: optional(decimal),
  amount: optional(decimal),
  base: optional(decimal),
  relief: optional(oneOf('forgone', 'returned_goods', 'conditional')),
  security: optional(boolean),
});
export const declaredItem = record({
  /** Item number; gaps are allowed after amendments. */
  seq: integer(1),
  hsCode,
  description: text,
  origin: optional(country),
  /** Preference that the item claims (data element 14 11), like 300 or 400. */
  preference: optional(code),
  /** Exact intrinsic value of the whole item in the declaration's currency, without separately shown freight and insurance. */
  goodsValue: decimal,
  quantity: integer(1),
  /** Kilograms. */
  grossMass: optional(decimal),
  /** Quantities in the units that specific duties ask for (data element 18 02). */
  supplementaryQuantities: optional(list(record({ unit: code, quantity: decimal }), { min: 1, max: 3 })),
  additionalProcedures: list(additionalProcedure, { max: 9 }),
  /**
   * Taxes that the declaration itself fixes: quota and preference rates, specific amounts, securities (data element group 14 03); either
   * `rate` in per cent or `amount`.
   */
  statedTaxes: optional(list(statedTax, { min: 1, max: 20 })),
  merchantProductIdentifier: optional(reference),
  manufacturerProductIdentifier: optional(reference),
  covers: list(coveredLine, { max: 400 }),
});

/** What a declarant states about the declaration as a whole, in the event and in the canonical message alike. */
export const declaredHeader = {
  authority: book,
  /** Importing country. */
  jurisdiction: country,
  declarant: partyCode,
  lrn: reference,
  mrn: reference,
  dataset,
  /** 2 direct, 3 indirect representation (WCO Agent/FunctionCode); absent: the declarant acts for itself. */
  representativeStatus: optional(oneOf('2', '3')),
  importer: optional(partyCode),
  /** Who owes the customs debt, and whose account is charged. */
  debtor: partyCode,
  accountHolder: partyCode,
  carrier: optional(partyCode),
  consignmentNumber: optional(reference),
  seller: optional(partyCode),
  buyerType: oneOf('consumer', 'business'),
  transactionType: oneOf('B2C', 'C2C', 'B2B', 'gift'),
  dispatchCountry: country,
  scheme: optional(oneOf('EU-IOSS', 'EU-SA', 'UK-SUPPLY')),
  schemeNumber: optional(reference),
  /**
   * Day of the supply under the scheme, and the intrinsic value tested at checkout: both known where the data is re-used from the order.
   */
  suppliedOn: optional(day),
  statedValue: optional(record({ amount: decimal, currency })),
  currency,
  exchangeRow: optional(exchangeRow),
  acceptedAt: instant,
  /** Released on minimum information; a full declaration follows as an amendment without it (UCC Art. 166, 167). */
  provisional: optional(boolean),
} as const;
export const assessedTotal = record({
  taxType,
  beneficiary: code,
  assessed: amount,
  relieved: amount,
  accountedElsewhere: amount,
  secured: amount,
  payable: amount,
});
/** The charge that the declaration led to, as far as it is known to the declaration. */
export const chargedIn = record({ account: id, charge: id, period: code });
