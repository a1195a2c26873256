import { type ReadModel, type SqlParameter } from '#read-model';
import { type ParcelCase } from '../case';
import { type BridgeStageSelection } from '../bridge/bridge';
import { type CaseFilter } from '../case-filter';
import { keyOfPlace, placeOf } from '../views/case-reader';
import { readFigures } from './figures';
import { type IndexColumns, marks } from './index-row';
import { type CountedBy, countedAll, countedByFigure, countedByStatus } from './counted-by';
import { behindFacet, codeFacet, isStage, reachOfStage, stageWords } from './facets';

/** Entries that are looked at to learn how often a word occurs, and combinations that are asked for at once. */
const [sampled, combinationsAtOnce] = [20_000, 400];
/** What it costs to go past a case or a word, to look up what else a case has, and to begin with a combination; in any unit. */
const [passing, looking, beginning] = [1, 3, 6];

const caseStatuses = ['matched', 'inTransit', 'broken', 'outside'] as const satisfies readonly ParcelCase['status'][];

/** What each case has one of, but for its reach. */
type Named = Omit<IndexColumns, 'reach'>;

/**
 * What cases must have: words, one of these in each column that is named, and an amount at a stage; of those that are found for a stage
 * some may have none.
 */
export interface Wanted {
  readonly words: readonly string[];
  readonly columns: Partial<Named>;
  readonly stage?: BridgeStageSelection;
}

export const wantedBy = ({ code, status, behind, month, model, country, scheme, seller, schemeNumber, chapter }: CaseFilter): Wanted => ({
  words: [
    ...(behind === undefined ? [] : isStage(behind) ? stageWords(behind) : [behindFacet(behind)]),
    ...(code === undefined ? [] : [codeFacet(code)]),
    ...(seller === undefined ? [] : [marks.seller(seller)]),
    ...(schemeNumber === undefined ? [] : [marks.schemeNumber(schemeNumber)]),
    ...(chapter === undefined ? [] : [marks.chapter(chapter)]),
  ],
  columns: Object.fromEntries(Object.entries({ status, month, model, country, scheme }).filter(([, value]) => value !== undefined)),
  ...(behind !== undefined && isStage(behind) ? { stage: behind } : {}),
});

/** Cases of one status, month, model, country and scheme. */
interface Combination extends Named {
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
 * Finds the places of cases that have what is wanted, in their order. What many cases have is found soon by going through the cases; what
 * few have lies together, under a word or a combination of status, month, model, country and scheme. How many there are is known before,
 * and the shortest way is taken.
 */
export class CasePlaces {
  constructor(private readonly index: Pick<ReadModel, 'all' | 'get'>) {}

  /** At most `limit` places after a key, or from the first; `known` is how many cases there are in all, where that is known. */
  async find(wanted: Wanted, after: string | undefined, limit: number, known?: number): Promise<readonly string[]> {
    return (await this.#shortest(wanted, limit, known))(after, limit);
  }

  /** All places after a key, `some` at a time, by one way. */
  async *walk(wanted: Wanted, after: string | undefined, some: number, known?: number): AsyncGenerator<readonly string[]> {
    const find = await this.#shortest(wanted, some, known);
    for (let from = after; ;) {
      const places = await find(from, some);
      if (places.length > 0) yield places;
      const last = places.at(-1);
      if (last === undefined || places.length < some) return;
      from = keyOfPlace(last);
    }
  }

  async #shortest(wanted: Wanted, limit: number, known: number | undefined): Promise<Find> {
    const [shortest] = [...(await this.ways(wanted, limit, known))].sort((a, b) => a.cost - b.cost);
    return shortest?.find ?? (() => Promise.resolve([]));
  }

