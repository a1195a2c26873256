import { EventCatalogue } from '#event-catalogue';
import type { Rejection } from '#event-store';
import { shippedRuleBook } from '#rules';
import { orderDecider } from './order.decider';
import type {
  AdjustSupply,
  AttributeSupply,
  CancelUnits,
  ConfirmPayment,
  IncomingLine,
  OrderCommand,
  OrderHeader,
  RecordOrder,
} from './order.commands';
import { type OrderEvent, orderEvents } from './order.events';
import type { OrderState } from './order.state';

export const line = (ordinal: number, quantity: number, unitPrice: string, more: Partial<IncomingLine> = {}): IncomingLine => ({
  ordinal,
  sku: `SKU-${String(ordinal)}`,
  quantity,
  unitPrice,
  class: 'goods',
  ...more,
});

/** An order whose destination nobody told. */
export const unaddressed: OrderHeader = {
  seller: 'V-IE-1',
  orderNumber: 'A-1001',
  buyerType: 'consumer',
  transactionType: 'B2C',
  deliveryTerms: 'DDP',
  dispatchCountry: 'CN',
  orderedAt: '2026-01-14T09:30:00.000Z',
  currency: 'EUR',
  schemeNumber: 'IM3720000001',
  freight: '0',
  insurance: '0',
  discount: '0',
  intangibles: '0',
};
export const header: OrderHeader = { ...unaddressed, destination: 'DE' };

export const recordOrder = (lines: readonly IncomingLine[], more: Partial<OrderHeader> = {}): RecordOrder => ({
  type: 'RecordOrder',
  order: { ...header, ...more },
  lines,
});
export const attribute: AttributeSupply = { type: 'AttributeSupply', rules: shippedRuleBook() };
export const confirmPayment = (acceptedAt: string, more: Partial<ConfirmPayment['payment']> = {}): ConfirmPayment => ({
  type: 'ConfirmPayment',
  payment: {
    seller: 'V-IE-1',
    orderNumber: 'A-1001',
    payment: '0'.repeat(26),
    psp: 'PSP-1',
    transactionId: 'T-1',
    acceptedAt,
    amount: '119.00',
    currency: 'EUR',
    ...more,
  },
  rules: attribute.rules,
});
export const cancel = (lines: CancelUnits['lines'], creditNumber = 'C-1'): CancelUnits => ({
  type: 'CancelUnits',
  creditNumber,
  cancelledAt: '2026-01-14T12:00:00.000Z',
  lines,
  ruleId: 'credit-link-1',
});
export const adjust = (lines: AdjustSupply['lines'], creditNumber = 'C-2', adjustedAt = '2026-03-01T12:00:00.000Z'): AdjustSupply => ({
  type: 'AdjustSupply',
  creditNumber,
  adjustedAt,
  lines,
  ruleId: 'credit-link-1',
  rules: attribute.rules,
});

const catalogue = new EventCatalogue(orderEvents);

/** An order's stream by its commands: given those before, what does the next one say? Every event is checked against its shape. */
export class OrderStory {
  state: OrderState = orderDecider.initial;
  readonly events: OrderEvent[] = [];

  /** Runs a command that must be accepted; answers with its events. */
  given(...commands: readonly OrderCommand[]): this {
    for (const command of commands) {
      const rejected = this.when(command).rejected;
      if (rejected !== undefined) throw new Error(`${command.type}: ${rejected.code}`);
    }
    return this;
  }

  when(command: OrderCommand): { readonly events: readonly OrderEvent[]; readonly rejected?: Rejection } {
    const decision = orderDecider.decide(command, this.state);
    if ('rejected' in decision) return { events: [], rejected: decision.rejected };
    for (const { type, data } of decision.accepted) catalogue.encode({ type, data });
    this.events.push(...decision.accepted);
    this.state = decision.accepted.reduce<OrderState>(orderDecider.evolve, this.state);
    return { events: decision.accepted };
  }
}
