/**
 * Windows, shares and least counts of the indicators as data with a version (docs/risk.md); every finding names the version that it was
 * found by. 2: values are less discount, what goes back in one parcel counts once, serial numbers are those of one seller. Limits of the
 * law (EUR 150, GBP 135) are no part of it: they come from the rule book, by country and day.
 */
export interface RiskRules {
  readonly id: string;
  readonly version: number;
  /** Rows of evidence that a finding shows at most; how many there are is said all the same. */
  readonly evidenceRows: number;
  readonly splitSameBuyer: { readonly hours: number; readonly orders: number };
  readonly splitOneOrder: { readonly parcels: number };
  readonly clusterIdentity: { readonly days: number; readonly orders: number };
  /** Shares are per cent, whole numbers. */
  readonly underInvoicePayment: { readonly percent: number };
  readonly underInvoicePeer: { readonly percentile: number; readonly percentOfMedian: number; readonly items: number };
  readonly thresholdBunching: { readonly bandPercent: number; readonly factor: number; readonly declarations: number };
  readonly misdescription: { readonly genericWords: readonly string[]; readonly codes: number };
  readonly originShift: { readonly lines: number; readonly usualPercent: number };
  readonly fakeB2b: { readonly orders: number };
  readonly schemeNumberSpread: {
    readonly senders: number;
    readonly origins: number;
    readonly jumpFactor: number;
    readonly jumpMonths: number;
    readonly imports: number;
  };
  readonly giftOrC2c: { readonly commercialOrders: number };
  readonly returnRate: {
    readonly factor: number;
    readonly returns: number;
    readonly orders: number;
    readonly otherSellers: number;
    readonly otherOrders: number;
    readonly sameSerial: number;
  };
  readonly dataQuality: {
    readonly missingPercent: number;
    readonly latePercent: number;
    readonly rejectedPercent: number;
    readonly messages: number;
    readonly statusHours: number;
  };
}

/** Words that name no goods, alone or together. */
const genericWords = [
  'accessories',
  'accessory',
  'article',
  'articles',
  'assorted',
  'consumer',
  'general',
  'gift',
  'gifts',
  'goods',
  'household',
  'item',
  'items',
  'merchandise',
  'misc',
  'miscellaneous',
  'new',
  'other',
  'others',
  'part',
  'parts',
  'personal',
  'present',
  'presents',
  'product',
  'products',
  'sample',
  'samples',
  'spare',
  'stuff',
  'things',
  'unknown',
  'various',
];

export const defaultRiskRules: RiskRules = {
  id: 'risk',
  version: 2,
  evidenceRows: 50,
  splitSameBuyer: { hours: 72, orders: 2 },
  splitOneOrder: { parcels: 2 },
  clusterIdentity: { days: 30, orders: 20 },
  underInvoicePayment: { percent: 90 },
  underInvoicePeer: { percentile: 5, percentOfMedian: 50, items: 40 },
  thresholdBunching: { bandPercent: 5, factor: 2, declarations: 20 },
  misdescription: { genericWords, codes: 2 },
  originShift: { lines: 3, usualPercent: 75 },
  fakeB2b: { orders: 5 },
  schemeNumberSpread: { senders: 10, origins: 5, jumpFactor: 3, jumpMonths: 3, imports: 50 },
  giftOrC2c: { commercialOrders: 5 },
  returnRate: { factor: 3, returns: 5, orders: 20, otherSellers: 3, otherOrders: 100, sameSerial: 2 },
  dataQuality: { missingPercent: 10, latePercent: 5, rejectedPercent: 5, messages: 20, statusHours: 24 },
};
