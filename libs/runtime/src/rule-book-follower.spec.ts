import { CommandRunner, MemoryEventStore } from '#event-store';
import { readRuleTable, type RuleBook } from '#rules';
import { ledgerCatalogue } from './ledger-catalogue';
import { publishRules } from './publish-rules';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';

const store = new MemoryEventStore();
const publish = async (rate: string): Promise<void> => {
  const { events } = await readRuleTable('ecb', `Date,GBP,\n2026-01-02,${rate},\n`, {
    source: 'a test',
    publishedAt: '2026-01-01',
    from: '2026-01-01',
  });
  const runner = new CommandRunner(store, ledgerCatalogue, () => '2026-02-01T00:00:00.000Z');
  await publishRules({ runner, store, actor: 'operator', effectiveAt: '2026-02-01T00:00:00.000Z' }, events);
};
const rateOf = (book: RuleBook): unknown => {
  const found = book.exchangeRate('GBP', 'dayElseEarlier', '2026-01-02');
  return 'row' in found ? found.row.rate : found;
};

it('is the law of the place of the log that a question is about', async () => {
  const follower = new RuleBookFollower(store, ledgerCatalogue, initialRuleBook(false));
  await publish('0.87');
  const before = await store.head();
  await publish('0.88');
  await follower.refresh();
  expect([rateOf(await follower.at(before)), rateOf(await follower.at(await store.head())), rateOf(follower.current())]).toEqual([
    '0.87',
    '0.88',
    '0.88',
  ]);
});
