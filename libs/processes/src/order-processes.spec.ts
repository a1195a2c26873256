import {
  type MessageContext,
  orderDecider,
  orderDispatch,
  type OrderEvent,
  orderEvents,
  orderStream,
  paymentDispatch,
  paymentEvents,
} from '#advance-data';
import { commandIdOfMessage, EventCatalogue, idOf, type Recorded } from '#event-catalogue';
import { effectDeclined, accept, type AnyProcess, CommandRunner, MemoryCheckpoints, MemoryEventStore, ProcessRunner } from '#event-store';
import { rulesEvents, shippedRuleBook } from '#rules';
import { attributeSupply } from './attribute-supply.process';
import { confirmOrderPayment } from './confirm-order-payment.process';

const catalogue = new EventCatalogue([...rulesEvents, ...orderEvents, ...paymentEvents, effectDeclined]);
const context: MessageContext = { installationKey: Buffer.alloc(32, 1), actor: 'vendor' };
const origin = { sha256: 'a'.repeat(64), line: 1 };
const order = (orderNumber: string, more = {}) =>
  orderDispatch(
    {
      seller: 'V-IE-1',
      orderNumber,
      buyerType: 'consumer',
      transactionType: 'B2C',
      deliveryTerms: 'DDP',
      dispatchCountry: 'CN',
      destination: 'DE',
      orderedAt: '2026-01-14T09:30:00.000Z',
      currency: 'EUR',
      schemeNumber: 'IM3720000001',
      lines: [{ sku: '85123A', quantity: 2, unitPrice: '50.00' }],
      ...more,
    },
    context,
    origin,
  );
const payment = (transactionId: string, orderNumber: string, more = {}) =>
  paymentDispatch(
    {
      psp: 'PSP-1',
      transactionId,
      seller: 'V-IE-1',
      orderNumber,
      acceptedAt: '2026-01-15T09:30:00.000Z',
      amount: '119.00',
      currency: 'EUR',
      ...more,
    },
    context,
    origin,
  );

/** A log with the two processes; each settling starts them anew from event 0. */
class Shop {
  readonly store = new MemoryEventStore();
  readonly runner = new CommandRunner(this.store, catalogue, () => '2026-04-01T00:00:00.000Z');

  async settle(): Promise<void> {
    const processes: readonly AnyProcess[] = [confirmOrderPayment(shippedRuleBook()), attributeSupply(shippedRuleBook())];
    await new ProcessRunner(this.store, catalogue, this.runner, new MemoryCheckpoints(), { batch: 3 }).runUntilCaughtUp(processes);
  }

  async events(orderNumber: string): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for await (const stored of this.store.read(orderStream('V-IE-1', orderNumber))) events.push(catalogue.decode(stored));
    return events;
  }
}

describe('the way of an order', () => {
  it.each([
    [
      'order first',
      ['order', 'payment'],
      ['OrderRecorded', 'OrderLinesRecorded', 'OrderPaymentConfirmed', 'SupplyAttributed'],
      'confirm-order-payment-2',
    ],
    [
      'payment first',
      ['payment', 'order'],
      ['OrderPaymentConfirmed', 'OrderRecorded', 'OrderLinesRecorded', 'SupplyAttributed'],
      'attribute-supply',
    ],
  ])('leads to one attribution, %s', async (_, arrivals, types, process) => {
    const shop = new Shop();
    for (const arrival of arrivals) {
      if (arrival === 'order') await shop.runner.run(order('A-1'));
      else await shop.runner.run(payment('T-1', 'A-1'));
      await shop.settle();
    }
    const events = await shop.events('A-1');
    expect(events.map((e) => e.type)).toEqual(types);
    expect(events[3]).toMatchObject({
      data: { period: '2026-01', rows: [{ vat: '19.00' }] },
      metadata: { actor: `process:${process}`, effectiveAt: '2026-01-15T09:30:00.000Z' },
    });
  });

  it('sends the same command whether the processes kept up or came late', async () => {
    const [keepingUp, late] = [new Shop(), new Shop()];
    for (const shop of [keepingUp, late]) {
      await shop.runner.run(order('A-1'));
      if (shop === keepingUp) await shop.settle();
      await shop.runner.run(payment('T-1', 'A-1'));
      await shop.settle();
    }
    const commandIds = async (shop: Shop) => (await shop.events('A-1')).map((e) => [e.type, e.metadata.commandId]);
    expect(await commandIds(late)).toEqual(await commandIds(keepingUp));
  });

  it('of a payment that was confirmed alone, as the ledger once did, leads to its attribution', async () => {
    const shop = new Shop();
    const captured = payment('T-1', 'A-1');
    await shop.runner.run(order('A-1'));
    await shop.runner.run(captured);
    const { command, ...rest } = order('A-1');
    const confirmed = {
      seller: 'V-IE-1',
      orderNumber: 'A-1',
      payment: idOf(captured.stream),
      psp: 'PSP-1',
      transactionId: 'T-1',
      acceptedAt: '2026-01-15T09:30:00.000Z',
      amount: '119.00',
      currency: 'EUR',
    };
    const decider = { ...orderDecider, decide: () => accept<OrderEvent>({ type: 'OrderPaymentConfirmed', data: confirmed }) };
    await shop.runner.run({
      ...rest,
      decider,
      command,
      context: {
        ...rest.context,
        commandId: commandIdOfMessage({ book: '-', issuer: 'PSP-1', kind: 'confirm', reference: 'T-1', version: '1' }),
      },
    });
    await shop.settle();
    expect((await shop.events('A-1')).map((e) => e.type)).toEqual([
      'OrderRecorded',
      'OrderLinesRecorded',
      'OrderPaymentConfirmed',
      'SupplyAttributed',
    ]);
  });

  it('restarted from event 0 adds nothing', async () => {
    const shop = new Shop();
    await shop.runner.run(payment('T-1', 'A-1'));
    await shop.runner.run(payment('T-2', 'A-1', { acceptedAt: '2026-01-16T09:30:00.000Z' }));
    await shop.runner.run(order('A-1'));
    await shop.runner.run(order('A-2', { currency: 'GBP', orderedAt: '2031-01-01T00:00:00.000Z' }));
    await shop.runner.run(payment('T-3', 'A-2', { acceptedAt: '2031-01-02T00:00:00.000Z', currency: 'GBP' }));
    await shop.settle();
    const head = await shop.store.head();
    await shop.settle();
    expect(await shop.store.head()).toBe(head);
    expect((await shop.events('A-1')).filter((e) => e.type === 'SupplyAttributed')).toHaveLength(1);
    // No rate is published for that day: the order waits, the others went on.
    expect((await shop.events('A-2')).map((e) => e.type)).toEqual(['OrderRecorded', 'OrderLinesRecorded', 'OrderPaymentConfirmed']);
  });
});
