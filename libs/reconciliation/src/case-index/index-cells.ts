import { type AnyRow, questionMarks, type ReadModel, type TableChange } from '#read-model';
import { indexCellTable } from './case-index.tables';
import { addFigures, type Entry, type Figures, partsOf, readFigures, storedFigures } from './figures';
import { cellName, cellOf, entriesOf, everyOne, type IndexedCase, nothingYet } from './index-row';

interface CellRow {
  readonly cell: string;
  readonly figures: string;
}

/** Cells read at once. */
const chunk = 500;
const suppliesCell = (value: string): string => cellName({ shape: 'supplies', value, ...everyOne });

/** The cells of an index while cases change: read when they are touched, written when they are asked for. */
export class IndexCells {
  readonly #cells = new Map<string, Figures>();

  constructor(private readonly index: Pick<ReadModel, 'all'>) {}

  get size(): number {
    return this.#cells.size;
  }

  /** Takes off what cases said before and adds what they say now. */
  async change(changes: readonly (readonly [before: IndexedCase | undefined, now: IndexedCase | undefined])[]): Promise<void> {
    const deltas = changes.flatMap(([before, now]) => deltasOf(before, now));
    await this.#read(new Set(deltas.map(({ cell }) => cell)));
    for (const { cell, figures, times } of deltas) {
      const sums = this.#cells.get(cell) ?? new Map<string, { amount: bigint; count: number }>();
      this.#cells.set(cell, sums);
      addFigures(sums, figures, times);
    }
  }

  /** All that changed, to be written; they are forgotten here. */
  take(): TableChange {
    const put: AnyRow[] = [];
    const remove: AnyRow[] = [];
    for (const [cell, figures] of this.#cells) {
      if (figures.size === 0) remove.push({ cell });
      else put.push({ cell, ...cellOf(cell), figures: storedFigures(figures) });
    }
    this.#cells.clear();
    return { table: indexCellTable, put, remove };
  }

  async #read(cells: ReadonlySet<string>): Promise<void> {
    const missing = [...cells].filter((cell) => !this.#cells.has(cell));
    for (let i = 0; i < missing.length; i += chunk) {
      const some = missing.slice(i, i + chunk);
      const rows = await this.index.all<CellRow>(`SELECT cell, figures FROM case_index_cell WHERE cell IN (${questionMarks(some.length)})`, some);
      for (const { cell, figures } of rows) this.#cells.set(cell, readFigures(JSON.parse(figures) as (string | number)[]));
    }
  }
}

interface Delta {
  readonly cell: string;
  readonly figures: readonly Entry[];
  readonly times: 1 | -1;
}

/** What is stored of two lists of figures and is in the first alone: name and amount are compared as text. */
const differing = (own: readonly string[], others: readonly string[]): readonly Entry[] => {
  if (others.length === 0) return entriesOf(own);
  const known = new Map<string, string>();
  for (let i = 0; i + 1 < others.length; i += 2) known.set(others[i] ?? '', others[i + 1] ?? '');
  const stored: string[] = [];
  for (let i = 0; i + 1 < own.length; i += 2) {
    const [name = '', amount = ''] = [own[i], own[i + 1]];
    if (known.get(name) !== amount) stored.push(name, amount);
  }
  return entriesOf(stored);
};

/** Figures that are not the same, of each cell that the case is or was in. */
const deltasOf = (before: IndexedCase = nothingYet, now: IndexedCase = nothingYet): readonly Delta[] => {
  const [gone, come] = [differing(before.figures, now.figures), differing(now.figures, before.figures)];
  const [left, entered] = [before.cells.filter((cell) => !now.cells.includes(cell)), now.cells.filter((cell) => !before.cells.includes(cell))];
  const [all, allNow] = [left.length > 0 ? entriesOf(before.figures) : [], entered.length > 0 ? entriesOf(now.figures) : []];
  const stayed = now.cells.filter((cell) => before.cells.includes(cell));
  const deltas: readonly Delta[] = [
    ...left.map((cell): Delta => ({ cell, figures: all, times: -1 })),
    ...entered.map((cell): Delta => ({ cell, figures: allNow, times: 1 })),
    ...stayed.flatMap((cell): readonly Delta[] => [{ cell, figures: gone, times: -1 }, { cell, figures: come, times: 1 }]),
    ...supplyDeltas(differing(before.supplies, now.supplies), -1),
    ...supplyDeltas(differing(now.supplies, before.supplies), 1),
  ];
  return deltas.filter(({ figures }) => figures.length > 0);
};

/** Figures of supplies lie together by what they are of: a return, a scheme number, an account holder. */
const supplyDeltas = (figures: readonly Entry[], times: 1 | -1): readonly Delta[] => figures.map((figure) => ({ cell: suppliesCell(partsOf(figure[0])[1] ?? ''), figures: [figure], times }));
