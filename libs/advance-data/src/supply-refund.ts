import { accept, type Decision } from '#event-store';
import { AmountError, formatMoney, moneyOf, parseMoney } from '#money';
import type { ReleaseSupplyRefund, ReserveSupplyRefund, SettleSupplyRefund } from './order.commands';
import type { OrderEvent, SupplyAttributedData, SupplyRefundReservedData } from './order.events';
import { orderRejections, type Refused } from './order.rejections';
import type { OrderKnown } from './order.state';
import { creditPeriod } from './supply-adjustment';
import { differingField } from './differing-field';
import { namesRow } from './supply-refund.state';
import { sharesOfUnits, takenOfRows } from './supply-shares';
import { quantityFault } from './unit-cancellation';

type Rows = SupplyRefundReservedData['rows'];

/**
 * A claim or a later correction takes its part of a supply's tax before anybody decides about it: per rate never more than was attributed,
 * less what corrections took back, less what others hold. So no two channels give the same money back.
 */
export const reserveSupplyRefund = (command: ReserveSupplyRefund, order: OrderKnown): Decision<OrderEvent> => {
  const { claim, channel, lines } = command;
  const known = order.refunds.get(claim);
  if (known !== undefined) {
    const asked = { channel, lines, ...(command.rows === undefined ? {} : { rows: command.rows }) };
    const differing = differingField(asked, {
      channel: known.data.channel,
      lines: known.data.lines,
      ...(command.rows === undefined ? {} : { rows: known.data.rows.map(({ rate, taxable, vat }) => ({ rate, taxable, vat })) }),
    });
    if (differing !== undefined) return orderRejections.refundDiffers(differing);
    return known.status === 'released' ? orderRejections.refundReleased() : accept();
  }
  if (order.supply.kind === 'undecided') return orderRejections.supplyUndecided();
  if (order.supply.kind === 'excluded') return orderRejections.supplyNotCollected();
  const fault = quantityFault(order, lines);
  if (fault !== undefined) return fault;
  const supply = order.supply.data;
  const rows = command.rows === undefined ? rowsOfUnits(order, supply, command) : statedRows(order, supply, command.rows);
  if ('rejected' in rows) return rows;
  return accept({ type: 'SupplyRefundReserved', data: { claim, channel, rows, currency: supply.currency, lines } });
};

const rowsOfUnits = (order: OrderKnown, supply: SupplyAttributedData, { lines }: ReserveSupplyRefund): Rows | Refused => {
  const text = (minor: bigint): string => formatMoney(moneyOf(minor, supply.currency));
  const rows = sharesOfUnits(order, supply, lines).filter(({ taxable, vat }) => taxable > 0n || vat > 0n);
  if (rows.length === 0) return orderRejections.refundOfNothing();
  return rows.map(({ row: { rate, rateCategory }, taxable, vat }) => ({ rate, rateCategory, taxable: text(taxable), vat: text(vat) }));
};

/** What the caller states, against what is left of each rate. */
const statedRows = (order: OrderKnown, supply: SupplyAttributedData, stated: NonNullable<ReserveSupplyRefund['rows']>): Rows | Refused => {
  const taken = takenOfRows(order, supply);
  const rows: Rows[number][] = [];
  for (const [i, { rate, taxable, vat }] of stated.entries()) {
    const named = supply.rows.flatMap((row, at) =>
      namesRow({ rate }, row) ? [{ row, before: taken[at] ?? { taxable: 0n, vat: 0n } }] : [],
    );
    const [only] = named;
    if (only === undefined || named.length > 1 || stated.some((other, at) => at < i && other.rate === rate))
      return orderRejections.rateUnknown(i, rate);
    const amounts = { taxable: minorOf(taxable, supply.currency), vat: minorOf(vat, supply.currency) };
    if (amounts.taxable === undefined || amounts.vat === undefined || (amounts.taxable === 0n && amounts.vat === 0n))
      return orderRejections.refundNotPositive(i);
    for (const part of ['taxable', 'vat'] as const) {
      const left = parseMoney(only.row[part], supply.currency).minor - only.before[part];
      if ((amounts[part] ?? 0n) > left)
        return orderRejections.refundExceedsLeft(`rows[${String(i)}].${part}`, {
          rate,
          asked: part === 'taxable' ? taxable : vat,
          left: formatMoney(moneyOf(left, supply.currency)),
        });
    }
    rows.push({ rate, rateCategory: only.row.rateCategory, taxable, vat });
  }
  return rows.length === 0 ? orderRejections.refundOfNothing() : rows;
};

/** At least zero, with the digits of the currency; undefined for any other text. */
const minorOf = (text: string, currency: string): bigint | undefined => {
  try {
    const { minor } = parseMoney(text, currency);
    return minor < 0n ? undefined : minor;
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
};

export const releaseSupplyRefund = ({ claim, reason }: ReleaseSupplyRefund, order: OrderKnown): Decision<OrderEvent> => {
  const known = order.refunds.get(claim);
  if (known === undefined) return orderRejections.refundNotReserved();
  if (known.status === 'settled') return orderRejections.refundSettled();
  return known.status === 'released' ? accept() : accept({ type: 'SupplyRefundReservationReleased', data: { claim, reason } });
};

/**
 * The correction that a claim was settled by: exactly what it had reserved, in the return of the period of the credit (VAT Directive Art.
 * 369t).
 */
export const settleSupplyRefund = (command: SettleSupplyRefund, order: OrderKnown): Decision<OrderEvent> => {
  const { claim, creditNumber, adjustedAt, ruleId, rules } = command;
  const known = order.refunds.get(claim);
  if (known === undefined || order.supply.kind !== 'attributed') return orderRejections.refundNotReserved();
  if (known.status === 'settled') return accept();
  if (known.status === 'released') return orderRejections.refundReleased();
  if (known.data.channel !== 'correction') return orderRejections.refundOtherChannel(known.data.channel);
  if (order.credits.has(creditNumber)) return orderRejections.creditAlreadyApplied();
  const { data: supply } = order.supply;
  const { scheme, schemeNumber, period: originalPeriod, consumptionCountry, currency } = supply;
  const minus = (text: string): string => formatMoney(moneyOf(-parseMoney(text, currency).minor, currency));
  return accept({
    type: 'SupplyAdjusted',
    data: {
      creditNumber,
      claim,
      scheme,
      schemeNumber,
      originalPeriod,
      adjustedAt,
      consumptionCountry,
      currency,
      ruleId,
      period: creditPeriod(supply, adjustedAt, rules),
      lines: known.data.lines,
      rows: known.data.rows.map(({ rate, rateCategory, taxable, vat }) => ({
        rate,
        rateCategory: rateCategory ?? supply.rows.find((row) => row.rate === rate)?.rateCategory ?? 'standard',
        taxable: minus(taxable),
        vat: minus(vat),
      })),
    },
  });
};
