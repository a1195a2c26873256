import { consignment, declaration, order, payment } from '../../scenarios/messages';

type Change = Readonly<Record<string, unknown>>;
type Message = Change;
interface Covered {
  readonly order: string;
  readonly ordinal?: number;
  readonly quantity?: number;
  readonly seller?: string;
}

/** Canonical messages of a trade, written down one by one: what an officer would tell to try an indicator. */
export class ToldByHand {
  readonly orders: Message[] = [];
  readonly payments: Message[] = [];
  readonly consignments: Message[] = [];
  readonly declarations: Message[] = [];
  readonly arrivals: (readonly [consignmentNumber: string, arrivedAt: string])[] = [];
  readonly returns: Message[] = [];

  /** An order of one line of goods to France, announced without a number of a scheme. */
  sell(seller: string, orderNumber: string, unitPrice: string, change: Change = {}, line: Change = {}): void {
    this.orders.push(
      order({
        seller,
        orderNumber,
        buyerId: `${seller} ${orderNumber}`,
        schemeNumber: undefined,
        orderedAt: '2026-05-01T10:00:00.000Z',
        lines: [this.line(unitPrice, line)],
        ...change,
      }),
    );
  }

  line(unitPrice: string, change: Change = {}): Message {
    return { sku: 'BOX', description: 'Lunch box', quantity: 1, unitPrice, hsCode: '39241000', ...change };
  }

  pay(seller: string, orderNumber: string, amount: string): void {
    this.payments.push(
      payment({ seller, orderNumber, transactionId: `T-${seller}-${orderNumber}`, acceptedAt: '2026-05-02T10:00:00.000Z', amount }),
    );
  }

  ship(consignmentNumber: string, seller: string, orderNumbers: readonly string[], arrivedAt?: string): void {
    this.consignments.push(
      consignment({
        consignmentNumber,
        orders: orderNumbers.map((orderNumber) => ({ seller, orderNumber })),
        schemeNumber: undefined,
        dispatchedAt: '2026-05-03T10:00:00.000Z',
      }),
    );
    if (arrivedAt !== undefined) this.arrivals.push([consignmentNumber, arrivedAt]);
  }

  /** A declaration of one item without a scheme, H7 unless told. */
  declare(seller: string, lrn: string, goodsValue: string, change: Change = {}, item: Change = {}): void {
    this.declarations.push(
      declaration({
        lrn,
        mrn: `26FR${lrn}`,
        seller,
        consignmentNumber: lrn,
        scheme: undefined,
        schemeNumber: undefined,
        suppliedOn: undefined,
        statedValue: undefined,
        acceptedAt: '2026-05-10T10:00:00.000Z',
        items: [this.item(goodsValue, item)],
        ...change,
      }),
    );
  }

  item(goodsValue: string, { covered, ...change }: Change & { readonly covered?: readonly Covered[] } = {}): Message {
    const covers = (covered ?? []).map(({ order: orderNumber, ordinal = 1, quantity = 1, seller = '' }) => ({
      seller,
      orderNumber,
      ordinal,
      quantity,
    }));
    return {
      seq: 1,
      hsCode: '392410',
      description: 'lunch boxes',
      goodsValue,
      quantity: Math.max(
        1,
        covers.reduce((sum, { quantity }) => sum + quantity, 0),
      ),
      additionalProcedures: ['C07'],
      covers,
      ...change,
    };
  }

  giveBack(reporter: string, returnReference: string, change: Change): void {
    this.returns.push({
      format: 'tidewaiter/return/1',
      reporter,
      returnReference,
      reportedAt: '2026-05-20T10:00:00.000Z',
      ground: 'withdrawn',
      original: {},
      lines: [{ quantity: 1, sku: 'BOX' }],
      ...change,
    });
  }
}

/** So many of something, by number from 1. */
export const each = (count: number, tell: (one: number) => void): void => {
  for (let one = 1; one <= count; one += 1) tell(one);
};
