import { accountPeriodDecider, type AccountPeriodEvent } from '#accounts';
import { explainAssessment, type AssessmentDifference, type AssessmentExplanation, type DeclarationEvent } from '#declarations';
import { canonicalJson, type Recorded } from '#event-catalogue';
import type { Position, RecordedEvent } from '#event-store';
import { type RuleBook } from '#rules';
import { initialRuleBook, RuleBookFollower } from '#runtime';
import {
  type CollectionReturnEvent,
  computeReturnOf,
  previewCollectionReturn,
  suppliesOfReturn,
  type SchemeReturnEvent,
} from '#scheme-returns';
import type { OpenLog } from './reading';
import { withViewsAt, type AskedMoment } from './reading-at';
import type { CommandContext } from './shell';

/** A stored event with its place in the log. */
export interface Placed {
  readonly event: Recorded;
  readonly position: Position;
}

/** What a stored figure comes to when it is computed again from what it rests on. */
export type Recomputed =
  | {
      readonly of: 'assessment';
      readonly equal: boolean;
      readonly differences: readonly AssessmentDifference[];
      readonly explanation: Extract<AssessmentExplanation, { readonly kind: 'explained' | 'refused' }>;
    }
  | {
      readonly of: 'statement' | 'return';
      readonly equal: boolean;
      readonly differences: readonly AssessmentDifference[];
      readonly roundings?: readonly unknown[];
    };

/** The law as the log knew it at a position: by it whatever was recorded there was computed. */
export const rulesAt = ({ store, catalogue, demo }: OpenLog, through: Position): Promise<RuleBook> =>
  new RuleBookFollower(store, catalogue, initialRuleBook(demo !== undefined)).asKnownAt(through);

/** All events of a stream, one after another. */
export async function* eventsOf({ store, catalogue }: OpenLog, stream: string): AsyncGenerator<Placed> {
  for await (const stored of store.read(stream)) yield placed(catalogue, stored);
}
const placed = (catalogue: OpenLog['catalogue'], stored: RecordedEvent): Placed => ({
  event: catalogue.decode(stored),
  position: stored.position,
});

/** Fields of two records that differ, by their canonical JSON. */
const differencesOf = (stored: object, computed: object): readonly AssessmentDifference[] => {
  const [was, is] = [new Map<string, unknown>(Object.entries(stored)), new Map<string, unknown>(Object.entries(computed))];
  const text = (value: unknown): string => (value === undefined ? 'absent' : canonicalJson(value));
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, stored: text(was.get(field)), computed: text(is.get(field)) }))
    .filter((d) => d.stored !== d.computed);
};

/** A declaration's assessment by the law of the moment at which its last version was accepted; undefined where it has none yet. */
export const recomputeAssessment = async (log: OpenLog, stream: string): Promise<Recomputed | undefined> => {
  const events: DeclarationEvent[] = [];
  let acceptedAt: Position | undefined;
  for await (const { event, position } of eventsOf(log, stream)) {
    events.push(event as Recorded<DeclarationEvent>);
    if (event.type === 'DeclarationLodged' || event.type === 'DeclarationAmended') acceptedAt = position;
  }
  if (acceptedAt === undefined) return undefined;
  const explanation = explainAssessment(events, await rulesAt(log, acceptedAt));
  if (explanation.kind === 'notLodged' || explanation.kind === 'notAssessed') return undefined;
  return { of: 'assessment', equal: explanation.equal, differences: explanation.differences, explanation };
};

/** A statement from the postings of its period. */
export const recomputeStatement = async (log: OpenLog, stream: string): Promise<Recomputed | undefined> => {
  let state = accountPeriodDecider.initial;
  for await (const { event } of eventsOf(log, stream)) {
    const known = event as Recorded<AccountPeriodEvent>;
    if (known.type !== 'PeriodClosed') {
      state = accountPeriodDecider.evolve(state, known);
      continue;
    }
    const { statementNumber, closedOn, dueOn } = known.data;
    const decision = accountPeriodDecider.decide({ type: 'ClosePeriod', statementNumber, closedOn, dueOn }, state);
    const closed = 'accepted' in decision ? decision.accepted.find(({ type }) => type === 'PeriodClosed') : undefined;
    const differences =
      closed === undefined ? [{ field: 'period', stored: 'closed', computed: 'cannot be closed' }] : differencesOf(known.data, closed.data);
    return { of: 'statement', equal: differences.length === 0, differences };
  }
  return undefined;
};

/** Where a return is computed again: the log, and the moment of it that is asked about. */
export interface RecomputedAt {
  readonly log: OpenLog;
  readonly moment: AskedMoment;
}

/** A filed return from the supplies it covers. */
export const recomputeReturn = async (
  context: CommandContext,
  { log, moment }: RecomputedAt,
  { event, position }: Placed,
): Promise<Recomputed> => {
  const { data } = event as Recorded<SchemeReturnEvent>;
  const { scheme, schemeNumber, holder, authority, period, filedOn } = data;
  const rules = await rulesAt(log, position);
  const answer = await withViewsAt(context, log, ['supplies'], moment, (views) =>
    computeReturnOf(rules, { scheme, schemeNumber, holder, authority, period, filedOn }, suppliesOfReturn(views, schemeNumber, period)),
  );
  if ('rejected' in answer)
    return { of: 'return', equal: false, differences: [{ field: 'return', stored: 'filed', computed: answer.rejected.code }] };
  const differences = differencesOf(data, answer.computed.figures);
  return { of: 'return', equal: differences.length === 0, differences, roundings: answer.computed.roundings };
};

/** A carrier's filed return from what it collected. */
export const recomputeCollectionReturn = async (
  context: CommandContext,
  { log, moment }: RecomputedAt,
  { event, position }: Placed,
): Promise<Recomputed> => {
  const { data } = event as Recorded<CollectionReturnEvent>;
  const { schemeNumber, holder, authority, period, filedOn, start: firstDay } = data;
  const book = await rulesAt(log, position);
  const answer = await withViewsAt(context, log, ['collections'], moment, (views, store) =>
    previewCollectionReturn({ store, views, book }, { schemeNumber, holder, authority, period, filedOn, firstDay }),
  );
  const differences =
    'rejected' in answer
      ? [{ field: 'return', stored: 'filed', computed: answer.rejected.code }]
      : differencesOf(data, answer.computed.figures);
  return { of: 'return', equal: differences.length === 0, differences };
};
