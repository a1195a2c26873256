import { statSync } from 'node:fs';
import {
  DemoError,
  DemoInputError,
  DemoInterruptedError,
  DemoSettingsDifferError,
  formatReport,
  generatedTradeStart,
  holds,
  type ModelChoice,
  modelChoices,
  runDemo,
} from '#demo';
import { type Command, Option } from 'commander';
import { present } from '#event-catalogue';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { countryOption, currencyOption, dayOption, shareOption, wholeNumberOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';

interface DemoOptions {
  readonly orders?: readonly string[];
  readonly rebase?: string;
  readonly dispatch: string;
  readonly currency: string;
  readonly seed: number;
  readonly noise: string;
  readonly parcels: number;
  readonly model: ModelChoice;
  readonly checkTruth?: true;
}

/** Settings by the option that sets them. */
const optionOf: Readonly<Record<string, string>> = { inputs: '--orders', legalNow: '--orders' };

const refused = (error: unknown): unknown => {
  if (error instanceof DemoSettingsDifferError)
    return new CannotRunError('DEMO_SETTINGS_DIFFER', error.message, optionOf[error.field] ?? `--${error.field}`);
  if (error instanceof DemoInputError) return new CannotRunError(error.code, error.message, `--${error.field}`);
  if (error instanceof DemoInterruptedError)
    return new CannotRunError('STORE_STOPPED', `${error.message}; the same command goes on where this one stopped`);
  if (error instanceof DemoError) return new CannotRunError('DEMO_REFUSED', error.message, '--data');
  return error;
};

const demo = async (context: CommandContext, { orders = [], rebase, checkTruth, ...options }: DemoOptions): Promise<ExitCode> => {
  const { lockWaitMilliseconds, output } = context;
  const unusable = orders.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() !== true);
  if (unusable !== undefined) throw new CannotRunError('FILE_UNUSABLE', `--orders: ${unusable}: no such file, or a directory`, '--orders');
  if (checkTruth === true && orders.length > 0)
    throw new CannotRunError(
      'OPTION_CONFLICT',
      '--check-truth: a shop’s own lines have faults that nobody planted; it is for a generated trade',
      '--check-truth',
    );
  const place = {
    ...context.place,
    progress: output.progress,
    ...present({ checkTruth, lockWaitMilliseconds }),
  };
  const report = await runDemo({ ...options, orders, ...(rebase === undefined ? {} : { rebase }) }, place).catch((error: unknown) => {
    throw refused(error);
  });
  await output.answer(report, () => formatReport(report));
  return report.verification.findingCount === 0 && (report.truth === undefined || holds(report.truth))
    ? exitCodes.done
    : exitCodes.foundProblems;
};

export const addDemo = (program: Command, shell: Shell): void => {
  program
    .command('demo')
    .description('run the whole story on order files or on a generated trade; safe to repeat and to interrupt')
    .option('--orders <files...>', 'order files in the Online Retail layout, plain or gzip (default: a generated trade)')
    .option(
      '--rebase <day>',
      `the day that the first order moves to; of a generated trade its first day (default: ${generatedTradeStart})`,
      dayOption('--rebase'),
    )
    .option('--dispatch <country>', 'where the goods are when sold', countryOption('--dispatch'), 'CN')
    .option('--currency <code>', 'currency of the prices', currencyOption('--currency'), 'GBP')
    .option(
      '--seed <number>',
      'what a generated trade and the planted faults follow from',
      wholeNumberOption('--seed', 0, 4_294_967_295),
      1,
    )
    .option('--noise <share>', 'share of planted faults, 0 to 1', shareOption('--noise'), '0.02')
    .addOption(
      new Option('--model <model>', 'who collects; all: each parcel has one of the models that are lawful for it')
        .choices(modelChoices)
        .default('vendor'),
    )
    .option(
      '--check-truth',
      'hold the root breaks of a generated trade against the faults that were planted in it; exit 1 where they differ',
    )
    .option('--parcels <number>', 'parcels of a generated trade', wholeNumberOption('--parcels', 1, 1_000_000), 2000)
    .action(performs<DemoOptions>(shell, (context, options) => demo(context, options)));
};
