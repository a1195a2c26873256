import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { words } from '../../apps/cli/src/cli.support';
import { approved, britishImport, claimFor } from '../../apps/cli/src/ledger.support';
import { checkLedger } from '../support/long/demo';
import { type LongTest, longTest } from '../support/long/long-test';
import { documentOf, type Ended, repositoryRoot, start, tidewaiter } from '../support/long/program';

/** Part of a story of money: what is asked of the command line on a day, and the points at which it is killed. */
interface Chapter {
  readonly name: string;
  readonly now: string;
  readonly argv: readonly string[];
  readonly points: readonly string[];
  /** Events that there must be at its end, whatever happened on the way. */
  readonly events: Readonly<Record<string, number>>;
}

const holders = ['R-1', 'R-2', 'R-3'];
const persons = ['--requested-by', 'CLERK-1', '--approved-by', 'OFFICER-1'];
const lrnsOf = (holder: string): readonly string[] => [1, 2].map((n) => `${holder}-L${String(n)}`);

const run = (data: string, { now, argv }: Pick<Chapter, 'now' | 'argv'>, point = '-'): Promise<Ended> =>
  start([
    process.execPath,
    '-r',
    path.join(repositoryRoot, 'bin/typescript.cjs'),
    path.join(repositoryRoot, 'test/support/long/killed-cli.ts'),
    point,
    now,
    ...argv,
    '--data',
    data,
    '--json',
  ]).ended;

const done = async (data: string, chapter: Pick<Chapter, 'now' | 'argv'>): Promise<void> => {
  documentOf(await run(data, chapter));
};

const proofOf = async (data: string): Promise<{ readonly content: string; readonly byType: Readonly<Record<string, number>> }> => {
  const { findingCount, ...proof } = documentOf<{
    readonly findingCount: number;
    readonly content: string;
    readonly byType: Readonly<Record<string, number>>;
  }>(await tidewaiter(data, ['verify']));
  strictEqual(findingCount, 0);
  return proof;
};

/** Three representatives with accounts in the United Kingdom, and what they imported in March 2025. */
const begin = async (data: string, file: (name: string, lines: readonly string[]) => string): Promise<void> => {
  const now = '2025-03-20T08:00:00.000Z';
  for (const holder of holders)
    await done(data, {
      now,
      argv: words(`accounts open --authority GB --holder ${holder} --kind deferment --currency GBP --cycle UK-DUTY --opened-on 2025-03-01`),
    });
  const declarations = holders.flatMap((holder) =>
    lrnsOf(holder).map((lrn) => britishImport(lrn, { declarant: holder, debtor: holder, accountHolder: holder })),
  );
  await done(data, { now, argv: ['import', '--kind', 'declarations', '--format', 'ndjson', file('declarations.ndjson', declarations)] });
};

const receiptFor = (statement: number): string =>
  JSON.stringify({
    authority: 'GB',
    bankAccount: 'BANK-GB',
    entryReference: `E-${String(statement)}`,
    amount: '200.00',
    currency: 'GBP',
    bookedOn: '2025-04-15',
    valueOn: '2025-04-15',
    remittance: `GB-S0000000${String(statement)}`,
  });

const chapters = (
  file: (name: string, lines: readonly string[]) => string,
): Readonly<Record<'close' | 'receipts' | 'refunds' | 'shares', Chapter>> => ({
  close: {
    name: 'close of periods',
    now: '2025-04-02T08:00:00.000Z',
    argv: ['close'],
    points: ['after:NumberAssigned:1', 'before:PeriodClosed:1', 'after:PeriodClosed:1', 'before:PeriodOpened:1', 'after:PeriodOpened:1'],
    events: { PeriodClosed: 3, PeriodOpened: 6, NumberAssigned: 3 },
  },
  receipts: {
    name: 'allocation of receipts',
    now: '2025-04-15T18:00:00.000Z',
    argv: [
      'import',
      '--kind',
      'receipts',
      '--format',
      'ndjson',
      file(
        'receipts.ndjson',
        holders.map((_, i) => receiptFor(i + 1)),
      ),
    ],
    points: [
      'after:ReceiptRecorded:1',
      'before:ReceiptIdentified:1',
      'after:ReceiptIdentified:1',
      'before:PaymentReceived:1',
      'after:PaymentReceived:1',
      'after:PaymentAllocated:2',
    ],
    events: { ReceiptRecorded: 3, ReceiptIdentified: 3, PaymentReceived: 3, PaymentAllocated: 3 },
  },
  refunds: {
    name: 'payment of refunds',
    now: '2025-04-30T08:00:00.000Z',
    argv: ['refunds', 'pay'],
    points: ['before:NumberAssigned:1', 'after:NumberAssigned:1', 'before:RefundPaid:1', 'after:RefundPaid:1'],
    events: { RefundPaid: 2, NumberAssigned: 5 },
  },
  shares: {
    name: 'distribution',
    now: '2025-05-01T08:00:00.000Z',
    argv: ['distribute', '--through', '2025-04-30', ...persons],
    points: [
      'before:BeneficiaryShareEstablished:1',
      'after:BeneficiaryShareEstablished:1',
      'before:BeneficiaryDistributed:1',
      'after:BeneficiaryDistributed:1',
    ],
    events: { BeneficiaryShareEstablished: 1, BeneficiaryDistributed: 1 },
  },
});

