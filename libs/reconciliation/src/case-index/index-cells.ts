import { type AnyRow, type ReadModel, type TableChange } from '#read-model';
import { indexCellTable } from './case-index.tables';
import { addFigures, type Figures, isSupplyFigure, partsOf, readFigures, storedFigures } from './figures';
import { amountsOf, cellName, cellOf, type IndexedCase } from './index-row';

interface CellRow {
  readonly cell: string;
  readonly figures: string;
}
type Amounts = ReadonlyMap<string, bigint>;

/** Cells read at once. */
const chunk = 500;
const suppliesCell = (value: string): string => cellName({ shape: 'supplies', value, month: '', model: '', country: '' });

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
      const rows = await this.index.all<CellRow>(`SELECT cell, figures FROM case_index_cell WHERE cell IN (${some.map(() => '?').join(', ')})`, some);
      for (const { cell, figures } of rows) this.#cells.set(cell, readFigures(JSON.parse(figures) as (string | number)[]));
    }
  }
}

interface Delta {
  readonly cell: string;
  readonly figures: readonly (readonly [string, bigint])[];
  readonly times: 1 | -1;
}

/** Figures that are not the same, of each cell that the case is or was in. */
const deltasOf = (before: IndexedCase | undefined, now: IndexedCase | undefined): readonly Delta[] => {
  const [was, is]: readonly [Amounts, Amounts] = [before === undefined ? new Map() : amountsOf(before), now === undefined ? new Map() : amountsOf(now)];
  const [cellsBefore, cellsNow] = [new Set(before?.cells), new Set(now?.cells)];
  const own = (amounts: Amounts): readonly (readonly [string, bigint])[] => [...amounts].filter(([name]) => !isSupplyFigure(name));
  const differing = (amounts: Amounts, others: Amounts): readonly (readonly [string, bigint])[] => [...amounts].filter(([name, amount]) => others.get(name) !== amount);
  const [gone, come] = [differing(was, is), differing(is, was)];
  const deltas: Delta[] = [];
  for (const cell of cellsBefore) deltas.push({ cell, times: -1, figures: cellsNow.has(cell) ? gone.filter(([name]) => !isSupplyFigure(name)) : own(was) });
  for (const cell of cellsNow) deltas.push({ cell, times: 1, figures: cellsBefore.has(cell) ? come.filter(([name]) => !isSupplyFigure(name)) : own(is) });
  return [...deltas.filter(({ figures }) => figures.length > 0), ...supplyDeltas(gone, -1), ...supplyDeltas(come, 1)];
};

/** Figures of supplies lie together by what they are of: a return, a scheme number, an account holder. */
const supplyDeltas = (figures: readonly (readonly [string, bigint])[], times: 1 | -1): readonly Delta[] =>
  figures.flatMap((figure) => (isSupplyFigure(figure[0]) ? [{ cell: suppliesCell(partsOf(figure[0])[1] ?? ''), figures: [figure], times }] : []));
