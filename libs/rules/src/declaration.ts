import { type Day } from '#money';

/** What `assess` reads of a declaration. All amounts are canonical decimal text in major units of `currency`, exact, without tax. */
export type AssessableDeclaration = Readonly<{
  /** Importing country: `FR`, `GB`; `XI` for Northern Ireland. */
  jurisdiction: string;
  dataset: 'H7' | 'H1';
  acceptedOn: Day;
  currency: string;
  items: readonly AssessableItem[];
  /** Value components of the header, apportioned to the items by goods value; discount is a positive amount that reduces it. */
  freight?: string;
  insurance?: string;
  discount?: string;
  buyerType: 'consumer' | 'business';
  transactionType: 'B2C' | 'C2C' | 'B2B' | 'gift';
  /**
   * Additional procedure codes: `C07` low value, `F48` IOSS, `F49` special arrangements, `1RV` UK supply VAT, `C08` gift, `F05`... H7
   * implies C07.
   */
  additionalProcedures: readonly string[];
  scheme?: ClaimedScheme;
}>;

/**
 * A scheme whose return carries the VAT; of special arrangements the carrier's, with the number of its authorisation. `suppliedOn` names
 * the return's period; `statedValue` is the intrinsic value tested at checkout.
 */
export type ClaimedScheme = Readonly<{
  id: 'EU-IOSS' | 'EU-SA' | 'UK-SUPPLY';
  number: string;
  suppliedOn?: Day;
  statedValue?: Readonly<{ amount: string; currency: string }>;
}>;

export type AssessableItem = Readonly<{
  seq: number;
  /** 6, 8 or 10 digits. */
  hsCode: string;
  /** ISO country of origin. */
  origin: string;
  /** Preference that the item claims (data element 14 11): `200` GSP, `300` other preference, `400` customs union. */
  preference?: string;
  description?: string;
  /** Of the whole item, not of a unit. */
  goodsValue: string;
  quantity: string;
  supplementaryQuantities?: readonly Readonly<{ unit: string; quantity: string }>[];
  /**
   * Taxes that the declaration itself fixes (quota and preference rates, specific amounts, securities); they replace the tariff for their
   * tax type.
   */
  statedTaxes?: readonly StatedTax[];
}>;

/**
 * One tax line given by the declaration. Exactly one of `rate` (per cent of `base`, default the item's own base) and `amount` is present.
 */
export type StatedTax = Readonly<{
  taxType: string;
  rate?: string;
  amount?: string;
  base?: string;
  relief?: ReliefKind;
  /** The amount is security, not tax: it is assessed and secured, and enters no VAT base (MDP, MDC, IPR). */
  security?: boolean;
}>;

/** `forgone`: low value, counts in the de minimis study; the others do not. */
export type ReliefKind = 'forgone' | 'returned_goods' | 'conditional';
