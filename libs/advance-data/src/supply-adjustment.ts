import { legalDayOf } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { formatMoney, moneyOf } from '#money';
import { periodOf, type RuleBook } from '#rules';
import { zoneOfIdentification } from './identification';
import type { AdjustSupply } from './order.commands';
import type { LineQuantity, OrderEvent, SupplyAdjustedData, SupplyAttributedData } from './order.events';
import { orderRejections } from './order.rejections';
import { evolveOrderState, type OrderKnown } from './order.state';
import { sharesOfUnits } from './supply-shares';
import { inPieces, quantitiesPerEvent, quantityFault } from './unit-cancellation';

/**
 * A credited return takes back taxable amount and VAT in the period of the credit (VAT Directive Art. 369t; UK: the quarter of the credit
 * note). Freight stays with the supply: only a credit that names it could give it back. A supply that no scheme collects has nothing to
 * correct.
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

/** The period whose return carries a credit of that moment. */
export const creditPeriod = (supply: SupplyAttributedData, adjustedAt: string, rules: RuleBook): string => {
  const inForce = rules.scheme(supply.scheme, adjustedAt.slice(0, 10))?.value;
  const day = legalDayOf(adjustedAt, zoneOfIdentification(rules, supply.schemeNumber) ?? inForce?.period?.zone ?? 'utc');
  // A scheme that has ended since has no later period; the return's own decider says what may still be corrected.
  return periodOf(rules, supply.scheme, day)?.id ?? supply.period;
};

const adjustment = (
  command: AdjustSupply,
  order: OrderKnown,
  supply: SupplyAttributedData,
  period: string,
  lines: readonly LineQuantity[],
): SupplyAdjustedData => {
  const { creditNumber, adjustedAt, ruleId } = command;
  const { scheme, schemeNumber, period: originalPeriod, consumptionCountry, currency } = supply;
  const minus = (minor: bigint): string => formatMoney(moneyOf(-minor, currency));
  return {
    creditNumber,
    scheme,
    schemeNumber,
    originalPeriod,
    period,
    adjustedAt,
    consumptionCountry,
    currency,
    lines,
    ruleId,
    rows: sharesOfUnits(order, supply, lines).map(({ row: { rate, rateCategory }, taxable, vat }) => ({
      rate,
      rateCategory,
      taxable: minus(taxable),
      vat: minus(vat),
    })),
  };
};