  /** All ways to the same places, with what each is likely to cost where so many are looked for. */
  async ways(wanted: Wanted, limit: number, known?: number): Promise<readonly Way[]> {
    const { words, columns, stage } = wanted;
    const counted = (await Promise.all(words.map(async (word) => ({ word, cases: await this.#sampled(word) })))).sort(
      (a, b) => a.cases - b.cases,
    );
    const [ordered, [rarest]] = [counted.map(({ word }) => word), counted];
    const combinations = Object.keys(columns).length === 0 && stage === undefined ? undefined : await this.#combinations(columns, stage);
    const [all, within] = [Math.max(1, await this.#all()), combinations?.reduce((sum, { cases }) => sum + cases, 0)];
    // As if what is wanted were spread evenly and, where nobody knows how many have all of it, had nothing to do with each other.
    const share =
      known === undefined ? counted.reduce((product, { cases }) => (product * cases) / all, (within ?? all) / all) : known / all;
    const passed = Math.min(all, limit / share);
    const [isOneWord, looksUp] = [ordered.length === 1 && combinations === undefined, ordered.length > 0];
    return [
      {
        cost: (looksUp ? looking : passing) * passed,
        find: (after, most) => this.#through({ ...wanted, words: ordered }, startOf(after), most),
      },
      ...(rarest === undefined
        ? []
        : [
            {
              cost: (isOneWord ? passing : looking) * Math.min(rarest.cases, (passed * rarest.cases) / all),
              find: (after, most) => this.#byWord({ ...wanted, words: ordered }, startOf(after), most),
            } satisfies Way,
          ]),
      ...(combinations === undefined
        ? []
        : [
            {
              cost: looking * (within ?? 0) + beginning * combinations.length,
              find: (after, most) => this.#byCombination(combinations, { ...wanted, words: ordered }, startOf(after), most),
            } satisfies Way,
          ]),
    ];
  }

  /** Through all cases in their order. */
  #through({ words, columns, stage }: Wanted, from: string, limit: number): Promise<readonly string[]> {
    const sql = `SELECT own.place FROM case_index_row own WHERE own.place > ? AND own.status <> '' ${hasColumns(columns)} ${reaches(stage)} ${hasAll(words, 'own')} ORDER BY own.place LIMIT ?`;
    return this.#places(sql, [from, ...Object.values(columns), ...likeReach(stage), ...words, limit]);
  }

  /** Through those that have the first of the words. */
  #byWord({ words: [first = '', ...others], columns, stage }: Wanted, from: string, limit: number): Promise<readonly string[]> {
    const own =
      Object.keys(columns).length === 0 && stage === undefined
        ? ''
        : `AND EXISTS (SELECT 1 FROM case_index_row own WHERE own.place = first.place ${hasColumns(columns)} ${reaches(stage)})`;
    const sql = `SELECT first.place FROM case_index_mark first WHERE first.mark = ? AND first.place > ? ${own} ${hasAll(others, 'first')} ORDER BY first.place LIMIT ?`;
    return this.#places(sql, [first, from, ...Object.values(columns), ...likeReach(stage), ...others, limit]);
  }

  /** All of some combinations, put in order. */
  async #byCombination(
    combinations: readonly Combination[],
    { words, stage }: Wanted,
    from: string,
    limit: number,
  ): Promise<readonly string[]> {
    const found: string[] = [];
    for (let i = 0; i < combinations.length; i += combinationsAtOnce) {
      const some = combinations.slice(i, i + combinationsAtOnce);
      const sql = `SELECT own.place FROM case_index_row own WHERE (own.month, own.country, own.model, own.scheme, own.status) IN (VALUES ${some.map(() => '(?, ?, ?, ?, ?)').join(', ')}) AND own.place > ? ${reaches(stage)} ${hasAll(words, 'own')} ORDER BY own.place LIMIT ?`;
      found.push(
        ...(await this.#places(sql, [
          ...some.flatMap(({ month, country, model, scheme, status }) => [month, country, model, scheme, status]),
          from,
          ...likeReach(stage),
          ...words,
          limit,
        ])),
      );
    }
    return found.sort().slice(0, limit);
  }

  async #places(sql: string, parameters: readonly SqlParameter[]): Promise<readonly string[]> {
    return (await this.index.all<{ place: string }>(sql, parameters)).map(({ place }) => place);
  }

  async #sampled(word: string): Promise<number> {
    const row = await this.index.get<{ count: number }>(
      'SELECT count(*) AS count FROM (SELECT 1 AS one FROM case_index_mark WHERE mark = ? LIMIT ?) looked_at',
      [word, sampled],
    );
    return row?.count ?? 0;
  }

  async #all(): Promise<number> {
    const row = await this.index.get<{ figures: string }>("SELECT figures FROM case_index_cell WHERE shape = 'all' AND month = ''");
    return row === undefined ? 0 : casesIn(row.figures, countedAll);
  }

  /** The combinations that there are cases of, where a stage is wanted those with cases that add to it. */
  async #combinations({ status, ...columns }: Partial<Named>, stage: BridgeStageSelection | undefined): Promise<readonly Combination[]> {
    const wanted = Object.entries(columns);
    const rows = await this.index.all<Omit<Named, 'status'> & { readonly figures: string }>(
      `SELECT month, model, country, scheme, figures FROM case_index_cell WHERE shape = 'all' AND value = '' AND month <> '' ${wanted.map(([column]) => `AND ${column} = ?`).join(' ')}`,
      wanted.map(([, value]) => value),
    );
    const statuses = caseStatuses.filter((one) => status === undefined || one === status);
    const wantedRows = stage === undefined ? rows : rows.filter(({ figures }) => casesIn(figures, countedByFigure(stage)) > 0);
    return wantedRows
      .flatMap(({ figures, ...of }) => statuses.map((one) => ({ ...of, status: one, cases: casesIn(figures, countedByStatus(one)) })))
      .filter(({ cases }) => cases > 0);
  }
}

const startOf = (after: string | undefined): string => (after === undefined ? '' : placeOf(after));

const casesIn = (figures: string, { isAsked, sums }: CountedBy): number => sums(readFigures(figures, isAsked)).cases;

/** An expression is compared as it is read: no index of the column tempts the database away from that of the place. */
const hasColumns = (columns: Partial<Named>): string =>
  Object.keys(columns)
    .map((column) => `AND own.${column} || '' = ?`)
    .join(' ');

/** Of the place in a query, all words. */
const hasAll = (words: readonly string[], of: string): string =>
  words.map(() => `AND EXISTS (SELECT 1 FROM case_index_mark other WHERE other.mark = ? AND other.place = ${of}.place)`).join(' ');

/** Of the case in a query, an amount at a stage, or what looks like it. */
const reaches = (stage: BridgeStageSelection | undefined): string => (stage === undefined ? '' : 'AND own.reach LIKE ?');
const likeReach = (stage: BridgeStageSelection | undefined): readonly string[] => (stage === undefined ? [] : [reachOfStage(stage)]);
