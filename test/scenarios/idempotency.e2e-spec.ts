import { type Answer, ApiUnderTest } from './api.support';
import { sized } from '../support/size';
import { consignment, payment } from './messages';

/** Each key is sent by every client at once. */
const keys = sized(20, 1000);
const clients = sized(8, 64);

describe('a write under an Idempotency-Key', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await ApiUnderTest.start();
  });
  afterAll(() => api.stop());

  const send = (n: number, change = {}): Promise<Answer> =>
    api.post('vendor:V-IE-1', '/v1/checkout-payments', payment({ transactionId: `T-${String(n)}`, ...change }), {
      'idempotency-key': `key-${String(n)}`,
    });

  it(`has one effect, whoever sends it again: ${String(keys)} keys from ${String(clients)} clients`, async () => {
    const before = await api.events();
    const answers = new Map<number, Answer[]>();
    const client = async (offset: number): Promise<void> => {
      for (let i = 0; i < keys; i += 1) {
        const n = (i + offset) % keys;
        const answer = await send(n);
        answers.set(n, [...(answers.get(n) ?? []), answer]);
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, i) => client(i % 7)));
    expect(await api.events()).toBe(before + keys);
    for (const copies of answers.values()) {
      expect(copies).toHaveLength(clients);
      expect(new Set(copies.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
      expect(copies[0]?.status).toBe(201);
      expect(copies.filter(({ headers }) => headers['idempotency-replayed'] !== 'true')).toHaveLength(1);
    }
  }, 300_000);

  it('refuses another body under a used key, for the same thing and for another, and writes nothing', async () => {
    const before = await api.events();
    for (const change of [{ amount: '9.99' }, { transactionId: 'T-other' }]) {
      const answer = await send(0, change);
      expect(answer.body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED', field: 'Idempotency-Key' });
    }
    expect(await api.events()).toBe(before);
  });

  it('names one request: on another route it is refused, for the same thing and for another, and writes nothing', async () => {
    const key = { 'idempotency-key': 'one-request' };
    const parcel = consignment({ consignmentNumber: 'LX1', orders: [] });
    expect((await api.post('intermediary:C-1', '/v1/consignments', parcel)).status).toBe(201);
    const moment = { arrivedAt: '2026-03-12T08:00:00.000Z' };
    expect((await api.post('intermediary:C-1', '/v1/consignments/C-1/LX1/arrivals', moment, key)).status).toBe(201);
    await again(key);
    await api.ledger.catchUp();
    await api.stop(true);
    api = await ApiUnderTest.start({ directory: api.directory });
    await again(key);
    // What was asked first is still answered.
    const same = await api.post('intermediary:C-1', '/v1/consignments/C-1/LX1/arrivals', moment, key);
    expect([same.status, same.headers['idempotency-replayed']]).toEqual([201, 'true']);
  });

  /** The key of a request to one parcel on other routes: another parcel, another step, another kind of thing. */
  const again = async (key: Readonly<Record<string, string>>): Promise<void> => {
    const before = await api.events();
    const others: readonly (readonly [string, object])[] = [
      ['/v1/consignments/C-1/LX2/arrivals', { arrivedAt: '2026-03-12T08:00:00.000Z' }],
      ['/v1/consignments/C-1/LX1/deliveries', { deliveredAt: '2026-03-13T08:00:00.000Z' }],
      ['/v1/consignments', consignment({ consignmentNumber: 'LX3', orders: [] })],
    ];
    for (const [route, body] of others)
      expect((await api.post('intermediary:C-1', route, body, key)).body).toMatchObject({
        status: 422,
        code: 'IDEMPOTENCY_KEY_REUSED',
        field: 'Idempotency-Key',
      });
    expect(await api.events()).toBe(before);
  };

  it('names one request of whoever sends it: another caller’s is another', async () => {
    const key = { 'idempotency-key': 'one-request' };
    expect(
      (await api.post('operator', '/v1/consignments/C-1/LX1/deliveries', { deliveredAt: '2026-03-13T08:00:00.000Z' }, key)).status,
    ).toBe(201);
  });

  it('remembers keys over a restart', async () => {
    await api.ledger.catchUp();
    const first = await send(0);
    await api.stop(true);
    api = await ApiUnderTest.start({ directory: api.directory });
    const again = await send(0);
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([201, first.text, 'true']);
    expect((await send(0, { transactionId: 'T-other' })).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('leaves a key free that was refused', async () => {
    const refused = await api.post('vendor:V-IE-1', '/v1/checkout-payments', payment({ transactionId: 'T-0', amount: '1.00' }), {
      'idempotency-key': 'free',
    });
    expect(refused.body).toMatchObject({ status: 409, code: 'PAYMENT_ALREADY_RECORDED', field: 'amount' });
    const accepted = await api.post('vendor:V-IE-1', '/v1/checkout-payments', payment({ transactionId: 'T-free' }), {
      'idempotency-key': 'free',
    });
    expect(accepted.status).toBe(201);
  });

  it('gives every collector keys of its own', async () => {
    const other = await api.post('vendor:V-FR-2', '/v1/checkout-payments', payment({ seller: 'V-FR-2', transactionId: 'T-fr' }), {
      'idempotency-key': 'key-0',
    });
    expect([other.status, other.headers['idempotency-replayed']]).toEqual([201, undefined]);
  });

  it('is refused when the resource is not the one that was seen', async () => {
    const refund = {
      psp: 'P-1',
      transactionId: 'T-1',
      refundReference: 'R-1',
      refundedAt: '2026-03-05T10:00:00.000Z',
      amount: '1.00',
      currency: 'EUR',
    };
    const stale = await api.post('operator', '/v1/checkout-payments/refunds', refund, { 'if-match': '"7"' });
    expect(stale.body).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
    expect(stale.headers['etag']).toBe('"0"');
    expect((await api.post('operator', '/v1/checkout-payments/refunds', refund, { 'if-match': '"0"' })).status).toBe(201);
  });
});
