import { noLimit, questionMarks, type ReadModel, type Row } from '#read-model';
import { type BreakWorkEvent } from '../break-work.events';
import { type BegunWork, evolveBreakWork, noWork } from '../break-work.state';
import { breakWorkTable } from './break-work.tables';

/** The moment of a question: work of days up to `asOf`, as known after the event at `knownAt`; all of it where neither is given. */
export interface WorkViewpoint {
  readonly asOf?: string;
  readonly knownAt?: string;
}
/** The work on one break: as it stands, and all that was done, steps that were taken back as well. */
export interface KnownWork {
  readonly state: BegunWork;
  readonly events: readonly BreakWorkEvent[];
}

/** The work that the events of one break's stream tell, undecorated by their places; undefined where it never began. */
export const evolveWork = (recorded: readonly BreakWorkEvent[]): KnownWork | undefined => {
  const events = recorded.map(({ type, data }) => ({ type, data }) as BreakWorkEvent);
  const state = events.reduce(evolveBreakWork, noWork);
  return state.kind === 'begun' ? { state, events } : undefined;
};

/** Breaks looked up by one query. */
const chunk = 400;

/** The work on some breaks, by id; those that nobody worked on are left out. */
export const findBreakWork = async (
  views: ReadModel,
  breaks: readonly string[],
  { asOf = noLimit, knownAt = noLimit }: WorkViewpoint = {},
): Promise<ReadonlyMap<string, KnownWork>> => {
  const found = new Map<string, KnownWork>();
  for (let i = 0; i < breaks.length; i += chunk) {
    const some = breaks.slice(i, i + chunk);
    const rows = await views.select(
      breakWorkTable,
      `WHERE break_id IN (${questionMarks(some.length)}) AND position <= ? AND at <= ? ORDER BY break_id, revision`,
      [...some, knownAt, asOf],
    );
    for (const [id, own] of byBreak(rows)) {
      // Only events of breaks live in this table.
      const events = own.map(({ type, data }) => ({ type, data }) as BreakWorkEvent);
      const work = evolveWork(events);
      if (work !== undefined) found.set(id, work);
    }
  }
  return found;
};

type WorkRow = Row<typeof breakWorkTable>;

const byBreak = (rows: readonly WorkRow[]): ReadonlyMap<string, readonly WorkRow[]> => {
  const breaks = new Map<string, WorkRow[]>();
  for (const row of rows) {
    const own = breaks.get(row.break_id);
    if (own === undefined) breaks.set(row.break_id, [row]);
    else own.push(row);
  }
  return breaks;
};
