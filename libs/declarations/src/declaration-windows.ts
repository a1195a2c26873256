import { type Day } from '#money';
import { lastDayOfWindow, type LegalWindow } from '#rules';

/**
 * How long after acceptance a declarant may ask for something, in one territory: `EU` for every Member State's authority. Without `days`
 * and `months` there is no end. `evidence`: kinds of document of which at least one must be there; empty: any document will do.
 */
export type DeclarationWindow = Readonly<{
  territory: string;
  act: 'amendment' | 'invalidation';
  /** Ground of an invalidation; `any` for amendments. */
  ground: string;
  /** Days of acceptance that the row is for, half-open. */
  from: Day;
  to?: Day;
  /** Only while the goods are not released. */
  beforeRelease?: true;
  evidence: readonly string[];
  law: string;
}> &
  LegalWindow;

const exit = ['ExportDeclaration', 'ImportAndExportDeclaration', 'ProofOfExportOrDestruction'];
const delegated = 'Delegated Regulation (EU) 2015/2446 Art. 148';
const british = 'Customs (Import Duty) (EU Exit) Regulations 2018 (SI 2018/1248)';
const [union, kingdom] = [
  { territory: 'EU', from: '2016-05-01', toWorkingDay: true },
  { territory: 'GB', from: '2021-01-01' },
] as const;

/** The windows as published. The authority's own decision is bound by none of them, its notification is the document. */
export const shippedWindows: readonly DeclarationWindow[] = [
  { ...union, act: 'amendment', ground: 'any', months: 36, evidence: [], law: 'Regulation (EU) 952/2013 Art. 173(3)' },
  { ...union, act: 'invalidation', ground: 'distance_sales_return', days: 90, evidence: exit, law: `${delegated}(3)` },
  {
    ...union,
    act: 'invalidation',
    ground: 'undelivered',
    days: 90,
    evidence: [...exit, 'AirWayBill', 'SupportingEvidence'],
    law: `${delegated}(3)`,
  },
  { ...union, act: 'invalidation', ground: 'wrong_procedure', days: 90, evidence: [], law: `${delegated}(1)` },
  { ...union, act: 'invalidation', ground: 'wrong_goods', days: 90, evidence: [], law: `${delegated}(2)` },
  { ...union, act: 'invalidation', ground: 'duplicate', days: 90, evidence: [], law: `${delegated}(1)` },
  { ...union, act: 'invalidation', ground: 'not_placed', beforeRelease: true, evidence: [], law: 'Regulation (EU) 952/2013 Art. 174(1)' },
  { ...union, act: 'invalidation', ground: 'authority_decision', evidence: [], law: 'Regulation (EU) 952/2013 Art. 27, 174' },
  { ...kingdom, act: 'amendment', ground: 'any', months: 36, evidence: [], law: british },
  { ...kingdom, act: 'invalidation', ground: 'distance_sales_return', days: 90, evidence: exit, law: british },
  {
    ...kingdom,
    act: 'invalidation',
    ground: 'undelivered',
    days: 90,
    evidence: [...exit, 'AirWayBill', 'SupportingEvidence'],
    law: british,
  },
  { ...kingdom, act: 'invalidation', ground: 'wrong_procedure', days: 90, evidence: [], law: british },
  { ...kingdom, act: 'invalidation', ground: 'wrong_goods', days: 90, evidence: [], law: british },
  { ...kingdom, act: 'invalidation', ground: 'duplicate', days: 90, evidence: [], law: british },
  { ...kingdom, act: 'invalidation', ground: 'not_placed', beforeRelease: true, evidence: [], law: british },
  { ...kingdom, act: 'invalidation', ground: 'authority_decision', evidence: [], law: british },
];

/** The row for a declaration accepted on a day, undefined where the law knows no such ground. */
export const windowOf = (
  windows: readonly DeclarationWindow[],
  authority: string,
  act: DeclarationWindow['act'],
  ground: string,
  acceptedOn: Day,
): DeclarationWindow | undefined => {
  const territory = authority.startsWith('EU-') ? 'EU' : authority;
  return windows.find(
    (row) =>
      row.territory === territory &&
      row.act === act &&
      row.ground === ground &&
      row.from <= acceptedOn &&
      (row.to === undefined || acceptedOn < row.to),
  );
};

/** The last day of a window, undefined where it has no end. */
export const lastDayOf = (window: DeclarationWindow, acceptedOn: Day): Day | undefined =>
  window.days === undefined && window.months === undefined ? undefined : lastDayOfWindow(window, acceptedOn);
