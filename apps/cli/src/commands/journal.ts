import { book, present, type ValueOf } from '#event-catalogue';
import {
  accounts,
  dimensionKeys,
  entryDocument,
  JournalQueries,
  type EntryLine,
  type JournalMoment,
  type PostedEntry,
  type TrialBalance,
} from '#journal';
import { formatMoney } from '#money';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import {
  choiceOption,
  knownAtOption,
  lastMoment,
  shapeOption,
  sinceOption,
  throughOption,
  wholeNumberOption,
  type KnownAt,
} from '../options';
import { table } from '../output';
import { positionKnownAt, withLog, withViews, type OpenLog } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';

interface MomentOptions {
  readonly book?: ValueOf<typeof book>;
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}
interface JournalOptions extends MomentOptions {
  readonly account?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

const accountNumbers = Object.values(accounts).map(({ number }) => number);
const major = (minor: bigint, currency: string): string => formatMoney({ minor, currency });

const momentOf = async (log: OpenLog, options: MomentOptions): Promise<JournalMoment> => ({
  ...present({ book: options.book, asOf: options.asOf }),
  ...(options.knownAt === undefined ? {} : { knownAt: await positionKnownAt(log, options.knownAt) }),
});

const dimensionsText = (line: EntryLine): string =>
  dimensionKeys.flatMap((key) => (line[key] === undefined ? [] : [`${key} ${line[key]}`])).join(', ');

const rowsOf = (entry: PostedEntry): readonly (readonly string[])[] =>
  entry.lines.map((line, i) => [
    i === 0 ? entry.effectiveAt.slice(0, 10) : '',
    i === 0 ? entry.template : '',
    entry.book,
    line.account,
    line.debit === 0n ? '' : major(line.debit, line.currency),
    line.credit === 0n ? '' : major(line.credit, line.currency),
    line.currency,
    dimensionsText(line),
  ]);

/** Entries that pass, in log order; `more` says that the limit cut them off. */
const findEntries = async (
  journal: JournalQueries,
  moment: JournalMoment,
  { account, from, limit }: JournalOptions,
): Promise<{ readonly entries: readonly PostedEntry[]; readonly more: boolean }> => {
  const entries: PostedEntry[] = [];
  for await (const entry of journal.read(moment)) {
    if (from !== undefined && entry.effectiveAt < from) continue;
    if (account !== undefined && !entry.lines.some((line) => line.account === account)) continue;
    if (entries.length === limit) return { entries, more: true };
    entries.push(entry);
  }
  return { entries, more: false };
};

const showJournal = (context: CommandContext, options: JournalOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const asOf = lastMoment(options);
    const moment = await momentOf(log, { ...options, ...(asOf === undefined ? {} : { asOf }) });
    return withViews(context, log, async (views) => {
      const { entries, more } = await findEntries(new JournalQueries(views), moment, options);
      await context.output.answer({ entries: entries.map(entryDocument), more }, () => {
        const text = table(['day', 'rule', 'book', 'account', 'debit', 'credit', 'currency', 'of'], entries.flatMap(rowsOf));
        return more ? `${text}\n... more than ${String(options.limit)} entries; narrow the question or raise --limit` : text;
      });
      return exitCodes.done;
    });
  });

const balanceDocument = ({ book: of, currency, debit, credit, lines }: TrialBalance) => ({
  book: of,
  currency,
  debit: major(debit, currency),
  credit: major(credit, currency),
  accounts: lines.map(({ account, debit: dr, credit: cr }) => ({
    account: account.number,
    name: account.name,
    debit: major(dr, currency),
    credit: major(cr, currency),
  })),
});

const balanceText = ({ book: of, currency, debit, credit, lines }: TrialBalance): string =>
  [
    `${of} ${currency}`,
    table(
      ['account', '', 'debit', 'credit'],
      [
        ...lines.map(({ account, debit: dr, credit: cr }) => [account.number, account.name, major(dr, currency), major(cr, currency)]),
        ['', 'total', major(debit, currency), major(credit, currency)],
      ],
    ),
  ].join('\n');

const showTrialBalance = (context: CommandContext, options: MomentOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    return withViews(context, log, async (views) => {
      const balances = await new JournalQueries(views).trialBalance(moment);
      const balanced = balances.every(({ debit, credit }) => debit === credit);
      await context.output.answer({ ...moment, balanced, trialBalances: balances.map(balanceDocument) }, () =>
        balances.length === 0 ? 'No entries.' : balances.map(balanceText).join('\n\n'),
      );
      return balanced ? exitCodes.done : exitCodes.foundProblems;
    });
  });

const bookOption = (command: Command): Command =>
  command.option('--book <book>', 'one book only, like GB or EU-IE', shapeOption('--book', book));
const knownAt = (command: Command): Command =>
  command.option(
    '--known-at <position>',
    'as known at a position of the log, or by a day or moment of recording',
    knownAtOption('--known-at'),
  );

export const addJournalCommands = (program: Command, shell: Shell): void => {
  knownAt(bookOption(program.command('journal').description('entries of the journal in log order')))
    .option('--account <number>', 'entries that touch this account', choiceOption('--account', accountNumbers))
    .option('--from <day>', 'effective from this day or moment (UTC)', sinceOption('--from'))
    .option('--to <day>', 'effective until this day or moment (UTC), included', throughOption('--to'))
    .option('--as-of <day>', 'the same as --to', throughOption('--as-of'))
    .option('--limit <number>', 'entries to print', wholeNumberOption('--limit', 1, 1_000_000), 50)
    .action(performs<JournalOptions>(shell, showJournal));
  knownAt(bookOption(program.command('trial-balance').description('totals of every account, at any moment and as known at any moment')))
    .option('--as-of <day>', 'effective until this day or moment (UTC), included', throughOption('--as-of'))
    .action(performs<MomentOptions>(shell, showTrialBalance));
};
