import { consignmentStream, type ConsignmentAdvisedData } from '#advance-data';
import type { LodgedDeclaration } from '#declarations';
import { Exact, parseMoney, round } from '#money';
import { unitsOf } from '#reconciliation';
import type { RuleBook } from '#rules';
import type { RecordedTrade, StudyWindow } from '../recorded-trade';
import { taxOfStored } from '../tax-sums';
import { Cell, type CellFigures, type ItemFigures } from './cells';
import { disclosed } from './confidentiality';
import { type Dimension, placeOf, untold } from './dimensions';
import { bandOf, type ValueBands } from './value-bands';

/** What is asked for. `least`: cells of fewer parcels are held back (statistical confidentiality). */
export interface StatisticsQuestion {
  readonly by: readonly Dimension[];
  readonly window: StudyWindow;
  /** The one currency in which values are presented too. */
  readonly currency: string;
  readonly bands: ValueBands;
  readonly least?: number;
  /** Stop with StatisticsTooLargeError beyond so many declarations of the window. */
  readonly mostDeclarations?: number;
}
export type StatisticsRow = Readonly<{ key: Readonly<Partial<Record<Dimension, string>>> }> & CellFigures;

export interface TradeStatistics {
  readonly by: readonly Dimension[];
  readonly currency: string;
  readonly rounding: { readonly ruleId: string; readonly mode: 'half-even'; readonly level: 'item' };
  readonly rows: readonly StatisticsRow[];
  /** Of all items, those of suppressed rows included. */
  readonly total: CellFigures;
  readonly suppressed: { readonly rows: number; readonly least: number };
  /** Declarations of the window that are not in the figures, or whose tax is not. */
  readonly invalidated: number;
  readonly notAssessed: number;
}

/** The question makes more rows, or asks about more declarations, than are kept in memory or answered at once. */
export class StatisticsTooLargeError extends Error {
  override readonly name = 'StatisticsTooLargeError';
  constructor(
    readonly of: 'rows' | 'declarations',
    readonly most: number,
  ) {
    super(`more than ${String(most)} ${of}: ask for a shorter time or by less`);
  }
}

/** Most rows of one answer: memory grows with rows, not with items. */
const mostRows = 200_000;

/** Values are presented by the rate at which customs converts on the day of acceptance, each item rounded once, half to even. */
const rounding = { ruleId: 'statistics.presentation', mode: 'half-even', level: 'item' } as const;

/** Item-level trade statistics from the declarations as they stand: every figure is a sum over recorded items. */
export const tradeStatistics = async (
  trade: RecordedTrade,
  book: RuleBook,
  question: StatisticsQuestion,
  progress: (items: number) => void = () => undefined,
): Promise<TradeStatistics> => {
  const { by, window, currency, least = 0, mostDeclarations = Number.POSITIVE_INFINITY } = question;
  const cells = new Map<string, Cell>();
  const total = new Cell();
  const counts = { declarations: 0, items: 0, invalidated: 0, notAssessed: 0 };
  for await (const subject of trade.subjects(window, { kinds: ['declaration'], assessmentLines: true })) {
    if (subject.kind !== 'declaration') continue;
    const { declared } = subject;
    counts.declarations += 1;
    if (counts.declarations > mostDeclarations) throw new StatisticsTooLargeError('declarations', mostDeclarations);
    if (declared.invalidated !== undefined) {
      counts.invalidated += 1;
      continue;
    }
    if (declared.assessment?.kind !== 'assessed') counts.notAssessed += 1;
    await addDeclaration({ trade, book, question, cells, total }, declared);
    counts.items += declared.items.length;
    progress(counts.items);
  }
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
  const { shown, suppressed } = disclosed(sorted, least);
  const { invalidated, notAssessed } = counts;
  return {
    by,
    currency,
    rounding,
    invalidated,
    notAssessed,
    rows: shown.map(([key, cell]) => ({ key: keyOf(by, key), ...cell.figures(currency) })),
    total: total.figures(currency),
    suppressed: { rows: suppressed, least },
  };
};

