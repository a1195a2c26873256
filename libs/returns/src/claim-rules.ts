import { type Day } from '#money';
import { type LegalWindow } from '#rules';
import { type RefundClaimedData } from './refund-claim.state';

export type ClaimBasis = RefundClaimedData['basis'];
export type WindowStart = RefundClaimedData['window']['from'];

/**
 * What one territory asks of a claim on one basis: `EU` for every Member State's authority and for Northern Ireland. A claim must come
 * within `months` or `days` after the day that `counted` names; `sharePercent` of the tax is given back; `evidence` must be there within
 * `evidenceDays` of the claim (a term of the product where the law leaves it to the authority).
 */
export type ClaimRule = Readonly<{
  territory: string;
  basis: ClaimBasis;
  /** Days of the claim that the row is for, half-open. */
  from: Day;
  to?: Day;
  counted: WindowStart;
  sharePercent: string;
  evidence: readonly string[];
  evidenceDays: number;
  law: string;
}> &
  LegalWindow;

const identity = 'ImportDeclaration';
const exit = 'ProofOfExportOrDestruction';
const union = { territory: 'EU', from: '2016-05-01', sharePercent: '100', toWorkingDay: true, evidenceDays: 30 } as const;
const kingdom = { territory: 'GB', from: '2021-01-01', sharePercent: '100', evidenceDays: 30 } as const;
const states = { territory: 'US', from: '2016-02-24', evidenceDays: 30 } as const;
const china = { territory: 'CN', from: '2016-01-01', sharePercent: '100', evidenceDays: 30 } as const;
const ucc = (articles: string): string => `Regulation (EU) 952/2013 ${articles}`;
const british = 'Customs (Import Duty) (EU Exit) Regulations 2018 (SI 2018/1248) Part 6';

/** The rules as published. What is not here has no claim: the Union knows no drawback since 2016. */
export const claimRules: readonly ClaimRule[] = [
  {
    ...union,
    basis: 'overcharged',
    counted: 'notification',
    months: 36,
    evidence: [identity, 'CalculationWorksheet'],
    law: ucc('Art. 117, 121(1)(a)'),
  },
  {
    ...union,
    basis: 'error',
    counted: 'notification',
    months: 36,
    evidence: [identity, 'CalculationWorksheet'],
    law: ucc('Art. 119, 121(1)(a)'),
  },
  {
    ...union,
    basis: 'equity',
    counted: 'notification',
    months: 36,
    evidence: [identity, 'SupportingEvidence'],
    law: ucc('Art. 120, 121(1)(a)'),
  },
  {
    ...union,
    basis: 'defective',
    counted: 'notification',
    months: 12,
    evidence: [identity, 'DocumentaryProofFaultyOrNotWhatOrdered', exit],
    law: ucc('Art. 118, 121(1)(b)'),
  },
  {
    ...union,
    basis: 'invalidated',
    counted: 'acceptance',
    days: 90,
    evidence: [identity, 'OrderCancellationProof'],
    law: 'Delegated Regulation (EU) 2015/2446 Art. 148',
  },
  {
    ...union,
    basis: 'withdrawn',
    counted: 'acceptance',
    days: 90,
    evidence: [identity, exit, 'ReturnTracking'],
    law: 'Delegated Regulation (EU) 2015/2446 Art. 148(3)',
  },
  {
    ...union,
    basis: 'undelivered',
    counted: 'acceptance',
    days: 90,
    evidence: [identity, 'ReturnTracking'],
    law: 'Delegated Regulation (EU) 2015/2446 Art. 148(3)',
  },
  {
    ...union,
    basis: 'returned_goods',
    counted: 'notification',
    months: 36,
    evidence: [identity, 'ExportDeclaration'],
    law: ucc('Art. 121(1)(a), 203'),
  },
  { ...union, basis: 'amendment', counted: 'acceptance', months: 36, evidence: [identity], law: ucc('Art. 117, 173(3)') },
  { ...kingdom, basis: 'overcharged', counted: 'notification', months: 36, evidence: [identity, 'CalculationWorksheet'], law: british },
  { ...kingdom, basis: 'error', counted: 'notification', months: 36, evidence: [identity, 'CalculationWorksheet'], law: british },
  { ...kingdom, basis: 'equity', counted: 'notification', months: 36, evidence: [identity, 'SupportingEvidence'], law: british },
  {
    ...kingdom,
    basis: 'defective',
    counted: 'notification',
    months: 12,
    evidence: [identity, 'DocumentaryProofFaultyOrNotWhatOrdered', exit],
    law: british,
  },
  { ...kingdom, basis: 'invalidated', counted: 'acceptance', months: 3, evidence: [identity, 'OrderCancellationProof'], law: british },
  { ...kingdom, basis: 'withdrawn', counted: 'acceptance', months: 3, evidence: [identity, exit, 'ReturnTracking'], law: british },
  { ...kingdom, basis: 'undelivered', counted: 'acceptance', months: 3, evidence: [identity, 'ReturnTracking'], law: british },
  { ...kingdom, basis: 'returned_goods', counted: 'notification', months: 36, evidence: [identity, 'ExportDeclaration'], law: british },
  { ...kingdom, basis: 'amendment', counted: 'acceptance', months: 36, evidence: [identity], law: british },
  // Returned retail merchandise goes out within a year of its import; the tax is the entry's own, never more than 99 % of it.
  {
    ...states,
    basis: 'drawback',
    counted: 'release',
    months: 12,
    sharePercent: '99',
    evidence: [identity, exit, 'CalculationWorksheet'],
    law: '19 U.S.C. 1313(c); 19 CFR 190 subpart D',
  },
  {
    ...states,
    basis: 'overcharged',
    counted: 'notification',
    days: 180,
    sharePercent: '100',
    evidence: [identity, 'CalculationWorksheet'],
    law: '19 U.S.C. 1514(c)(3)',
  },
  {
    ...states,
    basis: 'error',
    counted: 'notification',
    days: 180,
    sharePercent: '100',
    evidence: [identity, 'CalculationWorksheet'],
    law: '19 U.S.C. 1514(c)(3)',
  },
  {
    ...china,
    basis: 'withdrawn',
    counted: 'release',
    days: 30,
    evidence: [identity, 'ReturnTracking'],
    law: 'Cai Guan Shui (2016) No. 18, Art. 4',
  },
  {
    ...china,
    basis: 'undelivered',
    counted: 'release',
    days: 30,
    evidence: [identity, 'ReturnTracking'],
    law: 'Cai Guan Shui (2016) No. 18, Art. 4',
  },
];

/** The law a claim is under. Northern Ireland declares to GB and keeps the customs law of the Union (Windsor Framework, Annex 2). */
const territoryOf = (authority: string, jurisdiction: string): string =>
  authority.startsWith('EU-') || jurisdiction === 'XI' ? 'EU' : jurisdiction;

/** The row for a claim made on a day, undefined where the law grants nothing on that basis. */
export const claimRuleOf = (authority: string, jurisdiction: string, basis: ClaimBasis, claimedOn: Day): ClaimRule | undefined => {
  const territory = territoryOf(authority, jurisdiction);
  return claimRules.find(
    (row) => row.territory === territory && row.basis === basis && row.from <= claimedOn && (row.to === undefined || claimedOn < row.to),
  );
};
