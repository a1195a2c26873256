import { type ReadModel, type SqlParameter } from '#read-model';
import { type ParcelCase } from '../case';
import { type CaseFilter } from '../case-filter';
import { keyOfPlace, placeOf } from '../views/case-reader';
import { readFigures } from './figures';
import { type IndexColumns, marks } from './index-row';
import { anyFacet, behindFacet, codeFacet, countedByFacet, isStage, stageWords, statusFacet } from './indexed-case';

/** Entries that are looked at to learn how often a word occurs, and combinations that are asked for at once. */
const [sampled, combinationsAtOnce] = [20_000, 400];
/** What it costs to go past a case or a word, to look up what else a case has, and to begin with a combination; in any unit. */
const [passing, looking, beginning] = [1, 3, 6];

const caseStatuses = ['matched', 'inTransit', 'broken', 'outside'] as const satisfies readonly ParcelCase['status'][];

/** What cases must have: words, and one of these in each column that is named. */
export interface Wanted {
  readonly words: readonly string[];
  readonly columns: Partial<IndexColumns>;
}

export const wantedBy = ({ code, status, behind, month, model, country, scheme, seller, schemeNumber, chapter }: CaseFilter): Wanted => ({
  words: [
    ...(behind === undefined ? [] : isStage(behind) ? stageWords(behind) : [behindFacet(behind)]),
    ...(code === undefined ? [] : [codeFacet(code)]),
    ...(scheme === undefined ? [] : [marks.scheme(scheme)]),
    ...(seller === undefined ? [] : [marks.seller(seller)]),
    ...(schemeNumber === undefined ? [] : [marks.schemeNumber(schemeNumber)]),
    ...(chapter === undefined ? [] : [marks.chapter(chapter)]),
  ],
  columns: { ...(status === undefined ? {} : { status }), ...(month === undefined ? {} : { month }), ...(model === undefined ? {} : { model }), ...(country === undefined ? {} : { country }) },
});

/** Cases of one status, month, model and country. */
interface Combination extends IndexColumns {
  readonly cases: number;
}

/** Finds at most `limit` places after a key, or from the first. */
type Find = (after: string | undefined, limit: number) => Promise<readonly string[]>;

/** One way to places; `cost` as above. */
export interface Way {
  readonly cost: number;
  readonly find: Find;
}

/**
 * Finds the places of cases that have what is wanted, in their order. What many cases have is found soon by going through the cases; what few have lies
 * together, under a word or a combination of status, month, model and country. How many there are is known before, and the shortest way is taken.
 */
export class CasePlaces {
  constructor(private readonly index: Pick<ReadModel, 'all' | 'get'>) {}

  /** At most `limit` places after a key, or from the first. */
  async find(wanted: Wanted, after: string | undefined, limit: number): Promise<readonly string[]> {
    return (await this.#shortest(wanted, limit))(after, limit);
  }

  /** All places after a key, `some` at a time, by one way. */
  async *walk(wanted: Wanted, after: string | undefined, some: number): AsyncGenerator<readonly string[]> {
    const find = await this.#shortest(wanted, some);
    for (let from = after; ; ) {
      const places = await find(from, some);
      if (places.length > 0) yield places;
      const last = places.at(-1);
      if (last === undefined || places.length < some) return;
      from = keyOfPlace(last);
    }
  }

  async #shortest(wanted: Wanted, limit: number): Promise<Find> {
    const [shortest] = [...(await this.ways(wanted, limit))].sort((a, b) => a.cost - b.cost);
    return shortest?.find ?? (() => Promise.resolve([]));
  }

