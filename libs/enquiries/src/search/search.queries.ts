import { type ReadModel, type SqlParameter } from '#read-model';
import { ownersText } from './search.projection';
import { questionOf, type SearchKind, type TermRange } from './search-term';

/** A thing that is called so, or whose name begins so. */
export interface SearchHit {
  readonly kind: SearchKind;
  /** Stream of the thing; of a charge `charge-` and its id. */
  readonly subject: string;
  /** The name or amount that was found, as it was written. */
  readonly written: string;
  readonly match: 'exact' | 'prefix';
  /** Place of the log from which on it is known. */
  readonly knownSince: string;
}
export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** Where the next page goes on; absent at the end. */
  readonly next?: string;
  /** False where more names begin so than are looked through for one party: ask for more of the name. */
  readonly complete: boolean;
}
export interface SearchAsked {
  readonly text: string;
  /** Only what this party may see. */
  readonly owner?: string;
  readonly kind?: SearchKind;
  /** As known at a position of the log. */
  readonly knownAt?: string;
  readonly after?: string;
  readonly limit: number;
}

/** A text that has no letter and no digit names nothing. */
export class NothingToSearchError extends Error {
  override readonly name = 'NothingToSearchError';
}

/** Names of everybody that are looked through for one party's own; a page of the authority's looks at no more than it gives. */
const lookedThrough = 5000;

interface Found {
  readonly term: string;
  readonly kind: SearchKind;
  readonly subject: string;
  readonly written: string;
  readonly known: string;
}

/** Stands between the parts of a cursor; no term, kind or stream has it. */
const gap = '\n';

/**
 * Things by a name or an amount: what is called exactly so first, then what begins so, in the order of the names. Asks the index for one
 * stretch of names; ownership is part of the question. Throws NothingToSearchError.
 */
export const search = async (views: ReadModel, asked: SearchAsked): Promise<SearchPage> => {
  const question = questionOf(asked.text);
  if (question === undefined) throw new NothingToSearchError('expected at least one letter or digit');
  const hits: SearchHit[] = [];
  let next: string | undefined;
  let complete = true;
  const [place = '0', term = '', kind = '', subject = ''] = asked.after?.split(gap) ?? [];
  for (const [i, range] of question.ranges.entries()) {
    const first = Number.parseInt(place, 10);
    if (i < first) continue;
    const part = await rowsIn(
      views,
      range,
      asked,
      i === first && asked.after !== undefined ? [term, kind, subject] : undefined,
      asked.limit + 1 - hits.length,
    );
    complete &&= part.complete;
    for (const { term: found, known, ...row } of part.rows) {
      if (hits.length === asked.limit) return { hits, complete, ...(next === undefined ? {} : { next }) };
      hits.push({
        kind: row.kind,
        subject: row.subject,
        written: row.written,
        match: found === question.name || found.startsWith(' ') ? 'exact' : 'prefix',
        knownSince: known,
      });
      next = [String(i), found, row.kind, row.subject].join(gap);
    }
  }
  return { hits, complete };
};

type After = readonly [term: string, kind: string, subject: string];

const rowsIn = async (
  views: ReadModel,
  range: TermRange,
  { owner, kind, knownAt }: SearchAsked,
  after: After | undefined,
  limit: number,
): Promise<{ readonly rows: readonly Found[]; readonly complete: boolean }> => {
  const where = ['term >= ?', 'term < ?'];
  const parameters: SqlParameter[] = [range.from, range.before];
  const and = (condition: string, ...values: readonly SqlParameter[]): void => {
    where.push(condition);
    parameters.push(...values);
  };
  if (kind !== undefined) and('kind = ?', kind);
  if (knownAt !== undefined) and('position <= ?', knownAt);
  if (after !== undefined) and('(term, kind, subject) > (?, ?, ?)', ...after);
  const named = `SELECT term, kind, subject, written, position, owners FROM search_terms WHERE ${where.join(' AND ')} ORDER BY term, kind, subject`;
  const grouped = (from: string): string =>
    `SELECT term, kind, subject, MIN(written) AS written, MIN(position) AS known FROM ${from} GROUP BY term, kind, subject ORDER BY term, kind, subject LIMIT ?`;
  if (owner === undefined)
    return { rows: await views.all<Found>(grouped(`search_terms WHERE ${where.join(' AND ')}`), [...parameters, limit]), complete: true };
  const looked = `(${named} LIMIT ${String(lookedThrough)}) looked`;
  const own = `${looked} LEFT JOIN receipts entry ON kind = 'receipt' AND entry.receipt = SUBSTR(subject, ${String('receipt-'.length + 1)}) WHERE REPLACE(owners, ?, '') <> owners OR entry.holder = ?`;
  const rows = await views.all<Found>(grouped(own), [...parameters, ownersText([owner]), owner, limit]);
  if (rows.length === limit) return { rows, complete: true };
  const all = await views.get<{ readonly count: number }>(`SELECT COUNT(*) AS count FROM ${looked}`, parameters);
  return { rows, complete: (all?.count ?? 0) < lookedThrough };
};
