import { type AnyRow, questionMarks, type ReadModel, type TableChange } from '#read-model';
import { indexCellTable } from './case-index.tables';
import { addFigures, type Entry, type Figures, readFigures, storedFigures } from './figures';
import { cellName, cellOf, cellsOf, everyOne, type IndexedCase } from './index-row';

interface CellRow {
  readonly cell: string;
  readonly figures: string;
}

/** Cells read at once. */
const chunk = 500;
const suppliesCell = (value: string): string => cellName({ shape: 'supplies', value, ...everyOne });

/** Cells kept in memory between two moves. */
const keptCells = 4000;

/**
 * The cells of an index while cases change: read when they are touched, written when they are asked for. Those of the last move are mostly
 * those of the next.
 */
export class IndexCells {
  readonly #cells = new Map<string, Figures>();
  readonly #changed = new Set<string>();

  constructor(private readonly index: Pick<ReadModel, 'all'>) {}

  /** How many are to be written. */
  get changed(): number {
    return this.#changed.size;
  }

  /** Takes off what cases said before and adds what they say now. */
  async change(changes: readonly (readonly [before: IndexedCase | undefined, now: IndexedCase | undefined])[]): Promise<void> {
    const deltas = changes.flatMap(([before, now]) => deltasOf(before, now));
    const cells = new Set<string>();
    for (const { cell } of deltas) cells.add(cell);
    await this.#read(cells);
    for (const cell of cells) {
      this.#changed.add(cell);
      if (!this.#cells.has(cell)) this.#cells.set(cell, new Map());
    }
    for (const { cell, figures, times } of deltas) addFigures(this.#cells.get(cell) as Figures, figures, times);
  }

  /** All that changed, to be written. */
  take(): TableChange {
    const put: AnyRow[] = [];
    const remove: AnyRow[] = [];
    for (const cell of this.#changed) {
      const figures = this.#cells.get(cell);
      if (figures === undefined || figures.size === 0) remove.push({ cell });
      else put.push({ cell, ...cellOf(cell), figures: storedFigures(figures) });
    }
    this.#changed.clear();
    if (this.#cells.size > keptCells) this.forget();
    return { table: indexCellTable, put, remove };
  }

  /** Nothing is known of the cells any more: what changed was not written, or somebody else has written. */
  forget(): void {
    this.#cells.clear();
    this.#changed.clear();
  }

  async #read(cells: ReadonlySet<string>): Promise<void> {
    const missing = [...cells].filter((cell) => !this.#cells.has(cell));
    for (let i = 0; i < missing.length; i += chunk) {
      const some = missing.slice(i, i + chunk);
      const rows = await this.index.all<CellRow>(
        `SELECT cell, figures FROM case_index_cell WHERE cell IN (${questionMarks(some.length)})`,
        some,
      );
      for (const { cell, figures } of rows) this.#cells.set(cell, readFigures(figures));
    }
  }
}

interface Delta {
  readonly cell: string;
  readonly figures: readonly Entry[];
  readonly times: 1 | -1;
}

/** What is in the first of two lists of figures alone: a figure with another amount is another one. */
const differing = (own: readonly Entry[], others: readonly Entry[]): readonly Entry[] => {
  if (own.length === 0 || others.length === 0) return own;
  const known = new Map(others);
  return own.filter(([name, amount]) => known.get(name) !== amount);
};

/** Figures that are not the same, of each cell that the case is or was in. */
const deltasOf = (before: IndexedCase | undefined, now: IndexedCase | undefined): readonly Delta[] => {
  if (before === undefined) return now === undefined ? [] : allOf(now, 1);
  return now === undefined ? allOf(before, -1) : changesBetween(before, now);
};

/** What a case that nothing was said of adds, or one that is no more leaves. */
const allOf = (said: IndexedCase, times: 1 | -1): readonly Delta[] => {
  const deltas = supplyDeltas(said.supplies, times);
  for (const cell of cellsOf(said)) deltas.push({ cell, figures: said.figures, times });
  return deltas;
};

const changesBetween = (before: IndexedCase, now: IndexedCase): readonly Delta[] => {
  const [gone, come] = [differing(before.figures, now.figures), differing(now.figures, before.figures)];
  const [were, are] = [cellsOf(before), cellsOf(now)];
  const [left, entered] = [were.filter((cell) => !are.includes(cell)), are.filter((cell) => !were.includes(cell))];
  const stayed = are.filter((cell) => were.includes(cell));
  const deltas: readonly Delta[] = [
    ...left.map((cell): Delta => ({ cell, figures: before.figures, times: -1 })),
    ...entered.map((cell): Delta => ({ cell, figures: now.figures, times: 1 })),
    ...stayed.flatMap((cell): readonly Delta[] => [
      { cell, figures: gone, times: -1 },
      { cell, figures: come, times: 1 },
    ]),
    ...supplyDeltas(differing(before.supplies, now.supplies), -1),
    ...supplyDeltas(differing(now.supplies, before.supplies), 1),
  ];
  return deltas.filter(({ figures }) => figures.length > 0);
};

/** Figures of supplies lie together by what they are of: a return, a scheme number, an account holder. */
const supplyDeltas = (figures: readonly Entry[], times: 1 | -1): Delta[] => {
  const ofCells = new Map<string, Entry[]>();
  for (const figure of figures) {
    const value = ownerOf(figure[0]);
    const known = ofCells.get(value);
    if (known === undefined) ofCells.set(value, [figure]);
    else known.push(figure);
  }
  return [...ofCells].map(([value, own]) => ({ cell: suppliesCell(value), figures: own, times }));
};

/** The second part of a figure's name. */
const ownerOf = (name: string): string => {
  const begin = name.indexOf('\n') + 1;
  const end = name.indexOf('\n', begin);
  return begin === 0 ? '' : end < 0 ? name.slice(begin) : name.slice(begin, end);
};