  /** All ways to the same places, with what each is likely to cost where so many are looked for. */
  async ways({ words, columns }: Wanted, limit: number): Promise<readonly Way[]> {
    const counted = (await Promise.all(words.map(async (word) => ({ word, cases: await this.#sampled(word) })))).sort((a, b) => a.cases - b.cases);
    const [ordered, [rarest]] = [counted.map(({ word }) => word), counted];
    const combinations = Object.keys(columns).length === 0 ? undefined : await this.#combinations(columns);
    const [all, within] = [Math.max(1, await this.#all()), combinations?.reduce((sum, { cases }) => sum + cases, 0)];
    // As if what is wanted were spread evenly, and had nothing to do with each other.
    const share = counted.reduce((product, { cases }) => (product * cases) / all, (within ?? all) / all);
    const passed = Math.min(all, limit / share);
    const [isOneWord, looksUp] = [ordered.length === 1 && combinations === undefined, ordered.length > 0];
    return [
      { cost: (looksUp ? looking : passing) * passed, find: (after, most) => this.#through({ words: ordered, columns }, startOf(after), most) },
      ...(rarest === undefined ? [] : [{ cost: (isOneWord ? passing : looking) * Math.min(rarest.cases, (passed * rarest.cases) / all), find: (after, most) => this.#byWord(ordered, columns, startOf(after), most) } satisfies Way]),
      ...(combinations === undefined ? [] : [{ cost: looking * (within ?? 0) + beginning * combinations.length, find: (after, most) => this.#byCombination(combinations, ordered, startOf(after), most) } satisfies Way]),
    ];
  }

  /** Through all cases in their order. */
  #through({ words, columns }: Wanted, from: string, limit: number): Promise<readonly string[]> {
    const sql = `SELECT own.place FROM case_index_row own WHERE own.place > ? AND own.status <> '' ${hasColumns(columns)} ${hasAll(words, 'own')} ORDER BY own.place LIMIT ?`;
    return this.#places(sql, [from, ...Object.values(columns), ...words, limit]);
  }

  /** Through those that have the first of the words. */
  #byWord([first = anyFacet, ...others]: readonly string[], columns: Partial<IndexColumns>, from: string, limit: number): Promise<readonly string[]> {
    const own = Object.keys(columns).length === 0 ? '' : `AND EXISTS (SELECT 1 FROM case_index_row own WHERE own.place = first.place ${hasColumns(columns)})`;
    const sql = `SELECT first.place FROM case_index_mark first WHERE first.mark = ? AND first.place > ? ${own} ${hasAll(others, 'first')} ORDER BY first.place LIMIT ?`;
    return this.#places(sql, [first, from, ...Object.values(columns), ...others, limit]);
  }

  /** All of some combinations, put in order. */
  async #byCombination(combinations: readonly Combination[], words: readonly string[], from: string, limit: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (let i = 0; i < combinations.length; i += combinationsAtOnce) {
      const some = combinations.slice(i, i + combinationsAtOnce);
      const sql = `SELECT own.place FROM case_index_row own WHERE (own.month, own.country, own.model, own.status) IN (VALUES ${some.map(() => '(?, ?, ?, ?)').join(', ')}) AND own.place > ? ${hasAll(words, 'own')} ORDER BY own.place LIMIT ?`;
      found.push(...(await this.#places(sql, [...some.flatMap(({ month, country, model, status }) => [month, country, model, status]), from, ...words, limit])));
    }
    return found.sort().slice(0, limit);
  }

  async #places(sql: string, parameters: readonly SqlParameter[]): Promise<readonly string[]> {
    return (await this.index.all<{ place: string }>(sql, parameters)).map(({ place }) => place);
  }

  async #sampled(word: string): Promise<number> {
    const row = await this.index.get<{ count: number }>('SELECT count(*) AS count FROM (SELECT 1 AS one FROM case_index_mark WHERE mark = ? LIMIT ?) looked_at', [word, sampled]);
    return row?.count ?? 0;
  }

  async #all(): Promise<number> {
    const row = await this.index.get<{ figures: string }>("SELECT figures FROM case_index_cell WHERE shape = 'all' AND month = ''");
    return row === undefined ? 0 : casesIn(row.figures, anyFacet);
  }

  /** The combinations that there are cases of. */
  async #combinations({ status, ...columns }: Partial<IndexColumns>): Promise<readonly Combination[]> {
    const wanted = Object.entries(columns);
    const rows = await this.index.all<Omit<IndexColumns, 'status'> & { readonly figures: string }>(
      `SELECT month, model, country, figures FROM case_index_cell WHERE shape = 'all' AND value = '' AND month <> '' ${wanted.map(([column]) => `AND ${column} = ?`).join(' ')}`,
      wanted.map(([, value]) => value),
    );
    const statuses = caseStatuses.filter((one) => status === undefined || one === status);
    return rows.flatMap(({ figures, ...of }) => statuses.map((one) => ({ ...of, status: one, cases: casesIn(figures, statusFacet(one)) }))).filter(({ cases }) => cases > 0);
  }
}

const startOf = (after: string | undefined): string => (after === undefined ? '' : placeOf(after));

const casesIn = (figures: string, facet: string): number => {
  const { isAsked, sums } = countedByFacet(facet);
  return sums(readFigures(figures, isAsked)).cases;
};

/** An expression is compared as it is read: no index of the column tempts the database away from that of the place. */
const hasColumns = (columns: Partial<IndexColumns>): string => Object.keys(columns).map((column) => `AND own.${column} || '' = ?`).join(' ');

/** Of the place in a query, all words. */
const hasAll = (words: readonly string[], of: string): string => words.map(() => `AND EXISTS (SELECT 1 FROM case_index_mark other WHERE other.mark = ? AND other.place = ${of}.place)`).join(' ');
