import { type AnyRow, inBatches, noLimit, questionMarks, type ReadModel, type TableChange } from '#read-model';
import { annulmentKey, numberOfKey } from './asked-settlement';
import { type ReconciliationLaw, rulesAt } from '../reconciliation-question';
import { ruleVersion } from '../evaluation-context';
import { type CaseLegs, CaseReader, keyOfPlace, placeOf } from '../views/case-reader';
import { caseJudge, type Judged } from './case-judge';
import { indexMarkTable, indexRowTable, indexSnapshotTable } from './case-index.tables';
import { IndexCells } from './index-cells';
import { caseOfRow, columnsOf, type IndexedCase, type IndexRow, marks, type StoredCase, storedCase, wordsOf } from './index-row';
import { KnownFacts, type Snapshot } from './known-facts';
import { type Touched } from './touched-by';

/** Told of work that takes long: how many cases are judged so far. */
export type CaseProgress = (cases: number) => void;

/** A case as it is, and what the index said of it before, under its key or under keys that it has swallowed. */
interface Changed {
  readonly place: string;
  readonly judged: Judged | undefined;
  readonly before: IndexedCase | undefined;
}

/** Cases read at once, written at once, and cells changed at once while an index is built. */
const [readAtOnce, writtenAtOnce, keptCells] = [128, 1024, 20_000];
const chunksOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** The position and the moment that an index is of; undefined where it is not built. */
export const snapshotOf = async (index: Pick<ReadModel, 'get'>): Promise<Snapshot | undefined> =>
  index.get<Snapshot>("SELECT position, moment FROM case_index_snapshot WHERE name = 'cases'");

/**
 * Keeps the case index: what evaluation says of each case at one position and moment, and what cases come to. It moves from snapshot to
 * snapshot, each at one stroke, and judges again only what may say something else: cases that events touched, that asked what a new fact
 * answers, or whose time has come. One keeper at a time writes.
 */
export class CaseKeeper {
  readonly #facts: KnownFacts;
  readonly #cells: IndexCells;
  /** What the cells that are remembered are of. */
  #cellsOf: Snapshot | undefined;

  constructor(
    private readonly views: ReadModel,
    private readonly index: ReadModel,
  ) {
    this.#facts = new KnownFacts(views);
    this.#cells = new IndexCells(index);
  }

  snapshot(): Promise<Snapshot | undefined> {
    return snapshotOf(this.index);
  }

  /** Whether the index was judged by the rules that hold at a moment. */
  async isBy(law: ReconciliationLaw, moment: string): Promise<boolean> {
    const row = await this.index.get<{ rules: string }>("SELECT rules FROM case_index_snapshot WHERE name = 'cases'");
    return row?.rules === rulesOf(law, moment);
  }

