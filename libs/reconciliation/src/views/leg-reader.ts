import { noLimit, questionMarks, type ReadModel } from '#read-model';
import { type Leg } from '../legs/leg';

/** Subjects looked up by one query. */
const chunk = 128;

interface LegRow {
  readonly subject: string;
  readonly position: string;
  readonly kind: string;
  readonly at: string;
  readonly body: string;
}
type OfKind<K extends Leg['kind']> = Extract<Leg, { readonly kind: K }>;

/** Legs of some kinds under some subjects, by subject in the order of the log; a subject without any is absent. */
export const legsOfSubjects = async <K extends Leg['kind']>(
  views: ReadModel,
  subjects: Iterable<string>,
  kinds: readonly K[],
  { asOf = noLimit, knownAt = noLimit }: { readonly asOf?: string; readonly knownAt?: string } = {},
): Promise<ReadonlyMap<string, readonly OfKind<K>[]>> => {
  const found = new Map<string, OfKind<K>[]>();
  const asked = [...new Set(subjects)];
  for (let i = 0; i < asked.length; i += chunk) {
    const some = asked.slice(i, i + chunk);
    const rows = await views.all<LegRow>(
      `SELECT subject, position, kind, at, CAST(body AS TEXT) AS body FROM case_leg WHERE subject IN (${questionMarks(some.length)}) AND kind IN (${questionMarks(kinds.length)}) AND position <= ? AND at <= ? ORDER BY subject, position`,
      [...some, ...kinds, knownAt, asOf],
    );
    for (const { body, ...place } of rows) {
      const leg = Object.assign(JSON.parse(body) as object, place) as OfKind<K>;
      const known = found.get(place.subject);
      if (known === undefined) found.set(place.subject, [leg]);
      else known.push(leg);
    }
  }
  return found;
};

/** Subjects whose messages name one, in order of name: the declarations and consignments of an order, the declarations of a consignment. */
export const namedBy = async (views: ReadModel, subject: string): Promise<readonly string[]> => {
  const rows = await views.all<{ readonly child: string }>('SELECT DISTINCT child FROM case_link WHERE parent = ? ORDER BY child', [
    subject,
  ]);
  return rows.map(({ child }) => child);
};
