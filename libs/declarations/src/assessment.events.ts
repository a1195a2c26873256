import {
  amount,
  book,
  boolean,
  code,
  count,
  currency,
  decimal,
  eventType,
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
  source,
  taxType,
  text,
  type EventOf,
} from '#event-catalogue';
import { assessedTotal, chargedIn, exchangeRow } from './declaration-shapes';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** Signed difference to the assessment before, per tax type and beneficiary. */
const assessedChange = assessedTotal;
export const dutyAssessed = eventType(
  'declaration',
  'DutyAssessed',
  'The amounts of duty and tax of one version of a declaration were determined (UCC Art. 101); lines follow in the same append.',
  {
    declaration: id,
    authority: book,
    mrn: reference,
    version: integer(1),
    assessedAt: instant,
    accountHolder: partyCode,
    /** Functional currency of the authority. */
    currency,
    totals: list(assessedTotal, { max: 40 }),
    /** Relief by kind, where there is any. */
    relief: list(record({ kind: oneOf('forgone', 'returned_goods', 'conditional'), taxType, amount }), { max: 40 }),
    /** The return that must carry what is accounted elsewhere; its period where the day of supply is known. */
    accountedIn: optional(record({ scheme: code, schemeNumber: reference, period: optional(code) })),
    payable: amount,
    /** Tables of rules and rates that were used, pinned by content hash. */
    tables: list(record({ id: reference, hash: sha256 }), { max: 300 }),
    exchangeRows: list(exchangeRow, { max: 10 }),
    /** Later versions: what changed against the version assessed before (zero rows left out), and why; all of it where none was. */
    changes: optional(
      record({
        from: integer(1),
        totals: list(assessedChange, { max: 80 }),
        relief: list(record({ kind: oneOf('forgone', 'returned_goods', 'conditional'), taxType, amount }), { max: 40 }),
        payable: amount,
        reason: code,
      }),
    ),
    /** The charge of the versions before, which the change adjusts. */
    charged: optional(chargedIn),
    /** Released on minimum information: the final assessment follows a full declaration (UCC Art. 166). */
    provisional: optional(boolean),
    /**
     * Immediate release category of the goods: 1 documents, 2 low value not dutiable, 3 low value dutiable, 4 high value (WCO Immediate
     * Release Guidelines).
     */
    releaseCategory: optional(oneOf('1', '2', '3', '4')),
    /** What the assessment noticed and did not refuse, by item where it is about one. */
    findings: optional(list(record({ code, item: optional(integer(1)) }), { min: 1, max: 100 })),
    lineCount: count,
    linesDigest: sha256,
  },
);
const assessmentLine = record({
  /** Item number of the declaration. */
  seq: integer(1),
  taxType,
  beneficiary: code,
  /** Index into the tables of DutyAssessed. */
  table: count,
  rule: reference,
  base: decimal,
  rate: text,
  assessed: amount,
  relieved: amount,
  reliefKind: optional(oneOf('forgone', 'returned_goods', 'conditional')),
  accountedElsewhere: amount,
  secured: amount,
  payable: amount,
});
export const assessmentLinesRecorded = eventType('declaration', 'AssessmentLinesRecorded', 'A chunk of an assessment’s lines.', {
  lines: list(assessmentLine, { min: 1, max: 150 }),
});
export const assessmentRefused = eventType(
  'declaration',
  'AssessmentRefused',
  'No assessment is possible: a rule, a rate or a classification is missing or ambiguous.',
  {
    version: integer(1),
    code,
    field: optional(text),
    message: text,
  },
);
/** A long message is told in several of these in one append: `payable` is that of its own lines. */
export const authorityTaxRecorded = eventType(
  'declaration',
  'AuthorityTaxRecorded',
  'The authority told its own tax lines of a declaration (WCO DMSTAX); where they differ from ours reconciliation says so (B42).',
  {
    authority: book,
    mrn: reference,
    version: integer(1),
    /** The authority’s response message. */
    message: reference,
    issuedAt: optional(instant),
    currency,
    lines: list(
      record({
        seq: integer(1),
        taxType,
        /** Value, with `rate` in per cent; or `quantity`, with `rate` for one unit of it. */
        base: optional(decimal),
        quantity: optional(decimal),
        rate: optional(decimal),
        assessed: decimal,
        deducted: optional(decimal),
        payable: decimal,
        method: optional(code),
      }),
      { min: 1, max: 400 },
    ),
    payable: decimal,
    source: optional(source),
  },
);
export type DutyAssessedData = EventOf<typeof dutyAssessed>['data'];
export type AssessedLine = EventOf<typeof assessmentLinesRecorded>['data']['lines'][number];
export type AssessmentRefusedData = EventOf<typeof assessmentRefused>['data'];
export type AuthorityTaxRecordedData = EventOf<typeof authorityTaxRecorded>['data'];
