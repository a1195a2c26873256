import { type ReturnReportedData } from '../return-case.state';

/** A line of a seller's order. */
export type OrderLineName = Readonly<{ seller: string; orderNumber: string; ordinal: number }>;

/**
 * Units that could be the ones that go back: an item of a declaration, the part of it that one order line covers, or an order line that no
 * declaration covers.
 */
export type ReturnCandidate = Readonly<{
  /** `import`: goods that came, and may go back. `export`: goods that left, and may come back (UCC Art. 203). */
  direction: 'import' | 'export';
  declaration?: string;
  mrn?: string;
  seq?: number;
  order?: OrderLineName;
  carrier?: string;
  consignmentNumber?: string;
  seller?: string;
  hsCode?: string;
  sku?: string;
  serials: readonly string[];
  /** Day of acceptance, or of the order. */
  day: string;
  quantity: number;
  /** Of the quantity: units that did not go back yet. */
  free: number;
  /** Units of the whole item that did not go back yet, where the candidate is only the part of it that one order line covers. */
  itemFree?: number;
}>;

/** What a return says about the way the goods came. */
export type OriginalKeys = ReturnReportedData['original'];

/** Where candidates are looked up, key by key. Each answer may be in any order. */
export interface CandidateSource {
  /** What an announced return parcel says about the parcel that it answers; `reporter` tells parcels of equal number apart. */
  crossReference(returnConsignmentNumber: string, reporter: string): OriginalKeys | undefined;
  ofParcel(consignmentNumber: string): readonly ReturnCandidate[];
  ofDeclaration(mrn: string): readonly ReturnCandidate[];
  ofOrder(seller: string, orderNumber: string): readonly ReturnCandidate[];
  ofSerial(serial: string): readonly ReturnCandidate[];
  ofGoods(seller: string, sku: string): readonly ReturnCandidate[];
}
