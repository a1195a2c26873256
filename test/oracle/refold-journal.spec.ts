import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { type Recorded } from '#event-catalogue';
import { BalanceSheet, post } from '#journal';
import { formatMoney } from '#money';
import { goldenFiles, goldenMetadata, readGolden } from '../support/golden-events';
import { historyOf, told } from '../support/invariants/histories/history';
import { LedgerInMemory } from '../support/invariants/ledger-in-memory';
import { happens, setUp, smallStory } from '../support/invariants/small-story';
import { sized } from '../support/size';

type Told = Readonly<{ type: string; data: unknown; metadata: Readonly<{ book: string }> }>;
/** Debits and credits in the digits of their currency, by `book currency account`. */
type Totals = ReadonlyMap<string, readonly [debit: string, credit: string]>;

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stderr.write('LEFT OUT: python3 is not here; nobody but us folds the journal from the events\n');
const asked = hasPython ? it : it.skip;
jest.setTimeout(120_000);

/** The totals by the second bookkeeper. */
const theirs = (events: readonly Told[]): Totals => {
  const run = spawnSync('python3', [path.join(__dirname, 'refold-journal.py')], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, PYTHONUTF8: '1' },
    input: events.map(({ type, data, metadata }) => `${JSON.stringify({ type, data, metadata: { book: metadata.book } })}\n`).join(''),
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const books = JSON.parse(run.stdout) as Record<string, Record<string, Record<string, readonly [string, string]>>>;
  return new Map(
    Object.entries(books).flatMap(([book, currencies]) =>
      Object.entries(currencies).flatMap(([currency, accounts]) =>
        Object.entries(accounts).map(([account, totals]) => [`${book} ${currency} ${account}`, totals] as const),
      ),
    ),
  );
};

const ours = (events: readonly Recorded[]): Totals => {
  const sheet = new BalanceSheet(['book', 'currency', 'account']);
  for (const { book, lines } of events.flatMap((event) => post(event))) for (const line of lines) sheet.add(line, book);
  return new Map(
    sheet.rows().map(({ book, currency, account, debit, credit }) => {
      const text = (minor: bigint): string => formatMoney({ minor, currency });
      return [`${book} ${currency} ${account}`, [text(debit), text(credit)]];
    }),
  );
};

/** What differs: both sides write an amount in the digits of its currency, but for a total of nothing. */
const differences = (events: readonly Recorded[]): readonly string[] => {
  const [a, b] = [ours(events), theirs(events)];
  const shown = (totals: Totals, key: string): string => (totals.get(key) ?? []).map((t) => t.replace(/^0\.0+$/, '0')).join('|') || '0|0';
  return [...new Set([...a.keys(), ...b.keys()])]
    .sort()
    .filter((key) => shown(a, key) !== shown(b, key))
    .map((key) => `${key}: ours ${shown(a, key)}, theirs ${shown(b, key)}`);
};

const recorded = (type: string, data: object): Recorded => ({
  type,
  data,
  stream: `golden-${'0'.repeat(26)}`,
  revision: 0n,
  metadata: { ...goldenMetadata, book: 'authority' in data ? String(data.authority) : goldenMetadata.book },
});
const granted = recorded('SchemeNumberGranted', { schemeNumber: 'IM3720000015', authority: 'EU-IE' });

describe('a second bookkeeper, in another language, folds the events to our totals', () => {
  asked('of every event of the catalogue', () => {
    const golden = goldenFiles().map((file) => readGolden(file));
    expect(differences([granted, ...golden.map(({ type, data }) => recorded(type, data as object))])).toEqual([]);
  });

  asked('of random histories of accounts, payments, debts, guarantees, refunds and collections', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(100), async (history) => {
        const world = await told(history);
        expect(differences(world.events)).toEqual([]);
        await world.ledger.dispose();
      }),
      { numRuns: sized(2, 30), endOnFailure: true },
    );
  });

  asked('of small trades with their returns', async () => {
    await fc.assert(
      fc.asyncProperty(smallStory, async (story) => {
        const ledger = new LedgerInMemory();
        await setUp(ledger);
        for (const step of story.steps) await happens(ledger, story, step, () => undefined);
        await ledger.settle();
        expect(differences(await ledger.events())).toEqual([]);
        await ledger.dispose();
      }),
      { numRuns: sized(2, 30), endOnFailure: true },
    );
  });
});
