import type { RuleBook } from '#rules';
import type {
  CreditRecordedData,
  LineQuantity,
  OrderLine,
  OrderPaymentConfirmedData,
  OrderRecordedData,
  SupplyRefundReservedData,
} from './order.events';

/** A line on its way in: what is stored, and the file it was read from. */
export type IncomingLine = OrderLine & { readonly sourceFile?: string };

/** The value of the goods lines and the number of lines are counted by the decider, never taken on trust. */
export type OrderHeader = Omit<OrderRecordedData, 'goods' | 'lineCount'>;
/** A credit note without what the decider counts. */
export type CreditHeader = Omit<CreditRecordedData, 'lineCount'>;

/** A seller announces an order. At most 2,000 lines, ordinals 1, 2, 3... in order. */
export interface RecordOrder {
  readonly type: 'RecordOrder';
  readonly order: OrderHeader;
  readonly lines: readonly IncomingLine[];
}
/** A seller announces a credit note, under its own number in its own stream. */
export interface RecordCredit {
  readonly type: 'RecordCredit';
  readonly credit: CreditHeader;
  readonly lines: readonly IncomingLine[];
}
/**
 * A captured checkout payment names the order, which may not be known yet; where it is, the payment decides who collects the tax. `rules`
 * is reference data: an immutable rule book whose tables the event pins by hash.
 */
export interface ConfirmPayment {
  readonly type: 'ConfirmPayment';
  readonly payment: OrderPaymentConfirmedData;
  readonly rules: RuleBook;
}
/** Decide who collects the tax of an order that its payment could not decide: it was recorded later, or a rule was published later. */
export interface AttributeSupply {
  readonly type: 'AttributeSupply';
  readonly rules: RuleBook;
}
/** Units leave the order before dispatch; a credit linked to it by a rule is the usual reason. */
export interface CancelUnits {
  readonly type: 'CancelUnits';
  readonly creditNumber?: string;
  readonly cancelledAt: string;
  readonly lines: readonly LineQuantity[];
  readonly ruleId: string;
}
/** A return reduces the tax of an attributed supply, in the period in which it is credited. */
export interface AdjustSupply {
  readonly type: 'AdjustSupply';
  readonly creditNumber: string;
  readonly adjustedAt: string;
  readonly lines: readonly LineQuantity[];
  readonly ruleId: string;
  readonly rules: RuleBook;
}

/**
 * A claim or a later correction takes its part of the tax. `rows` are not signed, in the supply's currency, one per rate; absent: what the
 * units of `lines` come to. `lines` may be empty where `rows` are stated (a reduction of the price). `claim` is the id of the claim.
 */
export interface ReserveSupplyRefund {
  readonly type: 'ReserveSupplyRefund';
  readonly claim: string;
  readonly channel: SupplyRefundReservedData['channel'];
  readonly lines: readonly LineQuantity[];
  readonly rows?: readonly { readonly rate: string; readonly taxable: string; readonly vat: string }[];
}
/** The claim was rejected or withdrawn. */
export interface ReleaseSupplyRefund {
  readonly type: 'ReleaseSupplyRefund';
  readonly claim: string;
  readonly reason: string;
}
/** The claim is settled by a correction in the return of the period of `adjustedAt`; for claims of the channel `correction` only. */
export interface SettleSupplyRefund {
  readonly type: 'SettleSupplyRefund';
  readonly claim: string;
  readonly creditNumber: string;
  readonly adjustedAt: string;
  readonly ruleId: string;
  readonly rules: RuleBook;
}

/** What may be asked of an order's stream. */
export type OrderCommand =
  | RecordOrder
  | RecordCredit
  | ConfirmPayment
  | AttributeSupply
  | CancelUnits
  | AdjustSupply
  | ReserveSupplyRefund
  | ReleaseSupplyRefund
  | SettleSupplyRefund;
