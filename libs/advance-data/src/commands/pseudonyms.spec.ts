import { CsvFormat, NdjsonFormat } from '../import/canonical-formats';
import { ImportBench } from '../import/imports.examples';
import { buyerPseudonym } from './canonical-fields';
import { consignmentDispatch } from './consignment-message';
import { paymentDispatch } from './payment-message';

const key = Buffer.alloc(32, 7);
const context = { installationKey: key, actor: 'operator' };
const origin = { sha256: 'a'.repeat(64), line: 1 };
const payment = {
  psp: 'PSP-1',
  transactionId: 'T-1',
  seller: 'V-IE-1',
  orderNumber: 'A-1',
  acceptedAt: '2026-01-15T09:30:00.000Z',
  amount: '32.17',
  currency: 'EUR',
};
const parcel = {
  carrier: 'C-1',
  consignmentNumber: 'P-1',
  orders: [],
  mode: 'air',
  dispatchCountry: 'CN',
  dispatchedAt: '2026-01-15T09:30:00.000Z',
  packages: 1,
};
const order = {
  seller: 'V-IE-1',
  orderNumber: 'A-1',
  buyerId: 'ann@example.org',
  buyerType: 'consumer',
  transactionType: 'B2C',
  deliveryTerms: 'DDP',
  dispatchCountry: 'CN',
  orderedAt: '2026-01-15T09:30:00.000Z',
  currency: 'EUR',
  lines: [{ sku: 'S', quantity: 1, unitPrice: '1.00' }],
};

describe('whose an order, a payment and a parcel are', () => {
  const bench = new ImportBench();
  afterAll(() => {
    bench.remove();
  });
  it('is one pseudonym in all three, from NDJSON and CSV, and the id itself is nowhere', async () => {
    const buyer = buyerPseudonym(key, 'V-IE-1', 'ann@example.org');
    await bench.import(new NdjsonFormat('orders'), [bench.file('o.ndjson', JSON.stringify(order))]);
    await bench.import(new NdjsonFormat('payments'), [bench.file('p.ndjson', JSON.stringify({ ...payment, buyerId: 'ann@example.org' }))]);
    await bench.import(new CsvFormat('payments'), [
      bench.file(
        'p.csv',
        'psp,transactionId,seller,orderNumber,acceptedAt,amount,currency,buyerId\nPSP-1,T-2,V-IE-1,A-1,2026-01-15T09:30:00.000Z,32.17,EUR,ann@example.org\n',
      ),
    ]);
    await bench.import(new NdjsonFormat('consignments'), [
      bench.file('c.ndjson', JSON.stringify({ ...parcel, recipient: { issuer: 'V-IE-1', id: 'ann@example.org' } })),
    ]);
    await bench.import(new CsvFormat('consignments'), [
      bench.file(
        'c.csv',
        'carrier,consignmentNumber,mode,dispatchCountry,dispatchedAt,packages,recipientIssuer,recipientId\nC-1,P-2,air,CN,2026-01-15T09:30:00.000Z,1,V-IE-1,ann@example.org\n',
      ),
    ]);
    const facts = await bench.facts();
    const told = facts.flatMap(({ type, data }) => {
      const { buyer: of, recipient } = data as { buyer?: string; recipient?: string };
      return of === undefined && recipient === undefined ? [] : [[type, of ?? recipient]];
    });
    expect(told).toEqual([
      ['OrderRecorded', buyer],
      ['CheckoutPaymentCaptured', buyer],
      ['CheckoutPaymentCaptured', buyer],
      ['ConsignmentAdvised', buyer],
      ['ConsignmentAdvised', buyer],
    ]);
    expect(JSON.stringify(facts.map(({ data }) => data))).not.toContain('ann@example.org');
  });
  it('is another one for another issuer', () => {
    const of = (issuer: string): unknown => {
      const { command } = consignmentDispatch({ ...parcel, recipient: { issuer, id: '17850' } }, context, origin);
      return command.type === 'AdviseConsignment' ? command.consignment.recipient : undefined;
    };
    expect(of('V-IE-1')).not.toBe(of('V-FR-2'));
  });
  it('may be left out, and cannot be told as a hash that somebody else made', () => {
    expect(JSON.stringify(paymentDispatch(payment, context, origin).command)).not.toContain('buyer');
    expect(() => paymentDispatch({ ...payment, buyer: 'a'.repeat(64) }, context, origin)).toThrow('buyer');
    expect(() => consignmentDispatch({ ...parcel, recipient: 'a'.repeat(64) }, context, origin)).toThrow('recipient');
    expect(() => consignmentDispatch({ ...parcel, recipient: { issuer: 'V-IE-1' } }, context, origin)).toThrow('recipient.id');
  });
});
