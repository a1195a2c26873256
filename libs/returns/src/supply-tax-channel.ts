import { type Day } from '#money';

/** A tax of goods that come back to their seller, and what has become of it. Days are legal days. */
export type SupplyTaxFacts = Readonly<{
  taxType: string;
  /**
   * Scheme whose return carries the tax of the supply, and the last day on which that return can still be corrected (absent: no such day).
   */
  scheme?: 'EU-IOSS' | 'UK-SUPPLY';
  correctableUntil?: Day;
  /** The seller has paid the buyer back, tax included. */
  buyerRefunded: boolean;
  /** A claim or a correction holds it already in the stream of its order or declaration. */
  heldBy?: 'claim' | 'offset' | 'correction';
  on: Day;
}>;

/** Where a tax goes back: in a later return of the seller, by a claim at customs or with the tax authority, or nowhere now, and why. */
export type SupplyTaxChannel =
  | Readonly<{ channel: 'laterReturn' | 'claim'; rule: string; law: string }>
  | Readonly<{ channel: 'none'; reason: 'BUYER_NOT_REFUNDED' | 'ALREADY_CLAIMED' | 'ALREADY_CORRECTED'; law: string }>;

const vat = 'B00';
const reduction = 'Directive 2006/112/EC Art. 90';
const laws = {
  'EU-IOSS': { correction: 'Directive 2006/112/EC Art. 369t(2)', after: 'Implementing Regulation (EU) 282/2011 Art. 61(3)' },
  'UK-SUPPLY': { correction: 'Value Added Tax Regulations 1995 (SI 1995/2518) reg. 38', after: 'Value Added Tax Act 1994 s. 80' },
} as const;

/**
 * VAT that a scheme collected at the sale was never paid at import: the seller lowers its taxable amount once the buyer has his money and
 * corrects a later return; customs give none of it back. Where no return can be corrected any more, the tax authority is asked. Every other
 * tax was paid at import and is claimed there. Never two of them: what one channel holds no other takes.
 */
export const supplyTaxChannel = ({ taxType, scheme, correctableUntil, buyerRefunded, heldBy, on }: SupplyTaxFacts): SupplyTaxChannel => {
  const ofScheme = scheme !== undefined && taxType === vat;
  const law = ofScheme ? laws[scheme].correction : 'Regulation (EU) 952/2013 Art. 116';
  if (heldBy !== undefined) return { channel: 'none', reason: heldBy === 'correction' ? 'ALREADY_CORRECTED' : 'ALREADY_CLAIMED', law };
  if (!ofScheme) return { channel: 'claim', rule: 'paid_at_import', law };
  if (!buyerRefunded) return { channel: 'none', reason: 'BUYER_NOT_REFUNDED', law: reduction };
  if (correctableUntil !== undefined && on > correctableUntil)
    return { channel: 'claim', rule: 'return_not_correctable', law: laws[scheme].after };
  return { channel: 'laterReturn', rule: 'correction_of_supply', law };
};
