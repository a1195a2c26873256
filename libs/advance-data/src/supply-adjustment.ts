import { legalDayOf } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { formatMoney, type Money, moneyOf, negate, parseMoney, partialShare, zero } from '#money';
import { discountedLineValues, periodOf, type RuleBook } from '#rules';
import { zoneOfIdentification } from './identification';
import type { AdjustSupply } from './order.commands';
import type { LineQuantity, OrderEvent, SupplyAdjustedData, SupplyAttributedData } from './order.events';
import { orderRejections } from './order.rejections';
import { dispatchedUnits, evolveOrderState, type OrderKnown, type TakenBack } from './order.state';
import { dispatchedGoods, quotableLine } from './supply-attribution';
import { inPieces, quantitiesPerEvent, quantityFault } from './unit-cancellation';

/**
 * A credited return takes back taxable amount and VAT in the period of the credit (VAT Directive Art. 369t; UK: the quarter of the credit note).
 * Freight stays with the supply: only a credit that names it could give it back. A supply that no scheme collects has nothing to correct.
 */
export const adjustSupply = (command: AdjustSupply, order: OrderKnown): Decision<OrderEvent> => {
  if (order.supply.kind === 'undecided') return orderRejections.supplyUndecided();
  const fault = quantityFault(order, command.lines);
  if (fault !== undefined) return fault;
  if (order.supply.kind === 'excluded') return accept();
  const supply = order.supply.data;
  const period = creditPeriod(supply, command.adjustedAt, command.rules);
  const events: OrderEvent[] = [];
  let state = order;
  for (const lines of inPieces(command.lines, quantitiesPerEvent)) {
    const event: OrderEvent = { type: 'SupplyAdjusted', data: adjustment(command, state, supply, period, lines) };
    events.push(event);
    const next = evolveOrderState(state, event);
    if (next.kind === 'order') state = next;
  }
  return accept(...events);
};

const creditPeriod = (supply: SupplyAttributedData, adjustedAt: string, rules: RuleBook): string => {
  const inForce = rules.scheme(supply.scheme, adjustedAt.slice(0, 10))?.value;
  const day = legalDayOf(adjustedAt, zoneOfIdentification(rules, supply.schemeNumber) ?? inForce?.period?.zone ?? 'utc');
  // A scheme that has ended since has no later period; the return's own decider says what may still be corrected.
  return periodOf(rules, supply.scheme, day)?.id ?? supply.period;
};

const adjustment = (command: AdjustSupply, order: OrderKnown, supply: SupplyAttributedData, period: string, lines: readonly LineQuantity[]): SupplyAdjustedData => {
  const totals = lineTotals(order);
  const returned = new Map<number, bigint>();
  const units = new Map(order.returned);
  for (const { ordinal, quantity } of lines) {
    const row = supply.rows.length === 1 ? 0 : supply.rows.findIndex((r) => r.ordinals?.includes(ordinal));
    const before = units.get(ordinal) ?? 0;
    units.set(ordinal, before + quantity);
    returned.set(row, (returned.get(row) ?? 0n) + lineShare(order, totals, ordinal, [before, quantity]).minor);
  }
  const takenBack = order.supply.kind === 'attributed' ? order.supply.takenBack : [];
  return {
    creditNumber: command.creditNumber,
    scheme: supply.scheme,
    schemeNumber: supply.schemeNumber,
    originalPeriod: supply.period,
    period,
    adjustedAt: command.adjustedAt,
    consumptionCountry: supply.consumptionCountry,
    currency: supply.currency,
    lines,
    rows: [...returned].sort(([a], [b]) => a - b).map(([row, taxable]) => correctedRow(supply, row, taxable, takenBack[row] ?? { taxable: 0n, vat: 0n })),
    ruleId: command.ruleId,
  };
};

/** What each goods line came to when the supply was attributed, less its share of the discount and without freight, by ordinal. */
const lineTotals = (order: OrderKnown): ReadonlyMap<number, Money> => {
  const { currency, discount } = order.header;
  const goods = dispatchedGoods(order);
  const totals = discountedLineValues({ currency, discount, lines: goods.map((line) => quotableLine(order, line)) });
  return new Map(goods.map((line, i) => [line.ordinal, totals[i] ?? zero(currency)]));
};

/** What `quantity` more units give back of their line; the last unit settles the whole. */
const lineShare = (order: OrderKnown, totals: ReadonlyMap<number, Money>, ordinal: number, [before, quantity]: readonly [number, number]): Money => {
  const line = order.lines[ordinal - 1];
  const total = totals.get(ordinal);
  if (line === undefined || total === undefined) throw new RangeError(`line ${String(ordinal)} was checked and is gone`);
  const units = BigInt(dispatchedUnits(order, line));
  const given = partialShare(total, BigInt(before), units, zero(total.currency));
  return partialShare(total, BigInt(before + quantity), units, given);
};

/** Never more than is left of the row; VAT in proportion to the taxable amount taken back in all, so that nothing remains when all is back. */
const correctedRow = (supply: SupplyAttributedData, index: number, asked: bigint, taken: TakenBack): SupplyAdjustedData['rows'][number] => {
  const row = supply.rows[index];
  if (row === undefined) throw new RangeError('a line of an attributed supply stands in no rate row');
  const whole = parseMoney(row.taxable, supply.currency);
  const left = whole.minor - taken.taxable;
  const taxable = asked < left ? asked : left;
  const before = moneyOf(taken.vat, supply.currency);
  const vat = whole.minor === 0n ? moneyOf(0n, supply.currency) : partialShare(parseMoney(row.vat, supply.currency), taken.taxable + taxable, whole.minor, before);
  return { rate: row.rate, rateCategory: row.rateCategory, taxable: formatMoney(negate(moneyOf(taxable, supply.currency))), vat: formatMoney(negate(vat)) };
};
