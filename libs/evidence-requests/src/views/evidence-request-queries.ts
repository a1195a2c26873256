import { noLimit, questionMarks, type ReadModel } from '#read-model';
import { type EvidenceRequestEvent } from '../evidence-request.events';
import {
  type AskedEvidence,
  evidenceStatusOf,
  type EvidenceRequestStatus,
  evolveEvidenceRequest,
  noRequest,
} from '../evidence-request.state';
import { evidenceRequestTable } from './evidence-request.tables';

/** The moment of a question: what was effective by `asOf`, as known after the event at `knownAt`; all of it where neither is given. */
export interface EvidenceViewpoint {
  readonly asOf?: string;
  readonly knownAt?: string;
}
/** Which requests to list. */
export interface EvidenceFilter {
  readonly party?: string;
  readonly subject?: string;
  readonly kind?: string;
  readonly status?: EvidenceRequestStatus;
}
/** A request as it stands on a day. */
export interface ListedEvidenceRequest extends Omit<AskedEvidence, 'kind'> {
  readonly status: EvidenceRequestStatus;
}
export interface EvidencePage {
  readonly requests: readonly ListedEvidenceRequest[];
  /** Id after which the next page begins; absent at the end. */
  readonly next?: string;
}

/** Requests that are read at once. */
const batch = 200;

/** Requests that pass a filter, in the order of their ids; `today`: the day that deadlines are judged by. */
export const findEvidenceRequests = async (
  views: ReadModel,
  filter: EvidenceFilter,
  { asOf = noLimit, knownAt = noLimit }: EvidenceViewpoint,
  today: string,
  page: { readonly after?: string; readonly limit: number },
): Promise<EvidencePage> => {
  const equal = (['party', 'subject'] as const).flatMap((column) =>
    filter[column] === undefined ? [] : [{ sql: `${column} = ? AND `, value: filter[column] }],
  );
  const requests: ListedEvidenceRequest[] = [];
  for (let after: string | undefined = page.after ?? ''; after !== undefined;) {
    const rows: readonly { request: string }[] = await views.select(
      evidenceRequestTable,
      `WHERE ${equal.map(({ sql }) => sql).join('')}revision = 0 AND request > ? AND position <= ? AND at <= ? ORDER BY request LIMIT ?`,
      [...equal.map(({ value }) => value), after, knownAt, asOf, batch],
    );
    for (const one of await standingOf(
      views,
      rows.map(({ request }) => request),
      { asOf, knownAt },
      today,
    )) {
      if ((filter.kind !== undefined && one.asked.kind !== filter.kind) || (filter.status !== undefined && one.status !== filter.status))
        continue;
      if (requests.length === page.limit) return { requests, next: requests.at(-1)?.asked.request ?? '' };
      requests.push(one);
    }
    after = rows.length < batch ? undefined : rows.at(-1)?.request;
  }
  return { requests };
};

const standingOf = async (
  views: ReadModel,
  ids: readonly string[],
  { asOf = noLimit, knownAt = noLimit }: EvidenceViewpoint,
  today: string,
): Promise<readonly ListedEvidenceRequest[]> => {
  if (ids.length === 0) return [];
  const rows = await views.select(
    evidenceRequestTable,
    `WHERE request IN (${questionMarks(ids.length)}) AND position <= ? AND at <= ? ORDER BY request, revision`,
    [...ids, knownAt, asOf],
  );
  return ids.flatMap((id) => {
    // Only events of requests live in this table.
    const state = rows
      .filter(({ request }) => request === id)
      .map(({ type, data }) => ({ type, data }) as EvidenceRequestEvent)
      .reduce(evolveEvidenceRequest, noRequest);
    return state.kind === 'none' ? [] : [listed(state, today)];
  });
};

const listed = ({ kind: _kind, ...state }: AskedEvidence, today: string): ListedEvidenceRequest => ({
  ...state,
  status: evidenceStatusOf({ kind: 'asked', ...state }, today),
});
