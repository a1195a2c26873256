import { readProjections, supplyRecords, supplyRecordsCsv } from '#enquiries';
import { reference } from '#event-catalogue';
import { addDays, isIossNumber } from '#rules';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, dayOption, shapeOption } from '../options';
import { withLog } from '../reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { performs, type CommandContext, type Shell } from '../shell';

const formats = ['ndjson', 'csv'] as const;
interface RecordOptions extends MomentOptions {
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly format: (typeof formats)[number];
}

const write = (context: CommandContext, { number, from, to, format, ...options }: RecordOptions): Promise<ExitCode> => {
  if (!isIossNumber(number))
    throw new CannotRunError(
      'OPTION_INVALID',
      '--number: Art. 63c(2) is about the import scheme: expected a number like IM3720000015',
      '--number',
    );
  if (to < from) throw new CannotRunError('OPTION_INVALID', '--to: expected a day that is not before --from', '--to');
  return withLog(context, async (log) =>
    withViewsAt(context, log, readProjections.records, await momentOf(log, options), async (views, store) => {
      const records = supplyRecords({ ...log, store }, views, number, { from, before: addDays(to, 1) });
      if (format === 'csv') for await (const piece of supplyRecordsCsv(records)) await context.output.write(piece);
      else for await (const record of records) await context.output.write(`${JSON.stringify(record)}\n`);
      return exitCodes.done;
    }),
  );
};

export const addRecords = (program: Command, shell: Shell): void => {
  atMoment(
    program
      .command('records')
      .description(
        'the records of Art. 63c(2) of Implementing Regulation (EU) 282/2011 of the supplies under a number; what is missing says why',
      ),
  )
    .requiredOption('--number <number>', 'scheme number of the import scheme: IM3720000015', shapeOption('--number', reference))
    .requiredOption('--from <day>', 'supplied from this day (UTC)', dayOption('--from'))
    .requiredOption('--to <day>', 'supplied until this day (UTC), included', dayOption('--to'))
    .option('--format <format>', 'ndjson: one supply a line; csv: one good a line', choiceOption('--format', formats), 'ndjson')
    .action(performs<RecordOptions>(shell, write));
};
