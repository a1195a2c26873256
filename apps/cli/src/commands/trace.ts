import { findStatement } from '#accounts';
import { type Direction, directions, readProjections, statementLines, subjectNamed, Trace, type TraceStep } from '#enquiries';
import { code, reference } from '#event-catalogue';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { foundSubject } from '../found-subject';
import { linesOfReturn } from '../lines-of-return';
import { choiceOption, shapeOption, wholeNumberOption } from '../options';
import { rulesOf, withLog } from '../reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { grantedNumber, type SupplyScheme } from '../scheme-return';
import { performs, type CommandContext, type Shell } from '../shell';

const traceable = ['receipt', 'accountPeriod', 'schemeReturn', 'charge', 'declaration', 'order', 'consignment'] as const;

const partsText = ({ parts = [] }: TraceStep): string =>
  parts
    .map(({ taxType, beneficiary, rate, amount }) =>
      [amount, taxType, rate === undefined ? undefined : `${rate} %`, beneficiary].filter((word) => word !== undefined).join(' '),
    )
    .join('; ');
const originText = ({ origin }: TraceStep): string => {
  if (origin === undefined) return '';
  const { actor, recordedAt, sourceFile, sourceLine, requestHash } = origin;
  const by = `by ${actor} on ${recordedAt}`;
  if (sourceFile !== undefined) return `${by}, file ${sourceFile}${sourceLine === undefined ? '' : ` line ${String(sourceLine)}`}`;
  return requestHash === undefined ? by : `${by}, request ${requestHash}`;
};
const stepText = (step: TraceStep): string => {
  const { depth, kind, reference: name, on, amount, currency, subject } = step;
  const words = [
    kind,
    name,
    on,
    amount === undefined ? undefined : `${amount} ${currency ?? ''}`,
    partsText(step),
    originText(step),
    subject === undefined ? undefined : `(${subject})`,
  ];
  return `${'  '.repeat(depth)}${words.filter((word) => word !== undefined && word !== '').join('  ')}`;
};

interface TraceOptions extends MomentOptions {
  readonly direction: Direction;
  readonly limit: number;
}

const trace = (context: CommandContext, { direction, limit, ...options }: TraceOptions, text: string): Promise<ExitCode> =>
  withLog(context, async (log) =>
    withViewsAt(context, log, readProjections.trace, await momentOf(log, options), async (views, store) => {
      const [, part = ''] = /(\/\d+)$/.exec(text) ?? [];
      const named =
        subjectNamed(text) === undefined
          ? `${await foundSubject(views, text.slice(0, text.length - part.length), traceable)}${part}`
          : text;
      const steps = await new Trace({ ...log, store }, views).whole(named, direction, {});
      if (steps === undefined) throw new CannotRunError('NOT_FOUND', `${named}: no such thing is in the log`, 'subject');
      const first: TraceStep[] = [];
      let more = false;
      for await (const step of steps) {
        more = first.length === limit;
        if (more) break;
        first.push(step);
      }
      await context.output.answer({ subject: named, direction, steps: first, more }, () =>
        [named, ...first.map(stepText), ...(more ? [`... more than ${String(limit)} steps; raise --limit`] : [])].join('\n'),
      );
      return exitCodes.done;
    }),
  );

type Total = Readonly<{ kind: string; addsUp?: boolean }>;

/** Lines one after another, as newline-delimited JSON: there may be as many as there are parcels. */
const writeLines = async (context: CommandContext, lines: AsyncIterable<Total>): Promise<ExitCode> => {
  let addsUp = false;
  for await (const line of lines) {
    await context.output.write(`${JSON.stringify(line)}\n`);
    addsUp = line.addsUp === true;
  }
  return addsUp ? exitCodes.done : exitCodes.foundProblems;
};

const linesOfStatement = (context: CommandContext, options: MomentOptions, name: string): Promise<ExitCode> =>
  withLog(context, async (log) =>
    withViewsAt(context, log, readProjections.statementLines, await momentOf(log, options), async (views) => {
      const statement = await findStatement(views, name);
      if (statement === undefined) throw new CannotRunError('NOT_FOUND', `${name}: no statement has this reference`, 'statement');
      return writeLines(context, statementLines(views, statement));
    }),
  );

interface ReturnOptions extends MomentOptions {
  readonly scheme: SupplyScheme;
  readonly number: string;
  readonly period: string;
}

const printReturn = (context: CommandContext, { scheme, number, period, ...options }: ReturnOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    const granted = await grantedNumber(log.store, log.catalogue, scheme, number);
    const rules = await (await rulesOf(log)).at(moment.knownAt);
    return withViewsAt(context, log, readProjections.returnLines, moment, async (views, store) =>
      writeLines(
        context,
        await linesOfReturn({ log: { ...log, store }, views, rules, today: moment.asOf?.slice(0, 10) ?? log.legalNow }, granted, period),
      ),
    );
  });

const supplySchemes = ['EU-IOSS', 'UK-SUPPLY'] as const satisfies readonly SupplyScheme[];
const groupNamed = (program: Command, name: string): Command =>
  program.commands.find((command) => command.name() === name) ?? program.command(name);

/** Adds to the groups `statement` and `returns`, which are there already. */
export const addTrace = (program: Command, shell: Shell): void => {
  atMoment(
    program
      .command('trace')
      .description('the chain of a thing: down to the message behind each order line, or up to the bank entry that paid it'),
  )
    .argument(
      '<subject>',
      'a stream, or a number as people write it: bank entry, statement, return, MRN, parcel, order; an item or order line behind a /',
    )
    .option('--direction <direction>', directions.join(', '), choiceOption('--direction', directions), 'down')
    .option('--limit <number>', 'steps to print', wholeNumberOption('--limit', 1, 1_000_000), 200)
    .action(performs<TraceOptions>(shell, (context, options, [text = '']) => trace(context, options, text)));
  atMoment(
    groupNamed(program, 'statement')
      .command('lines')
      .description('each charge of a statement with the order lines behind it, and whether they add up; one JSON document a line'),
  )
    .argument('<statement>', 'its reference: GB-S00000012')
    .action(performs<MomentOptions>(shell, (context, options, [name = '']) => linesOfStatement(context, options, name)));
  atMoment(
    groupNamed(program, 'returns')
      .command('lines')
      .description('each supply of a return with the lines of its order, and whether they add up; one JSON document a line'),
  )
    .requiredOption('--scheme <scheme>', supplySchemes.join(', '), choiceOption('--scheme', supplySchemes))
    .requiredOption('--number <number>', 'scheme number: IM3720000015, GB999999973', shapeOption('--number', reference))
    .requiredOption('--period <period>', 'a month (2026-01) or a quarter (2026-Q1)', shapeOption('--period', code))
    .action(performs<ReturnOptions>(shell, printReturn));
};
