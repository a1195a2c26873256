import { canonicalJson } from '#event-catalogue';
import { type AssessedDeclaration, assess, type RuleBook } from '#rules';
import { toAssessable } from './assessable-declaration';
import { type DeclarationEvent } from './declarations.events';
import { evolveDeclaration, noDeclaration } from './declarations.state';
import { type AssessmentRecord, digestOf, recordOf } from './record-assessment';

/** A figure that the computation gives now and the event does not hold, or the other way round. */
export type AssessmentDifference = Readonly<{ field: string; stored: string; computed: string }>;

/** What came of computing a stored assessment again. */
export type AssessmentExplanation =
  | Readonly<{ kind: 'notLodged' }>
  | Readonly<{ kind: 'notAssessed' }>
  /** `equal` is the promise: the same bytes. `computed` has every base, rate, row and rounding step. */
  | Readonly<{
      kind: 'explained';
      mrn: string;
      version: number;
      computed: AssessedDeclaration;
      equal: boolean;
      differences: readonly AssessmentDifference[];
    }>
  /** The assessment was refused when it was made, or is refused now; equal where both give the same reason. */
  | Readonly<{
      kind: 'refused';
      mrn: string;
      version: number;
      code: string;
      message: string;
      equal: boolean;
      differences: readonly AssessmentDifference[];
    }>;

/**
 * Computes a stored assessment again and compares it with its events, field by field. Rounding steps are not stored
 * (docs/decisions/declarations.md): this is where they come from. `ruleBook` must hold the tables that the assessment pinned; a table with
 * another hash is a difference.
 */
export const explainAssessment = (events: Iterable<DeclarationEvent>, ruleBook: RuleBook): AssessmentExplanation => {
  let state = noDeclaration;
  for (const event of events) state = evolveDeclaration(state, event);
  if (state.kind === 'none') return { kind: 'notLodged' };
  if (state.assessment === undefined) return { kind: 'notAssessed' };
  const { mrn, version } = state.header;
  const computed = assess(toAssessable(state), ruleBook);
  const stored = state.assessment;
  if (computed.kind === 'refused' || stored.kind === 'refused') {
    const was = stored.kind === 'refused' ? stored.refusal.code : 'assessed';
    const is = computed.kind === 'refused' ? computed.code : 'assessed';
    const { code, message } =
      computed.kind === 'refused' ? computed : stored.kind === 'refused' ? stored.refusal : { code: is, message: is };
    return {
      kind: 'refused',
      mrn,
      version,
      code,
      message,
      equal: was === is,
      differences: was === is ? [] : [{ field: 'code', stored: was, computed: is }],
    };
  }
  const differences = differencesBetween(stored, recordOf(state, computed, stored.duty.charged));
  return { kind: 'explained', mrn, version, computed, equal: differences.length === 0, differences };
};

const differencesBetween = (stored: AssessmentRecord, computed: AssessmentRecord): readonly AssessmentDifference[] => {
  const duty = fieldDifferences('duty', stored.duty, computed.duty);
  const lines = Array.from({ length: Math.max(stored.lines.length, computed.lines.length) }, (_, i) =>
    fieldDifferences(`lines[${String(i)}]`, stored.lines[i] ?? {}, computed.lines[i] ?? {}),
  );
  const digest = digestOf(stored.lines);
  const broken =
    digest === stored.duty.linesDigest ? [] : [{ field: 'duty.linesDigest', stored: stored.duty.linesDigest, computed: digest }];
  return [...duty, ...lines.flat(), ...broken];
};

const fieldDifferences = (at: string, stored: object, computed: object): readonly AssessmentDifference[] => {
  const [was, is] = [new Map(Object.entries(stored)), new Map(Object.entries(computed))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((key) => ({ field: `${at}.${key}`, stored: textOf(was.get(key)), computed: textOf(is.get(key)) }))
    .filter((d) => d.stored !== d.computed);
};
const textOf = (value: unknown): string => (value === undefined ? 'absent' : canonicalJson(value));
