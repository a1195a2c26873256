import {
  amount,
  book,
  code,
  country,
  count,
  currency,
  day,
  decimal,
  eventType,
  id,
  instant,
  list,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  sha256,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

const returnRow = record({
  country,
  rateCategory: code,
  /** Percent. */
  rate: decimal,
  taxable: amount,
  vat: amount,
  /** VAT minus rate x taxable: vendors round per supply. */
  difference: amount,
  supplies: count,
});
const returnCorrection = record({ country, period: code, taxable: amount, vat: amount, adjustments: count });

export const schemeReturnFiled = eventType(
  'schemeReturn',
  'SchemeReturnFiled',
  'A periodic return was filed: rows, signed corrections, one balance per beneficiary, never netted across them.',
  {
    return: id,
    returnReference: reference,
    authority: book,
    scheme: oneOf('EU-IOSS', 'UK-SUPPLY'),
    schemeNumber: reference,
    holder: partyCode,
    period: code,
    start: day,
    end: day,
    dueOn: day,
    filedOn: day,
    currency,
    rows: list(returnRow, { max: 200 }),
    corrections: list(returnCorrection, { max: 250 }),
    balances: list(record({ country, vat: amount, corrections: amount, balance: amount }), { max: 40 }),
    /** Sum of the positive balances. */
    payable: amount,
    exchangeRows: list(record({ quote: currency, rate: decimal, day, sourceDate: day }), { max: 250 }),
    /**
     * Signed VAT of the supplies and adjustments covered, in their own currency: what the journal stops to expect (J39 of
     * docs/accounting.md).
     */
    expected: list(record({ country, currency, vat: amount }), { max: 250 }),
    /** Table of the scheme's rules as it was used. */
    ruleSet: record({ id: reference, hash: sha256 }),
    supplies: count,
    adjustments: count,
    /** SHA-256 over the sorted SHA-256 of the facts of the SupplyAttributed and SupplyAdjusted events covered (`factHash`). */
    suppliesDigest: sha256,
    nil: optional(oneOf('yes')),
  },
);

export const collectionReturnFiled = eventType(
  'schemeReturn',
  'CollectionReturnFiled',
  'The monthly return under special arrangements: the import VAT collected from recipients in the period, and no other (VAT Directive Art. 369zb).',
  {
    return: id,
    returnReference: reference,
    authority: book,
    scheme: oneOf('EU-SA'),
    /** The carrier’s authorisation number. */
    schemeNumber: reference,
    holder: partyCode,
    period: code,
    start: day,
    end: day,
    dueOn: day,
    filedOn: day,
    /** The moment at which the period ends at the authority: what was collected before it is covered. */
    until: optional(instant),
    currency,
    rows: list(record({ country, rate: decimal, taxable: amount, vat: amount, consignments: count }), { max: 100 }),
    /** Collected from the recipients of the parcels covered, and the same again as what is paid. */
    collected: amount,
    payable: amount,
    /**
     * Parcels found undeliverable since the last return: they leave the return, with the VAT of their release that nobody collected, and
     * what was collected of them before and goes back to their recipients.
     */
    undelivered: record({ consignments: count, vat: amount, collected: optional(amount) }),
    /** SHA-256 over the sorted SHA-256 of the facts of their ConsignmentUndeliverable events. */
    undeliveredDigest: optional(sha256),
    consignments: count,
    /** SHA-256 over the sorted SHA-256 of the facts of the TaxCollectedFromRecipient events covered. */
    collectionsDigest: sha256,
    ruleSet: record({ id: reference, hash: sha256 }),
    nil: optional(oneOf('yes')),
  },
);

const redenominated = record({ former: amount, now: amount });
export const collectionsRedenominated = eventType(
  'schemeReturn',
  'CollectionsRedenominated',
  'A return in the euro covers, or lets go, what was collected or expected in the former currency: it is taken at the irrevocable rate.',
  {
    return: id,
    authority: book,
    holder: partyCode,
    formerCurrency: currency,
    currency,
    /** Units of the former currency for one of the other. */
    rate: decimal,
    /** VAT that was collected from recipients in the former currency, each collection converted and rounded by itself. */
    collected: redenominated,
    /** VAT that was expected in it of parcels that could not be delivered. */
    expected: redenominated,
    redenominatedOn: day,
  },
);

export const schemeReturnEvents = [schemeReturnFiled] as const;
export const collectionReturnEvents = [collectionReturnFiled, collectionsRedenominated] as const;
export type CollectionReturnEvent = EventOf<typeof collectionReturnFiled>;
export type CollectionsRedenominated = EventOf<typeof collectionsRedenominated>;
export type SchemeReturnEvent = EventOf<(typeof schemeReturnEvents)[number]>;