/** A desk with more open debts than one append holds: its close is written in parts. */
const crowdedDesk = async (data: string, file: (name: string, lines: readonly string[]) => string): Promise<Chapter> => {
  const now = '2025-03-20T08:00:00.000Z';
  await done(data, {
    now,
    argv: words('accounts open --authority GB --holder R-1 --kind consumer --currency GBP --cycle UK-AT-ONCE --opened-on 2025-03-01'),
  });
  await done(data, {
    now,
    argv: [
      'import',
      '--kind',
      'declarations',
      '--format',
      'ndjson',
      file(
        'desk.ndjson',
        Array.from({ length: 1500 }, (_, n) => britishImport(`D-${String(n)}`)),
      ),
    ],
  });
  return {
    name: 'close in parts',
    now: '2025-04-02T08:00:00.000Z',
    argv: ['close'],
    points: ['after:OpenItemsCarried:1', 'before:OpenItemsCarried:2', 'after:PeriodClosed:1', 'after:OpenItemsCarried:3'],
    events: { PeriodClosed: 1, PeriodOpened: 2 },
  };
};

/**
 * Undisturbed, the chapter is told in `data`; killed at each point and asked again on a copy, it comes to the same log, event for event.
 */
const tell = async (data: string, chapter: Chapter, { small, note, random }: LongTest): Promise<void> => {
  const before = `${data}-before`;
  cpSync(data, before, { recursive: true });
  await done(data, chapter);
  const expected = await proofOf(data);
  for (const [type, count] of Object.entries(chapter.events)) strictEqual(expected.byType[type], count, `${chapter.name}: ${type}`);
  const points = small ? [chapter.points[random.below(chapter.points.length)] ?? ''] : chapter.points;
  for (const point of points) {
    const killed = `${data}-${chapter.argv[0] ?? ''}-${point.replaceAll(':', '-')}`;
    cpSync(before, killed, { recursive: true });
    const ended = await run(killed, chapter, point);
    strictEqual(ended.signal ?? `exit ${String(ended.code)}: ${ended.stderr}`, 'SIGKILL', `${chapter.name}: not killed at ${point}`);
    await done(killed, chapter);
    deepStrictEqual(await proofOf(killed), expected, `${chapter.name}: killed at ${point}`);
    await checkLedger(killed);
    await done(killed, chapter);
    deepStrictEqual(await proofOf(killed), expected, `${chapter.name}: once more after ${point}`);
  }
  note(`${chapter.name}: killed ${points.join(', ')}: the same log`);
};

/** One close, one allocation, one payout of each refund and share, wherever in the middle of it the process dies. */
longTest(async (test) => {
  const data = path.join(test.directory, 'data');
  const file = (name: string, lines: readonly string[]): string => {
    const at = path.join(test.directory, name);
    writeFileSync(at, lines.join('\n'));
    return at;
  };
  await begin(data, file);
  const { close, receipts, refunds, shares } = chapters(file);
  await tell(data, close, test);
  await tell(data, receipts, test);
  const lrns = lrnsOf('R-1');
  await done(data, {
    now: '2025-04-20T08:00:00.000Z',
    argv: [
      'import',
      '--kind',
      'claims',
      '--format',
      'ndjson',
      file(
        'claims.ndjson',
        lrns.map((lrn) => claimFor(lrn, '4.00', '19.50', '2025-04-20')),
      ),
    ],
  });
  for (const lrn of lrns) await approved({ data, now: '2025-04-25T08:00:00.000Z' }, lrn, '2025-04-25');
  await tell(data, refunds, test);
  await tell(data, shares, test);
  if (test.small) return;
  const desk = path.join(test.directory, 'desk');
  await tell(desk, await crowdedDesk(desk, file), test);
});
