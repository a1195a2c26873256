import { closeDuePeriods, cyclesOf, directoryReader, type AccountDirectory, type StatementIssued } from '#accounts';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { dayOption, notAfter } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';
import { actor, withPresentLedger } from '../writing';

const close = (context: CommandContext, { on }: { readonly on?: string }): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    const today = notAfter('--on', on, await ledger.legalNow());
    const directory = directoryReader(ledger.store, ledger.catalogue);
    const settled = async (): Promise<AccountDirectory> => {
      context.output.progress('the processes react ...');
      await ledger.settle();
      return directory();
    };
    const statements = await closeDuePeriods({ runner: ledger.runner, cycles: cyclesOf(ledger.rules.current()), today, actor, settled });
    await ledger.settle();
    await context.output.answer({ today, statements }, () => textOf(today, statements));
    return exitCodes.done;
  });

const textOf = (today: string, statements: readonly StatementIssued[]): string => {
  if (statements.length === 0) return `No period was due by ${today}.`;
  const rows = statements.map((s) => [
    s.statementReference,
    s.authority,
    s.holder,
    s.kind,
    s.period,
    s.charged,
    s.applied,
    s.closing,
    s.currency,
    s.dueOn,
  ]);
  return table(['statement', 'authority', 'holder', 'account', 'period', 'charged', 'applied', 'closing', 'currency', 'due'], rows);
};

export const addAccountCommands = (program: Command, shell: Shell): void => {
  program
    .command('close')
    .description('close every account period whose cut-off has passed and issue its statement; safe to repeat')
    .option('--on <day>', 'the legal day (default: the day of this ledger)', dayOption('--on'))
    .action(performs<{ on?: string }>(shell, close));
};
