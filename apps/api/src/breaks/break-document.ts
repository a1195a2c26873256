import { assigneeOf, closingOf, historyOf, lastCommentOf, statusOf, type KnownWork, type WorkEntry, type WorkStatus } from '#break-work';
import { present } from '#event-catalogue';
import type { ListedBreak, WorkStanding } from '#reconciliation';
import type { ReadRequest } from '../http/request-context';

/** What somebody who is not of the authority sees of a step by others: that it was done. */
type BareEntry = Pick<WorkEntry, 'type' | 'revision' | 'undone'> & { readonly on: string };

type LastKnown = Omit<KnownWork['state']['begun'], 'break' | 'on'>;

/** How the work stands; a closed break says how it was closed. */
interface Standing {
  readonly status: WorkStatus;
  readonly assignee?: string;
  readonly lastComment?: WorkStanding['lastComment'];
  readonly closed?: NonNullable<ReturnType<typeof closingOf>>['data'];
}

/** A break with the work on it; `revision` is that of its stream, where somebody began to work on it. */
export class BreakDocument {
  constructor(
    readonly id: string,
    /** The break as it is derived at the moment asked about; absent where it is not. */
    readonly derived: ListedBreak | undefined,
    /** As it was derived when the work began. */
    readonly lastKnown: LastKnown | undefined,
    readonly work: Standing,
    readonly history: readonly (WorkEntry | BareEntry)[],
    readonly revision: string | undefined,
  ) {}
}

/** Who reads: the authority, or a party of the case by its own name. */
export const readerOf = ({ scope, caller }: ReadRequest): readonly string[] | undefined =>
  scope.kind === 'all' ? undefined : [scope.collector, caller.collector ?? scope.collector];

/** Of others' work a party sees that it was done and how the break was closed; words and persons are the authority's own affair. */
export const standingFor = <S extends WorkStanding>(own: readonly string[] | undefined, standing: S): WorkStanding => {
  if (own === undefined) return standing;
  const { status, lastComment, daysToDue, daysToLegalExpiry, age } = standing;
  return {
    status,
    ...(lastComment !== undefined && own.includes(lastComment.by) ? { lastComment } : {}),
    daysToDue,
    ...(daysToLegalExpiry === undefined ? {} : { daysToLegalExpiry }),
    age,
  };
};

export const documentOf = (
  id: string,
  derived: ListedBreak | undefined,
  known: KnownWork | undefined,
  own: readonly string[] | undefined,
): BreakDocument => {
  const shown = derived === undefined ? undefined : { ...derived, work: standingFor(own, derived.work) };
  if (known === undefined) return new BreakDocument(id, shown, undefined, { status: 'open' }, [], undefined);
  const { state, events } = known;
  const { break: _break, on: _on, ...lastKnown } = state.begun;
  return new BreakDocument(
    id,
    shown,
    lastKnown,
    workOf(state, own),
    historyOf(events).map((entry) => entryFor(entry, own)),
    String(state.revision),
  );
};

const workOf = (state: KnownWork['state'], own: readonly string[] | undefined): Standing => {
  const [assignee, lastComment, closing] = [assigneeOf(state), lastCommentOf(state), closingOf(state)];
  const status = statusOf(state);
  if (own !== undefined) return { status, ...(lastComment !== undefined && own.includes(lastComment.by) ? { lastComment } : {}) };
  return {
    status,
    ...present({ assignee, lastComment }),
    ...(closing === undefined ? {} : { closed: closing.data }),
  };
};

const entryFor = (entry: WorkEntry, own: readonly string[] | undefined): WorkEntry | BareEntry => {
  const { type, revision, undone, data } = entry;
  if (own === undefined || ('by' in data && own.includes(data.by))) return entry;
  return { type, revision, on: data.on, ...(undone === undefined ? {} : { undone }) };
};
