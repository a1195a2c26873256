import { type Money, moneyOf, parseMoney, partialShare, shareOfUnits, zero } from '#money';
import { discountedLineValues } from '#rules';
import type { LineQuantity, SupplyAttributedData } from './order.events';
import { dispatchedUnits, type OrderKnown, type TakenBack } from './order.state';
import { dispatchedGoods, quotableLine } from './supply-attribution';
import { reservedTax, reservedUnits } from './supply-refund.state';

/** What units that come back take of one rate row of their supply, in minor units, both at least zero. */
export interface RowShare extends TakenBack {
  readonly row: SupplyAttributedData['rows'][number];
}

/** What corrections took back and reservations hold of each rate row: one limit for all of them. */
export const takenOfRows = (order: OrderKnown, supply: SupplyAttributedData): readonly TakenBack[] => {
  const takenBack = order.supply.kind === 'attributed' ? order.supply.takenBack : [];
  return supply.rows.map((row, i) => {
    const held = reservedTax(order.refunds, row);
    return { taxable: (takenBack[i]?.taxable ?? 0n) + held.taxable, vat: (takenBack[i]?.vat ?? 0n) + held.vat };
  });
};

/**
 * What the units of these lines give back of the supply's rows: goods without freight, the last unit of a line settling it, and never more
 * than is left of a row. The lines have been checked against the units that are left.
 */
export const sharesOfUnits = (order: OrderKnown, supply: SupplyAttributedData, lines: readonly LineQuantity[]): readonly RowShare[] => {
  const totals = lineTotals(order);
  const asked = new Map<number, bigint>();
  const units = new Map<number, number>();
  for (const { ordinal, quantity } of lines) {
    const row = supply.rows.length === 1 ? 0 : supply.rows.findIndex((r) => r.ordinals?.includes(ordinal));
    const before = units.get(ordinal) ?? (order.returned.get(ordinal) ?? 0) + reservedUnits(order.refunds, ordinal);
    units.set(ordinal, before + quantity);
    asked.set(row, (asked.get(row) ?? 0n) + lineShare(order, totals, ordinal, [before, quantity]).minor);
  }
  const taken = takenOfRows(order, supply);
  return [...asked].sort(([a], [b]) => a - b).map(([row, taxable]) => shareOfRow(supply, row, taxable, taken[row]));
};

/** What each goods line came to when the supply was attributed, less its share of the discount and without freight, by ordinal. */
const lineTotals = (order: OrderKnown): ReadonlyMap<number, Money> => {
  const { currency, discount } = order.header;
  const goods = dispatchedGoods(order);
  const totals = discountedLineValues({ currency, discount, lines: goods.map((line) => quotableLine(order, line)) });
  return new Map(goods.map((line, i) => [line.ordinal, totals[i] ?? zero(currency)]));
};

/** What `quantity` more units give back of their line; the last unit settles the whole. */
const lineShare = (
  order: OrderKnown,
  totals: ReadonlyMap<number, Money>,
  ordinal: number,
  [before, quantity]: readonly [number, number],
): Money => {
  const line = order.lines[ordinal - 1];
  const total = totals.get(ordinal);
  if (line === undefined || total === undefined) throw new RangeError(`line ${String(ordinal)} was checked and is gone`);
  return shareOfUnits(total, BigInt(dispatchedUnits(order, line)), BigInt(before), BigInt(quantity));
};

const between = (least: bigint, value: bigint, most: bigint): bigint => (value < least ? least : value > most ? most : value);

/**
 * Never more than is left of the row; VAT in proportion to the taxable amount taken back in all, so that nothing remains when all is back.
 */
const shareOfRow = (supply: SupplyAttributedData, index: number, asked: bigint, taken: TakenBack | undefined): RowShare => {
  const row = supply.rows[index];
  if (row === undefined || taken === undefined) throw new RangeError('a line of an attributed supply stands in no rate row');
  const [whole, vatOfRow] = [parseMoney(row.taxable, supply.currency), parseMoney(row.vat, supply.currency)];
  const taxable = between(0n, asked, whole.minor - taken.taxable);
  if (whole.minor === 0n) return { row, taxable, vat: 0n };
  // A reduction of the tax alone may have taken more than its proportion already.
  const vat = partialShare(vatOfRow, taken.taxable + taxable, whole.minor, moneyOf(taken.vat, supply.currency)).minor;
  return { row, taxable, vat: between(0n, vat, vatOfRow.minor - taken.vat) };
};
