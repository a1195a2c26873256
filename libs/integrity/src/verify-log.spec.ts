import { MemoryEventStore, type EventStore } from '#event-store';
import { account, catalogue, delivered, sealStory, whatIn, write, type Story } from './log.examples';
import { digestLog, verifyLog } from './verify-log';

const inMemory = async (...stories: readonly Story[]): Promise<EventStore> => {
  const store = new MemoryEventStore();
  await write(store, stories);
  return store;
};

describe('verification of a sound log', () => {
  it('finds nothing and counts everything', async () => {
    const report = await verifyLog(await inMemory(delivered(1), delivered(2), account()), catalogue);
    expect(report).toMatchObject({
      events: 10,
      streams: 3,
      findings: [],
      findingCount: 0,
      byType: { ChargePosted: 1, ConsignmentAdvised: 2 },
    });
    expect(
      report.trialBalance.map(({ book, currency, account: number, debit, credit }) => [book, currency, number, debit, credit]),
    ).toEqual([
      ['GB', 'GBP', '1100', 4000n, 3000n],
      ['GB', 'GBP', '1101', 0n, 4000n],
      ['GB', 'GBP', '2000', 3000n, 3500n],
      ['GB', 'GBP', '2010', 3500n, 0n],
    ]);
  });

  it('gives digests that do not depend on the order of streams, and that depend on every event', async () => {
    const [one, other, longer] = [
      await inMemory(delivered(1), delivered(2)),
      await inMemory(delivered(2), delivered(1)),
      await inMemory(delivered(1), delivered(2), delivered(3)),
    ];
    const { content, head, events } = await digestLog(one, catalogue);
    expect(await digestLog(other, catalogue)).toMatchObject({ content, head, events });
    expect((await digestLog(longer, catalogue)).content).not.toBe(content);
    expect(await verifyLog(one, catalogue)).toMatchObject({ content, head, events });
  });
});

describe('verification of a log that breaks a law', () => {
  it('names a payment that is applied beyond its amount', async () => {
    const report = await verifyLog(
      await inMemory(account({ pairs: [{ kind: 'return', reference: 'RET-1', taxType: 'A00', beneficiary: 'GB', amount: '36.00' }] })),
      catalogue,
    );
    expect(report.findings).toMatchObject([{ what: 'account', event: 'PaymentAllocated', revision: '3', found: '-100' }]);
  });

  it('names an amount that no entry can be made of', async () => {
    const report = await verifyLog(
      await inMemory(account({ pairs: [{ kind: 'return', reference: 'RET-1', taxType: 'A00', beneficiary: 'GB', amount: '30.000' }] })),
      catalogue,
    );
    expect(whatIn(report)).toEqual(['posting PaymentAllocated 3', 'account PaymentAllocated 3']);
  });

  it('names an event in a stream of another category, and one recorded before its predecessor', async () => {
    const store = new MemoryEventStore();
    const strange = { ...delivered(1), stream: `order-${'A'.repeat(26)}` };
    const backwards = delivered(2);
    await store.append([
      { stream: strange.stream, events: sealStory(strange), expected: 'no_stream' },
      { stream: backwards.stream, events: sealStory(backwards, (i) => `2026-01-31T09:00:0${String(9 - i)}.000Z`), expected: 'no_stream' },
    ]);
    expect(whatIn(await verifyLog(store, catalogue))).toEqual([
      'category ConsignmentAdvised 0',
      'category ConsignmentArrived 1',
      'category ConsignmentDelivered 2',
      'time ConsignmentArrived 1',
      'time ConsignmentDelivered 2',
    ]);
  });
});