interface Gathering {
  readonly trade: RecordedTrade;
  readonly book: RuleBook;
  readonly question: StatisticsQuestion;
  readonly cells: Map<string, Cell>;
  readonly total: Cell;
}

/** No dimension holds a control character. */
const separator = '\u0001';
const keyOf = (by: readonly Dimension[], key: string): StatisticsRow['key'] => {
  const parts = key.split(separator);
  return Object.fromEntries(by.map((dimension, i) => [dimension, parts[i] ?? '']));
};

const addDeclaration = async ({ trade, book, question, cells, total }: Gathering, declared: LodgedDeclaration): Promise<void> => {
  const { by, bands, currency } = question;
  const { header, items } = declared;
  const place = {
    header,
    mode: by.includes('mode') ? await modeOf(trade, declared) : untold,
    band: by.includes('band') ? bandOfConsignment(declared, book, bands) : untold,
  };
  const convert = converter(book, header, currency);
  const taxes = taxesByItem(declared);
  const touched = new Set<Cell>([total]);
  for (const item of items) {
    const key = placeOf(by, place, item).join(separator);
    let cell = cells.get(key);
    if (cell === undefined) {
      if (cells.size === mostRows) throw new StatisticsTooLargeError('rows', mostRows);
      cell = new Cell();
      cells.set(key, cell);
    }
    const presented = convert?.(Exact.parse(item.goodsValue));
    const figures: ItemFigures = {
      quantity: item.quantity,
      currency: header.currency,
      value: unitsOf(item.goodsValue),
      taxes: taxes.get(item.seq) ?? [],
      ...(presented === undefined ? {} : { presented: round(presented, currency, rounding.mode).minor }),
      ...(item.grossMass === undefined ? {} : { mass: unitsOf(item.grossMass) }),
    };
    cell.add(figures);
    total.add(figures);
    touched.add(cell);
  }
  for (const cell of touched) cell.parcels += 1;
};

const converter = (
  book: RuleBook,
  { jurisdiction, currency, acceptedOn }: LodgedDeclaration['header'],
  to: string,
): ((amount: Exact) => Exact) | undefined => {
  const conversion = book.conversion(currency, to, book.jurisdiction(jurisdiction)?.value.customsFx ?? 'penultimateWednesday', acceptedOn);
  return 'kind' in conversion ? undefined : conversion.apply;
};

/** How the parcel travelled, as its carrier announced it. */
const modeOf = async (trade: RecordedTrade, { header: { carrier, consignmentNumber } }: LodgedDeclaration): Promise<string> => {
  if (carrier === undefined || consignmentNumber === undefined) return untold;
  return (await trade.first<ConsignmentAdvisedData>(consignmentStream(carrier, consignmentNumber), 'ConsignmentAdvised'))?.mode ?? untold;
};

/** The intrinsic value of the goods: price less discount, without freight and insurance. */
const bandOfConsignment = ({ header, items }: LodgedDeclaration, book: RuleBook, bands: ValueBands): string => {
  const convert = converter(book, header, bands.currency);
  if (convert === undefined) return untold;
  return bandOf(
    bands,
    convert(items.reduce((sum, { goodsValue }) => sum.plus(Exact.parse(goodsValue)), Exact.ZERO).minus(Exact.parse(header.discount))),
  );
};

const taxesByItem = ({ assessment, header }: LodgedDeclaration): ReadonlyMap<number, ItemFigures['taxes'][number][]> => {
  const taxes = new Map<number, ItemFigures['taxes'][number][]>();
  if (assessment?.kind !== 'assessed') return taxes;
  const { currency } = assessment.duty;
  for (const line of assessment.lines) {
    const own = taxes.get(line.seq) ?? [];
    taxes.set(line.seq, own);
    const forgone = line.reliefKind === 'forgone' ? parseMoney(line.relieved, currency, header.acceptedOn).minor : 0n;
    own.push({ taxType: line.taxType, currency, sum: taxOfStored(line, forgone, currency, header.acceptedOn) });
  }
  return taxes;
};
