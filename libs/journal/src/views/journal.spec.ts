import fc from 'fast-check';
import { type Metadata } from '#event-catalogue';
import { positionOf } from '#event-store';
import { SqliteReadModel, type LoggedEvent } from '#read-model';
import { BalanceSheet } from '../balances';
import { post } from '../post';
import { JournalQueries } from './journal-queries';
import { journalProjection } from './journal.projection';

const id = (letter: string): string => letter.repeat(26);
const hash = 'a'.repeat(64);
const at = (book: string, day: string): Metadata => ({
  v: '1',
  schemaVersion: '1',
  commandId: 'c',
  index: '0',
  actor: 'test',
  book,
  recordedAt: '2026-02-01T00:00:00.000Z',
  effectiveAt: `${day}T09:00:00.000Z`,
  prev: hash,
  hash,
});

const kinds = [
  (amount: string) => ({
    type: 'ReceiptRecorded',
    stream: `receipt-${id('R')}`,
    data: { bankAccount: 'BANK', entryReference: 'E1', amount, currency: 'GBP' },
  }),
  (amount: string) => ({
    type: 'PaymentReceived',
    stream: `accountPeriod-${id('P')}`,
    data: { account: id('A'), holder: 'R-1', receipt: id('R'), amount, currency: 'GBP' },
  }),
  (amount: string) => ({
    type: 'ChargePosted',
    stream: `accountPeriod-${id('P')}`,
    data: {
      account: id('A'),
      holder: 'R-1',
      charge: id('C'),
      subject: id('D'),
      reference: 'M',
      currency: 'EUR',
      lines: [{ taxType: 'A00', beneficiary: 'FR', amount }],
    },
  }),
  (amount: string) => ({
    type: 'SupplyAttributed',
    stream: `order-${id('S')}`,
    data: {
      scheme: 'UK-SUPPLY',
      schemeNumber: 'GB123456789',
      period: '2026-Q1',
      consumptionCountry: 'GB',
      currency: 'GBP',
      rows: [{ vat: amount }, { vat: '-0.01' }],
    },
  }),
  () => ({ type: 'OrderRecorded', stream: `order-${id('S')}`, data: {} }),
];
const logs = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      cents: fc.integer({ min: 0, max: 99 }),
      book: fc.constantFrom('GB', 'EU-FR'),
      day: fc.constantFrom('2026-01-10', '2026-01-20', '2026-01-30'),
    }),
    { maxLength: 40 },
  )
  .map((drafts) =>
    drafts.map(({ kind, cents, book, day }, i): LoggedEvent => ({
      ...kind(`900719925474099${String(i % 10)}.${String(cents).padStart(2, '0')}`),
      revision: BigInt(i),
      metadata: at(book, day),
      position: positionOf(i + 1),
    })),
  );

const built = async (events: readonly LoggedEvent[], batch: number): Promise<{ views: SqliteReadModel; journal: JournalQueries }> => {
  const views = SqliteReadModel.openScratch(':memory:', [journalProjection]);
  for (let from = 0; from < events.length; from += batch) {
    const stretch = events.slice(from, from + batch);
    expect(
      await views.apply([{ projection: journalProjection, events: stretch, through: stretch.at(-1)?.position ?? positionOf(0) }]),
    ).toEqual([]);
  }
  return { views, journal: new JournalQueries(views) };
};

/** What the events mean, added up without any table. */
const expected = (
  events: readonly LoggedEvent[],
  keys: readonly ('book' | 'account' | 'currency' | 'party' | 'receipt')[],
): readonly unknown[] => {
  const sheet = new BalanceSheet(keys);
  for (const { book, lines } of events.flatMap((event) => post(event))) for (const line of lines) sheet.add(line, book);
  return sheet.rows();
};

describe('the journal', () => {
  it('holds every entry, whatever the batches, and balances by any key; sums may outgrow 64 bits', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 7 }), async (events, batch) => {
        const { views, journal } = await built(events, batch);
        expect(await journal.balances({ by: ['book', 'account', 'currency', 'party'] })).toEqual(
          expected(events, ['book', 'account', 'currency', 'party']),
        );
        expect(await journal.balances({ by: ['account', 'receipt'] })).toEqual(expected(events, ['account', 'receipt']));
        expect(await journal.balances({ by: ['book'], only: { account: '1000' } })).toEqual(
          await journal.balances({ by: ['book'], only: { account: '1000' }, knownAt: positionOf(1000) }),
        );
        const whole = await built(events, 1000);
        expect(await whole.views.contents()).toEqual(await views.contents());
        for (const { debit, credit } of await journal.trialBalance()) expect(debit).toBe(credit);
        expect(await journal.breaches()).toEqual([]);
        await views.close();
        await whole.views.close();
      }),
      { numRuns: 30 },
    );
  });

  it('answers as of an effective moment and as known at a position', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(40), async (events, known) => {
        const { views, journal } = await built(events, 10);
        const asOf = '2026-01-20T09:00:00.000Z';
        const by = ['book', 'account', 'currency'] as const;
        expect(await journal.balances({ by, asOf })).toEqual(
          expected(
            events.filter(({ metadata }) => metadata.effectiveAt <= asOf),
            by,
          ),
        );
        expect(await journal.balances({ by, knownAt: positionOf(known) })).toEqual(
          expected(
            events.filter(({ position }) => position <= positionOf(known)),
            by,
          ),
        );
        await views.close();
      }),
      { numRuns: 30 },
    );
  });

  it('is listed in log order, page by page, without a gap or a repetition', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 5 }), async (events, limit) => {
        const { views, journal } = await built(events, 10);
        const listed: unknown[] = [];
        let page = await journal.entries({ limit });
        for (;;) {
          listed.push(...page.entries);
          if (page.next === undefined) break;
          page = await journal.entries({ limit, after: page.next });
        }
        expect(listed).toMatchObject(
          events.flatMap((event) =>
            post(event).map((entry) => ({ ...entry, stream: event.stream, revision: event.revision.toString(), event: event.type })),
          ),
        );
        const read: unknown[] = [];
        for await (const entry of journal.read()) read.push(entry);
        expect(read).toEqual(listed);
        await views.close();
      }),
      { numRuns: 30 },
    );
  });

  it('shows a law broken behind its back', async () => {
    const event: LoggedEvent = {
      ...(kinds[0]?.('10.00') ?? { type: '', stream: '', data: {} }),
      revision: 0n,
      metadata: at('GB', '2026-01-10'),
      position: positionOf(1),
    };
    const { views, journal } = await built([event], 1);
    const [entry] = (await journal.entries({ book: 'GB' })).entries;
    expect(entry?.lines.map(({ account, debit, credit }) => [account, debit, credit])).toEqual([
      ['1000', 1000n, 0n],
      ['2010', 0n, 1000n],
    ]);
    await views.all("UPDATE journal_balances SET debit = '1001' WHERE account = '1000' RETURNING 1");
    expect(await journal.breaches()).toEqual([
      { law: 'I2', at: 'GB', currency: 'GBP', by: 1n },
      { law: 'I3', at: 'GB 1000', currency: 'GBP', by: 1n },
    ]);
    await views.close();
  });
});
