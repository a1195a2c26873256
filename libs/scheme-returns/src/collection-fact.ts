/** Tax collected from the recipient of one parcel, as a return reads it: its VAT by rate, in minor units of `currency`. */
export type CollectionFact = Readonly<{
  carrier: string;
  consignmentNumber: string;
  country: string;
  currency: string;
  /** Moment of the collection. */
  at: string;
  mrn?: string;
  rows: readonly Readonly<{ rate: string; taxable: bigint; vat: bigint }>[];
  /** `factHash` of the event. */
  hash: string;
}>;

/** A parcel that could not be delivered, and what its return refers to. */
export type UndeliveredFact = Readonly<{
  carrier: string;
  consignmentNumber: string;
  currency: string;
  /** Moment of the last attempt. */
  at: string;
  /** Import declaration, and the day on which it was invalidated where it was. */
  mrn?: string;
  invalidatedOn?: string;
  /** VAT put into the carrier's return at release, less what was collected, in minor units; zero where a return has covered the parcel. */
  expected: bigint;
  /**
   * VAT collected before the delivery failed, which goes back to the recipient; zero where a return has covered it: then it is claimed
   * back.
   */
  collected: bigint;
  hash: string;
}>;