  /** Judges all cases anew and puts the index in place of the present one. Memory does not grow with their number. */
  async build(to: Snapshot, law: ReconciliationLaw, progress: CaseProgress = () => undefined): Promise<void> {
    const judge = caseJudge(law, to.moment, await this.#facts.bookAt(to));
    this.#cellsOf = undefined;
    await this.index.rebuild(async (fresh) => {
      // Who waits for the place of the present one may ask for what came meanwhile: this one is of its snapshot, and is whole.
      if ((await snapshotOf(fresh)) === undefined) await fresh.write(this.#built(fresh, to, law, judge, progress));
    });
  }

  /**
   * Moves the index on: `touched` is what the events after its position, up to the new one, touch. Neither position nor moment goes back.
   * Answers how many cases were judged.
   */
  async advance(to: Snapshot, law: ReconciliationLaw, touched: Touched, progress: CaseProgress = () => undefined): Promise<number> {
    const from = await this.snapshot();
    if (from === undefined || to.position < from.position || to.moment < from.moment)
      throw new RangeError('an index moves on from a snapshot, never back');
    await this.#facts.moveTo(from);
    const keys = new Set([...touched.keys, ...(await this.#facts.moveTo(to))]);
    const past = to.moment === from.moment ? [] : await this.#placesPast(to.moment);
    const seeds = new Set([...touched.subjects, ...(await this.#placesThatAsked(keys)).map(keyOfPlace), ...past.map(keyOfPlace)]);
    const judge = caseJudge(law, to.moment, await this.#facts.bookAt(to));
    let judged = 0;
    const moved = this.#moved([...seeds], to, law, judge, (cases) => {
      judged = cases;
      progress(cases);
    });
    if (this.#cellsOf?.position !== from.position || this.#cellsOf.moment !== from.moment) this.#cells.forget();
    this.#cellsOf = undefined;
    const isStillThere = {
      sql: "SELECT 1 AS found FROM case_index_snapshot WHERE name = 'cases' AND position = ? AND moment = ?",
      parameters: [from.position, from.moment],
    };
    if (!(await this.index.write(moved, isStillThere))) throw new Error('somebody else has moved the case index meanwhile');
    this.#cellsOf = to;
    return judged;
  }

  async *#built(
    fresh: ReadModel,
    to: Snapshot,
    law: ReconciliationLaw,
    judge: Judge,
    progress: CaseProgress,
  ): AsyncGenerator<readonly TableChange[]> {
    const cells = new IndexCells(fresh);
    let cases = 0;
    const judged = judgedCases(new CaseReader(this.views, { asOf: noLimit, knownAt: to.position }).cases(), judge);
    for await (const some of inBatches(judged, writtenAtOnce)) {
      yield await written(some, cells);
      if (cells.changed > keptCells) yield [cells.take()];
      progress((cases += some.length));
    }
    yield [cells.take(), snapshotChange(to, law)];
  }

  async *#moved(
    seeds: readonly string[],
    to: Snapshot,
    law: ReconciliationLaw,
    judge: Judge,
    progress: CaseProgress,
  ): AsyncGenerator<readonly TableChange[]> {
    const cells = this.#cells;
    const reader = new CaseReader(this.views, { asOf: noLimit, knownAt: to.position });
    const done = new Set<string>();
    let [changed, judged]: [Changed[], number] = [[], 0];
    for (const chunk of chunksOf(seeds, readAtOnce)) {
      const found = await reader.holding(chunk.filter((seed) => !done.has(seed)));
      const said = await this.#said(found.flatMap(({ members }) => members.map(placeOf)));
      for (const { key, legs, members } of found) {
        for (const member of members) done.add(member);
        const place = placeOf(key);
        // Cases that a link has joined meanwhile go into the one with the first key.
        for (const other of members.map(placeOf))
          if (other !== place && said.has(other)) changed.push({ place: other, judged: undefined, before: said.get(other) });
        if (legs.length > 0) changed.push({ place, judged: judge(key, legs), before: said.get(place) });
        judged += 1;
      }
      if (changed.length < writtenAtOnce) continue;
      yield await written(changed, cells);
      changed = [];
      progress(judged);
    }
    yield await written(changed, cells);
    yield [cells.take(), snapshotChange(to, law)];
    progress(judged);
  }

  async #said(places: readonly string[]): Promise<ReadonlyMap<string, IndexedCase>> {
    const said = new Map<string, IndexedCase>();
    for (const some of chunksOf(places, 500)) {
      const rows = await this.index.all<IndexRow>(
        `SELECT place, status, month, model, country, scheme, reach, content FROM case_index_row WHERE place IN (${questionMarks(some.length)})`,
        some,
      );
      for (const row of rows) said.set(row.place, caseOfRow(row));
    }
    return said;
  }

  async #placesThatAsked(keys: ReadonlySet<string>): Promise<readonly string[]> {
    if (keys.has(annulmentKey))
      return (await this.index.all<{ place: string }>('SELECT place FROM case_index_row')).map(({ place }) => place);
    const places: string[] = [];
    for (const some of chunksOf(
      [...keys].filter((key) => numberOfKey(key) === undefined),
      500,
    ))
      places.push(
        ...(
          await this.index.all<{ place: string }>(
            `SELECT place FROM case_index_mark WHERE mark IN (${questionMarks(some.length)})`,
            some.map(marks.asked),
          )
        ).map(({ place }) => place),
      );
    for (const number of new Set([...keys].flatMap((key) => numberOfKey(key) ?? [])))
      for await (const place of this.#placesThatAskedOf(number, keys)) places.push(place);
    return places;
  }

  /** Those who have a number mostly asked of some of its periods alone. */
  async *#placesThatAskedOf(number: string, keys: ReadonlySet<string>): AsyncGenerator<string> {
    const sql = `SELECT own.place, own.content FROM case_index_mark word JOIN case_index_row own ON own.place = word.place
      WHERE word.mark = ? AND word.place > ? ORDER BY word.place LIMIT ${String(writtenAtOnce)}`;
    for (const word of [marks.schemeNumber(number), marks.askedOfNumber(number)])
      for (let last: string | undefined = ''; last !== undefined;) {
        const rows: readonly { place: string; content: string }[] = await this.index.all<{ place: string; content: string }>(sql, [
          word,
          last,
        ]);
        for (const { place, content } of rows) if ((JSON.parse(content) as StoredCase).asked.some((key) => keys.has(key))) yield place;
        last = rows.length < writtenAtOnce ? undefined : rows.at(-1)?.place;
      }
  }

  /** Only a new moment has any, once a day: no index of its own, which every case would have to write to. */
  async #placesPast(moment: string): Promise<readonly string[]> {
    return (await this.index.all<{ place: string }>('SELECT place FROM case_index_row WHERE until < ?', [moment])).map(
      ({ place }) => place,
    );
  }
}

type Judge = ReturnType<typeof caseJudge>;

const rulesOf = (law: ReconciliationLaw, moment: string): string => ruleVersion(rulesAt(law, moment));
const snapshotChange = (to: Snapshot, law: ReconciliationLaw): TableChange => ({
  table: indexSnapshotTable,
  put: [{ name: 'cases', ...to, rules: rulesOf(law, to.moment) }],
  remove: [],
});

/** Each is judged as it comes, so that its legs can be let go. */
async function* judgedCases(cases: AsyncIterable<CaseLegs>, judge: Judge): AsyncGenerator<Changed> {
  for await (const { key, legs } of cases) yield { place: placeOf(key), judged: judge(key, legs), before: undefined };
}

/** The rows of changed cases; their cells are changed in memory. */
const written = async (changed: readonly Changed[], cells: IndexCells): Promise<readonly TableChange[]> => {
  const rows: { readonly put: AnyRow[]; readonly remove: AnyRow[] } = { put: [], remove: [] };
  const words: { readonly put: AnyRow[]; readonly remove: AnyRow[] } = { put: [], remove: [] };
  for (const { place, judged, before } of changed) {
    if (before !== undefined) rows.remove.push({ place, ...columnsOf(before) });
    if (judged !== undefined)
      rows.put.push({
        place,
        ...columnsOf(judged.said),
        content: storedCase(judged.said),
        ...(judged.until === undefined ? {} : { until: judged.until }),
      });
    const [was, is] = [before === undefined ? [] : wordsOf(before), judged === undefined ? [] : wordsOf(judged.said)];
    for (const mark of without(was, is)) words.remove.push({ mark, place });
    for (const mark of without(is, was)) words.put.push({ mark, place });
  }
  await cells.change(changed.map(({ before, judged }) => [before, judged?.said] as const));
  return [
    { table: indexRowTable, ...rows },
    { table: indexMarkTable, ...words },
  ];
};

const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
  others.length === 0 ? some : some.filter((one) => !others.includes(one));
