import { consignment, declaration, order, parcels, payment } from '../../../scenarios/messages';
import type { Random } from '../random';
import type { Acknowledged, Client, Step } from './client';

const vendor = 'vendor:V-IE-1';
const carrier = 'intermediary:C-1';
const holders = ['R-1', 'R-2', 'R-3', 'R-4'] as const;
type Holder = (typeof holders)[number];

/** Who collects, their numbers, and the accounts on which they are charged; gives the accounts by their holder. */
export const beginTrade = async (client: Client): Promise<ReadonlyMap<Holder, Acknowledged>> => {
  const registered = { establishedIn: 'IE', registeredOn: '2026-01-01' };
  const write = async (who: string, url: string, body: Step['body']): Promise<Acknowledged> => {
    const written = await client.write({ who, url, body });
    if (written === undefined) throw new Error(`the trade could not begin: ${url}`);
    return written;
  };
  await write('operator', '/v1/collectors', { collector: 'V-IE-1', name: 'A vendor', roles: ['vendor'], ...registered });
  await write('officer', '/v1/collectors/V-IE-1/scheme-numbers', {
    scheme: 'EU-IOSS',
    schemeNumber: 'IM3720000014',
    authority: 'EU-IE',
    validFrom: '2026-03-01',
  });
  const accounts = new Map<Holder, Acknowledged>();
  for (const holder of holders) {
    await write('operator', '/v1/collectors', { collector: holder, name: 'A representative', roles: ['representative'], ...registered });
    accounts.set(
      holder,
      await write('officer', '/v1/accounts', {
        authority: 'EU-FR',
        holder,
        kind: 'deferment',
        currency: 'EUR',
        cycle: 'EU-SIXTEENTH',
        openedOn: '2026-03-01',
      }),
    );
  }
  return accounts;
};

/** One parcel as it is sold, paid, sent, declared and delivered: everything that is written of it, in order. */
interface Parcel {
  readonly before: readonly Step[];
  readonly declared: Step;
  readonly amended: Step | undefined;
  readonly after: readonly Step[];
}

const parcelOf = (n: number, holder: Holder, random: Random): Parcel => {
  const atBorder = random.below(3) > 0;
  const { order: sold, payment: paid, consignment: sent, declaration: lodged } = atBorder ? parcels.border : parcels.ioss;
  const [orderNumber, consignmentNumber] = [`O-${String(n)}`, `LX${String(n).padStart(9, '0')}CN`];
  const ordered = order({ ...sold, orderNumber });
  const taken = payment({ ...paid, transactionId: `T-${String(n)}`, orderNumber });
  const parcel = `/v1/consignments/C-1/${consignmentNumber}`;
  const covers = [{ ...lodged.items[0]?.covers[0], orderNumber }];
  const body = declaration({
    ...lodged,
    lrn: `L-${String(n)}`,
    mrn: `26FR${String(n).padStart(14, '0')}`,
    consignmentNumber,
    declarant: holder,
    debtor: holder,
    accountHolder: holder,
    items: [{ ...lodged.items[0], covers }],
  });
  const who = `intermediary:${holder}`;
  const amendment = {
    ...body,
    format: 'tidewaiter/amendment/1',
    amendedAt: '2026-03-12T10:00:00.000Z',
    reason: 'value',
    requestedBy: holder,
    items: [{ ...lodged.items[0], covers, goodsValue: '400.00' }],
  };
  const refund = {
    psp: 'P-1',
    transactionId: `T-${String(n)}`,
    refundReference: `F-${String(n)}`,
    refundedAt: '2026-03-15T10:00:00.000Z',
    amount: '1.00',
    currency: 'EUR',
  };
  return {
    before: [
      { who: vendor, url: '/v1/orders', body: ordered, other: { buyerId: 'another' } },
      { who: vendor, url: '/v1/checkout-payments', body: taken, other: { amount: '9.99' } },
      {
        who: carrier,
        url: '/v1/consignments',
        body: consignment({ ...sent, consignmentNumber, orders: [{ seller: 'V-IE-1', orderNumber }] }),
        other: { packages: 2 },
      },
      {
        who: carrier,
        url: `${parcel}/arrivals`,
        body: { arrivedAt: '2026-03-10T08:00:00.000Z' },
        other: { arrivedAt: '2026-03-10T09:00:00.000Z' },
      },
    ],
    declared: { who, url: '/v1/declarations', body, other: { mrn: `26FR9${String(n).padStart(13, '0')}` } },
    amended: atBorder && random.below(8) === 0 ? { who, url: '/v1/declarations', body: amendment } : undefined,
    after: [
      { who: carrier, url: `${parcel}/deliveries`, body: { deliveredAt: '2026-03-12T08:00:00.000Z' } },
      ...(random.below(5) === 0
        ? [{ who: 'operator', url: '/v1/checkout-payments/refunds', body: refund, other: { amount: '2.00' } }]
        : []),
    ],
  };
};

/** Money from a representative: on its way to the account, or in an entry of the bank that a cashier finds the account of. */
const pays = async (client: Client, n: number, account: string, random: Random): Promise<void> => {
  const amount = `${String(random.between(10, 200))}.00`;
  const booked = { currency: 'EUR', bookedOn: '2026-03-14', valueOn: '2026-03-14' };
  if (random.below(2) === 0) {
    const card = {
      means: 'card',
      provider: 'P-1',
      paymentReference: `CARD-${String(n)}`,
      amount,
      ...booked,
      postedOn: '2026-03-14',
      final: false,
    };
    await client.write({ who: 'cashier', url: `/v1/accounts/${account}/payments`, body: card, refusals: ['PERIOD_CLOSED'] });
    return;
  }
  const entry = {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference: `E-${String(n)}`,
    amount,
    ...booked,
    remittance: 'WHAT WE OWE',
  };
  const receipt = await client.write({ who: 'cashier', url: '/v1/receipts', body: entry, other: { amount: '1.00' } });
  if (receipt !== undefined)
    await client.write({ who: 'cashier', url: `/v1/receipts/${receipt.answer.id}/identifications`, body: { account } });
};

export interface Trade {
  readonly client: Client;
  readonly random: Random;
  readonly accounts: ReadonlyMap<Holder, Acknowledged>;
  /** Numbers of parcels, each given once. */
  readonly next: () => number;
  readonly pause: () => Promise<void>;
  readonly isOver: () => boolean;
}

/** Trades parcel by parcel until it is over; a parcel that was begun is told to its end. */
export const trade = async ({ client, random, accounts, next, pause, isOver }: Trade): Promise<void> => {
  while (!isOver()) {
    const n = next();
    const holder = holders[random.below(holders.length)] ?? 'R-1';
    const { before, declared, amended, after } = parcelOf(n, holder, random);
    const write = async (step: Step): Promise<Acknowledged | undefined> => {
      await pause();
      return client.write(step);
    };
    let sold: Acknowledged | undefined;
    for (const step of before) sold = (await write(step)) ?? sold;
    const lodged = await write(declared);
    if (amended !== undefined && lodged !== undefined) await write({ ...amended, url: `/v1/declarations/${lodged.answer.id}/amendments` });
    for (const step of after) await write(step);
    if (random.below(4) === 0) await pays(client, n, accounts.get(holder)?.answer.id ?? '', random);
    if (lodged !== undefined && random.below(4) === 0)
      await client.read('officer', `/v1/cases?term=O-${String(n)}`, 'cases', lodged.position);
  }
};
