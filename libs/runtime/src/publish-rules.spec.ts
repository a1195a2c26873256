import { CommandRunner, MemoryEventStore } from '#event-store';
import { evolveRuleBook, readRuleTable, shippedRuleBook, type RulesEvent } from '#rules';
import { ledgerCatalogue } from './ledger-catalogue';
import { publishRules } from './publish-rules';

const origin = { source: 'a test', publishedAt: '2026-01-01', from: '2026-01-01' };
const ecb = async (rate: string, source = 'a test'): Promise<readonly RulesEvent[]> =>
  (await readRuleTable('ecb', `Date,USD,GBP,\n2026-01-02,1.1684,${rate},\n2025-12-31,1.17,0.86,\n`, { ...origin, source })).events;

describe('publishing rules', () => {
  const store = new MemoryEventStore();
  const publish = async (events: readonly RulesEvent[]): Promise<number> => {
    // A runner of its own each time: what was published is known by the log alone.
    const runner = new CommandRunner(store, ledgerCatalogue, () => '2026-02-01T00:00:00.000Z');
    const outcomes = await publishRules({ runner, store, actor: 'operator', effectiveAt: '2026-02-01T00:00:00.000Z' }, events);
    return outcomes.reduce((sum, outcome) => sum + (outcome.kind === 'accepted' && !outcome.replayed ? outcome.events.length : 0), 0);
  };

  it('adds an event per currency and year, and nothing when the same content comes again from anywhere', async () => {
    expect(await publish(await ecb('0.87'))).toBe(4);
    expect(await publish(await ecb('0.87'))).toBe(0);
    expect(await publish(await ecb('0.87', 'another file'))).toBe(0);
  });

  it('adds what changed alone, also when a table goes back to what it said', async () => {
    expect(await publish(await ecb('0.88'))).toBe(1);
    expect(await publish(await ecb('0.87'))).toBe(1);
    expect(await publish(await ecb('0.88'))).toBe(1);
    expect(await publish(await ecb('0.88'))).toBe(0);
  });

  it('is the law from then on', async () => {
    let book = shippedRuleBook();
    for await (const { events } of store.readAll({ categories: ['ruleSet'] }))
      for (const stored of events) book = evolveRuleBook(book, ledgerCatalogue.decode(stored) as unknown as RulesEvent);
    expect(book.exchangeRate('GBP', 'dayElseEarlier', '2026-01-02')).toMatchObject({ row: { rate: '0.88' } });
  });
});
