import { MalformedValueError, type Shape } from '#event-catalogue';
import type { Row } from '#export';
import type { ReadModel } from '#read-model';
import type { ReconciliationQuestion } from '#reconciliation';
import type { RuleBook } from '#rules';
import type { OpenLog } from '../reading';

export type Filters = Readonly<Record<string, string>>;

/** What rows are asked for, and where they are read. */
export interface AskedRows {
  readonly views: ReadModel;
  /** The log that they are of. */
  readonly log: OpenLog;
  readonly filters: Filters;
  readonly asOf?: string;
  readonly knownAt: string;
  readonly ruleBook: RuleBook;
  /** The legal day of the ledger, or of the moment that is asked about. */
  readonly today: string;
  /** For what is judged: as of the moment, else of the end of that day. */
  readonly question: ReconciliationQuestion & { readonly knownAt: string };
}

export interface FilterShape {
  readonly shape: Shape<string>;
  readonly required?: true;
}

/** Where the rows of a dataset come from at the command line: the queries that the API asks, in the same order. */
export interface Source {
  /** Projections whose rows are built for the moment; of the others any moment is a filter. */
  readonly projections?: readonly string[];
  /** Reads facts that nobody keeps up. */
  readonly study?: true;
  /** Depends on the day it is judged on. */
  readonly judged?: true;
  /** The filters of the query. */
  readonly filters: Readonly<Record<string, FilterShape>>;
  readonly rows: (asked: AskedRows) => AsyncIterable<Row>;
}

/** A whole number within limits, as text. */
export const wholeNumberText = (least: number, most: number): Shape<string> => ({
  parse: (value, at) => {
    const number = typeof value === 'string' && /^(0|[1-9]\d{0,8})$/.test(value) ? Number.parseInt(value, 10) : Number.NaN;
    if (!(number >= least && number <= most)) throw new MalformedValueError(at, `a whole number from ${String(least)} to ${String(most)}`);
    return String(number);
  },
  schema: { type: 'integer', minimum: least, maximum: most },
});

/** Rows read in one go. */
export const pageSize = 500;

/** All pages of a list that says where it goes on. */
export async function* allPages<R>(
  read: (after: string | undefined) => Promise<{ readonly rows: readonly R[]; readonly next?: string | undefined }>,
): AsyncGenerator<R> {
  let after: string | undefined;
  do {
    const page = await read(after);
    yield* page.rows;
    after = page.next;
  } while (after !== undefined);
}

/** As `allPages`, of a list that goes on after the key of its last row. */
export const allRows = <R>(read: (after: string | undefined) => Promise<readonly R[]>, keyOf: (row: R) => string): AsyncGenerator<R> =>
  allPages(async (after) => {
    const rows = await read(after);
    const last = rows.at(-1);
    return { rows, next: rows.length < pageSize || last === undefined ? undefined : keyOf(last) };
  });

/** The page that begins after a key. */
export const pageAfter = (after: string | undefined): { readonly limit: number; readonly after?: string } => ({
  limit: pageSize,
  ...(after === undefined ? {} : { after }),
});

/** Rows as documents. */
export async function* documents<R>(rows: AsyncIterable<R> | Iterable<R>, documentOf: (row: R) => object): AsyncGenerator<Row> {
  for await (const row of rows) yield documentOf(row) as Row;
}
