import { type Day } from '#money';
import { addDays } from '#rules';
import { type ClaimRule } from './claim-rules';
import { type MadeClaim, type RefundClaimedData } from './refund-claim.state';

/** Kinds of document: the upload types of HMRC's claim services, and those that returns of online trade need besides. */
const evidenceKinds: ReadonlySet<string> = new Set([
  'ExportDeclaration',
  'ImportDeclaration',
  'ImportAndExportDeclaration',
  'CommercialInvoice',
  'AirWayBill',
  'BillOfLading',
  'PackingList',
  'ProofOfAuthority',
  'ProofOfExportOrDestruction',
  'DocumentaryProofFaultyOrNotWhatOrdered',
  'ScheduleOfMRNs',
  'CalculationWorksheet',
  'LetterOfAuthority',
  'SupportingEvidence',
  'OrderCancellationProof',
  'ReturnTracking',
  'RefundToBuyerReceipt',
  'SerialPhoto',
]);
export const isEvidenceKind = (kind: string): boolean => evidenceKinds.has(kind);

/** Documents that say at least as much as the one that is asked for. */
const substitutes: Readonly<Record<string, readonly string[]>> = {
  ImportDeclaration: ['ImportAndExportDeclaration'],
  ExportDeclaration: ['ImportAndExportDeclaration'],
  ProofOfAuthority: ['LetterOfAuthority'],
};

/** Files that an officer can open without running anything, and how large one may be. */
export const mediaTypes: readonly string[] = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'text/plain',
  'text/csv',
  'application/xml',
  'application/json',
];
export const mostBytes = 20 * 1024 * 1024;
export const mostDocuments = 100;

/**
 * Documents that a claim needs, each with its last day: those of its basis; the receipt of the buyer's refund where somebody else than the
 * buyer is paid for a tax that the buyer bore; the authority to act where the payee is not the debtor.
 */
export const requiredEvidence = (rule: ClaimRule, payee: RefundClaimedData['payee'], claimedOn: Day): RefundClaimedData['required'] => {
  const until = addDays(claimedOn, rule.evidenceDays);
  const byPayee = {
    vendor: ['RefundToBuyerReceipt'],
    intermediary: ['RefundToBuyerReceipt'],
    representative: ['ProofOfAuthority'],
    assignee: ['ProofOfAuthority'],
    importer: [],
    consumer: [],
  }[payee];
  return [...rule.evidence, ...byPayee].map((kind) => ({ kind, until }));
};

/** How one required document stands. `late`: it came after its last day. */
export type EvidenceStanding = Readonly<{ kind: string; until: Day; state: 'present' | 'late' | 'missing' }>;

export const standingOf = ({ claim, documents }: MadeClaim): readonly EvidenceStanding[] =>
  claim.required.map(({ kind, until }) => {
    const fitting = documents.filter((document) => document.kind === kind || substitutes[kind]?.includes(document.kind) === true);
    const state = fitting.length === 0 ? 'missing' : fitting.some(({ attachedOn }) => attachedOn <= until) ? 'present' : 'late';
    return { kind, until, state };
  });

/** The last day of a document of this kind, where the claim asks for one that it can stand for. */
export const deadlineOf = ({ required }: RefundClaimedData, kind: string): Day | undefined =>
  required
    .filter((asked) => asked.kind === kind || substitutes[asked.kind]?.includes(kind) === true)
    .map(({ until }) => until)
    .sort()[0];
