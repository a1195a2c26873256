import { noLimit, questionMarks, type ReadModel, shortPosition, wholePosition } from '#read-model';
import { type Leg } from '../legs/leg';
import { type LaterLeg, laterKinds, type StoredLegs } from './leg-rows';
import { shortSubject, wholeSubject } from './short-subject';

/** Subjects looked up by one query. */
const chunk = 128;

type OfKind<K extends Leg['kind']> = Extract<Leg, { readonly kind: K }>;

/** A subject's legs in one text: a row for each would cost more than all that is done with it. */
export const legsAsText = `string_agg('["' || position || '","' || at || '",' || CAST(legs AS TEXT) || ']', ',')`;

/** What such a text says up to a position in short, in the order of the log, in which a database need not put it together. */
export const legsOfText = (subject: string, text: string, knownAt: string): readonly Leg[] =>
  (JSON.parse(`[${text}]`) as readonly (readonly [position: string, at: string, legs: StoredLegs])[])
    .flatMap(([position, at, [, first, ...later]]): readonly LaterLeg[] => [
      [position, at, first],
      ...later.filter(([known]) => known <= knownAt),
    ])
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([position, at, body]) => Object.assign(body, { subject, position: wholePosition(position), at }) as Leg);

/** Legs of some kinds under some subjects, by subject in the order of the log; a subject without any is absent. */
export const legsOfSubjects = async <K extends Leg['kind']>(
  views: ReadModel,
  subjects: Iterable<string>,
  kinds: readonly K[],
  { asOf = noLimit, knownAt = noLimit }: { readonly asOf?: string; readonly knownAt?: string } = {},
): Promise<ReadonlyMap<string, readonly OfKind<K>[]>> => {
  const found = new Map<string, readonly OfKind<K>[]>();
  const asked = [...new Set(subjects)];
  const known = shortPosition(knownAt);
  const isAsked = new Set<string>(kinds);
  // A later leg lies in a row of another kind.
  const ofKinds = kinds.some((kind) => laterKinds.has(kind)) ? [] : kinds;
  const where = ofKinds.length === 0 ? '' : ` AND kind IN (${questionMarks(ofKinds.length)})`;
  for (let i = 0; i < asked.length; i += chunk) {
    const some = asked.slice(i, i + chunk).map(shortSubject);
    const rows = await views.all<{ readonly subject: string; readonly legs: string }>(
      `SELECT subject, ${legsAsText} AS legs FROM case_leg WHERE subject IN (${questionMarks(some.length)})${where} AND position <= ? GROUP BY subject ORDER BY subject`,
      [...some, ...ofKinds, known],
    );
    for (const { subject: short, legs } of rows) {
      const subject = wholeSubject(short);
      const own = legsOfText(subject, legs, known).filter((leg): leg is OfKind<K> => isAsked.has(leg.kind) && leg.at <= asOf);
      if (own.length > 0) found.set(subject, own);
    }
  }
  return found;
};

/** Subjects whose messages name one, in order of name: the declarations and consignments of an order, the declarations of a consignment. */
export const namedBy = async (views: ReadModel, subject: string): Promise<readonly string[]> => {
  const rows = await views.all<{ readonly child: string }>('SELECT DISTINCT child FROM case_link WHERE parent = ? ORDER BY child', [
    shortSubject(subject),
  ]);
  return rows.map(({ child }) => wholeSubject(child));
};
