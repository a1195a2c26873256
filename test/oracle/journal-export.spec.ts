import fc from 'fast-check';
import { accountName, accountNumbered, accounts, BalanceSheet, chart, entryOf, post, type PostedEntry, type Transfer } from '#journal';
import { formatMoney } from '#money';
import { goldenFiles, goldenMetadata, readGolden } from '../support/golden-events';
import { balancesBy, isInstalled, oracles } from './journal-export.oracle';

const currencies = ['EUR', 'GBP', 'JPY', 'KWD', 'CLP'] as const;
const hostile = fc.constantFrom('26GB1', 'a, b', 'x [2026-01-01] y', 'é "q" \\', ':tag:', '  ; k: v', 'a:b', '100%', "it's", '#1');
const transfers: fc.Arbitrary<Transfer> = fc.record({
  debit: fc.constantFrom(...chart),
  credit: fc.constantFrom(...chart),
  currency: fc.constantFrom(...currencies),
  amount: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  dimensions: fc.record(
    { party: hostile, reference: hostile, taxType: fc.constantFrom('A00', 'B00'), charge: hostile, claim: hostile },
    { requiredKeys: [] },
  ),
});
const generated = fc
  .array(
    fc.record({
      book: fc.constantFrom('GB', 'EU-FR', 'EU'),
      day: fc.constantFrom('2025-12-31', '2026-02-28', '2026-07-01'),
      transfers: fc.array(transfers, { minLength: 1, maxLength: 8 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((drafts) =>
    drafts.flatMap(({ book, day, transfers: moved }, i) =>
      entryOf('J01', book, `${day}T23:59:59.999Z`, moved).map((entry): PostedEntry => ({
        ...entry,
        position: String(i).padStart(20, '0'),
        entry: 0,
        stream: 'declaration-0123456789ABCDEFGHJKMNPQRS',
        revision: String(i),
        event: 'DutyAssessed',
      })),
    ),
  );

/** Our balances, named as in the export, without zeros. */
const ours = (entries: readonly PostedEntry[]): ReadonlyMap<string, string> => {
  const sheet = new BalanceSheet(['account', 'book', 'currency']);
  for (const { book, lines } of entries) for (const line of lines) sheet.add(line, book);
  return new Map(
    sheet
      .rows()
      .flatMap(({ account, book, currency, debit, credit }) =>
        debit === credit
          ? []
          : [[`${accountName(accountNumbered(account), book)} ${currency}`, formatMoney({ minor: debit - credit, currency })]],
      ),
  );
};
const sorted = (balances: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  [...balances].sort(([a], [b]) => (a < b ? -1 : 1));

describe.each(oracles)('$program, reading our export', (oracle) => {
  const asked = isInstalled(oracle) ? it : it.skip;

  asked(
    'computes our balances to the last minor unit',
    async () => {
      await fc.assert(
        fc.asyncProperty(generated, async (entries) => {
          expect(sorted(await balancesBy(oracle, entries))).toEqual(sorted(ours(entries)));
        }),
        { numRuns: 5, endOnFailure: true, examples: [[everyAccount], [everyEvent]] },
      );
    },
    120_000,
  );
});

/** One unit through every account of the chart, in a currency of three digits and in one of none. */
const everyAccount: PostedEntry[] = ['KWD', 'JPY'].flatMap((currency, n) =>
  entryOf(
    'J01',
    'EU-FR',
    '2026-01-31T00:00:00.000Z',
    chart.map((account): Transfer => ({ debit: account, credit: accounts.cash, currency, amount: 1234n, dimensions: { party: 'R-1' } })),
  ).map((entry) => ({ ...entry, position: String(n), entry: 0, stream: 's', revision: '0', event: 'DutyAssessed' })),
);

/** What each event of the catalogue posts, as its golden file has it. */
const everyEvent: PostedEntry[] = goldenFiles().flatMap((file, n) => {
  const { type, data } = readGolden(file);
  const stream = `golden-${'0'.repeat(26)}`;
  return post({ type, data, stream, revision: 0n, metadata: goldenMetadata }).map((entry, i) => ({
    ...entry,
    position: String(n).padStart(20, '0'),
    entry: i,
    stream,
    revision: '0',
    event: type,
  }));
});
