import { parseMoney } from '#money';
import type {
  CreditRecordedData,
  LineQuantity,
  OrderEvent,
  OrderLine,
  OrderPaymentConfirmedData,
  OrderRecordedData,
  SupplyAttributedData,
  SupplyExcludedData,
} from './order.events';
import { noRefunds, reservedUnits, type SupplyRefunds, withRefund, withStatus } from './supply-refund.state';

/** Tax that corrections took back so far from one rate row of the attribution, in minor units, both at least zero. */
export interface TakenBack {
  readonly taxable: bigint;
  readonly vat: bigint;
}

/** Who collects the tax of a supply; decided once, at the captured payment. */
export type SupplyState =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'excluded'; readonly data: SupplyExcludedData }
  | {
      readonly kind: 'attributed';
      readonly data: SupplyAttributedData;
      /** In the order of the rows. */ readonly takenBack: readonly TakenBack[];
    };

/** An order with all that happened to it. Units are whole numbers, by ordinal of the line. */
export interface OrderKnown {
  readonly kind: 'order';
  readonly header: OrderRecordedData;
  readonly lines: readonly OrderLine[];
  readonly payments: readonly OrderPaymentConfirmedData[];
  /** Units by ordinal. */
  readonly cancelled: ReadonlyMap<number, number>;
  readonly returned: ReadonlyMap<number, number>;
  /** Credits whose effect this order has already carried. */
  readonly credits: ReadonlySet<string>;
  readonly supply: SupplyState;
  /** Parts of the supply's tax that claims and corrections hold or held. */
  readonly refunds: SupplyRefunds;
}

/**
 * An order's stream. `awaited`: a payment named the order before the order itself arrived. `credit`: the stream belongs to a credit note,
 * which is a fact of its own under its own number.
 */
export type OrderState =
  | { readonly kind: 'none' }
  | { readonly kind: 'awaited'; readonly payments: readonly OrderPaymentConfirmedData[] }
  | OrderKnown
  | { readonly kind: 'credit'; readonly header: CreditRecordedData; readonly lines: readonly OrderLine[] };

export const initialOrder: OrderState = { kind: 'none' };

/** Units of a line that are neither cancelled nor returned nor claimed for. */
export const remainingUnits = (order: OrderKnown, line: OrderLine): number =>
  dispatchedUnits(order, line) - (order.returned.get(line.ordinal) ?? 0) - reservedUnits(order.refunds, line.ordinal);

/** Units of a line that went into the parcel: sold less cancelled before dispatch. */
export const dispatchedUnits = (order: OrderKnown, line: OrderLine): number => line.quantity - (order.cancelled.get(line.ordinal) ?? 0);

/** Shared by all orders: thousands are kept in memory, and few are ever cancelled or returned. */
const noUnits: ReadonlyMap<number, number> = new Map();
const noCredits: ReadonlySet<string> = new Set();

const plusUnits = (units: ReadonlyMap<number, number>, lines: readonly LineQuantity[]): ReadonlyMap<number, number> => {
  const sum = new Map(units);
  for (const { ordinal, quantity } of lines) sum.set(ordinal, (sum.get(ordinal) ?? 0) + quantity);
  return sum;
};

const plusCredit = (credits: ReadonlySet<string>, creditNumber: string | undefined): ReadonlySet<string> =>
  creditNumber === undefined ? credits : new Set([...credits, creditNumber]);

type SupplyAdjusted = Extract<OrderEvent, { readonly type: 'SupplyAdjusted' }>['data'];

const adjusted = (supply: SupplyState, { rows, currency }: SupplyAdjusted): SupplyState => {
  if (supply.kind !== 'attributed') return supply;
  const takenBack = supply.takenBack.map((taken, i) => {
    const own = supply.data.rows[i];
    const row = rows.find((r) => r.rate === own?.rate && r.rateCategory === own.rateCategory);
    if (row === undefined) return taken;
    return { taxable: taken.taxable - parseMoney(row.taxable, currency).minor, vat: taken.vat - parseMoney(row.vat, currency).minor };
  });
  return { ...supply, takenBack };
};

/** What an event does to an order that is known. */
const evolveOrder = (state: OrderKnown, event: OrderEvent): OrderState => {
  switch (event.type) {
    case 'OrderLinesRecorded':
      return { ...state, lines: [...state.lines, ...event.data.lines] };
    case 'OrderPaymentConfirmed':
      return { ...state, payments: [...state.payments, event.data] };
    case 'OrderCancelled':
      return {
        ...state,
        cancelled: plusUnits(state.cancelled, event.data.lines),
        credits: plusCredit(state.credits, event.data.creditNumber),
      };
    case 'SupplyAttributed':
      return {
        ...state,
        supply: { kind: 'attributed', data: event.data, takenBack: event.data.rows.map(() => ({ taxable: 0n, vat: 0n })) },
      };
    case 'SupplyExcluded':
      return { ...state, supply: { kind: 'excluded', data: event.data } };
    case 'SupplyAdjusted':
      return {
        ...state,
        returned: plusUnits(state.returned, event.data.lines),
        credits: plusCredit(state.credits, event.data.creditNumber),
        supply: adjusted(state.supply, event.data),
        refunds: event.data.claim === undefined ? state.refunds : withStatus(state.refunds, event.data.claim, 'settled'),
      };
    case 'SupplyRefundReserved':
      return { ...state, refunds: withRefund(state.refunds, event.data.claim, { data: event.data, status: 'reserved' }) };
    case 'SupplyRefundReservationReleased':
      return { ...state, refunds: withStatus(state.refunds, event.data.claim, 'released') };
    default:
      return state;
  }
};

/** The order's stream after one more event. */
export const evolveOrderState = (state: OrderState, event: OrderEvent): OrderState => {
  switch (event.type) {
    case 'OrderRecorded':
      return {
        kind: 'order',
        header: event.data,
        lines: [],
        payments: state.kind === 'awaited' ? state.payments : [],
        cancelled: noUnits,
        returned: noUnits,
        credits: noCredits,
        supply: { kind: 'undecided' },
        refunds: noRefunds,
      };
    case 'CreditRecorded':
      return { kind: 'credit', header: event.data, lines: [] };
    case 'OrderPaymentConfirmed':
      if (state.kind === 'none') return { kind: 'awaited', payments: [event.data] };
      if (state.kind === 'awaited') return { kind: 'awaited', payments: [...state.payments, event.data] };
      break;
    case 'OrderLinesRecorded':
      if (state.kind === 'credit') return { ...state, lines: [...state.lines, ...event.data.lines] };
      break;
    case 'OrderCancelled':
    case 'SupplyAttributed':
    case 'SupplyExcluded':
    case 'SupplyAdjusted':
    case 'SupplyRefundReserved':
    case 'SupplyRefundReservationReleased':
      break;
  }
  return state.kind === 'order' ? evolveOrder(state, event) : state;
};
