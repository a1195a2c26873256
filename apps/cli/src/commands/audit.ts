import {
  drawSample,
  findManualEntries,
  type ManualEntryRow,
  type ManualHow,
  manualHows,
  populationOf,
  readProjections,
  type Sample,
  type SampledThing,
  sampledThings,
  type Stratify,
  TieOut,
  type TieOutSheet,
  type TieOutStep,
} from '#enquiries';
import { book, code, partyCode, present, reference, textUpTo } from '#event-catalogue';
import type { Position } from '#event-store';
import { rowDocument } from '#read-model';
import { Reconciliation } from '#reconciliation';
import { addDays } from '#rules';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import {
  choiceOption,
  dayOption,
  type KnownAt,
  knownAtOption,
  lastMoment,
  shapeOption,
  sinceOption,
  throughOption,
  wholeNumberOption,
} from '../options';
import { table } from '../output';
import { positionKnownAt, withLog, withViews } from '../reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { rulesAt } from '../recompute';
import { performs, type CommandContext, type Shell } from '../shell';
import { questionOf } from './reconcile';

interface SampleOptions extends MomentOptions {
  readonly from: string;
  readonly to: string;
  readonly size: number;
  readonly seed: string;
  readonly of: SampledThing;
  readonly stratify: Stratify;
  readonly monetaryUnit?: true;
}

const sampleText = ({ population, strata, units, howChosen }: Sample, position: string): string =>
  [
    howChosen,
    `Population at log position ${position}: ${String(population.count)} units, ${Object.entries(population.sums)
      .map(([currency, sum]) => `${sum} ${currency}`)
      .join(', ')}`,
    '',
    table(
      ['stratum', 'units', 'drawn', 'total', 'interval', 'first point'],
      strata.map(({ stratum, count, drawn, total = '', interval = '', start = '' }) => [
        stratum,
        String(count),
        String(drawn),
        total,
        interval,
        start,
      ]),
    ),
    '',
    table(
      ['stratum', 'day', 'amount', '', 'reference', 'id', 'points', ''],
      units.map((unit) => [
        unit.stratum,
        unit.day,
        unit.amount,
        unit.currency,
        unit.reference,
        unit.id,
        unit.points === undefined ? '' : String(unit.points),
        unit.certain === true ? 'certain' : '',
      ]),
    ),
  ].join('\n');

const sample = (
  context: CommandContext,
  { from, to, size, seed, of, stratify, monetaryUnit, ...options }: SampleOptions,
): Promise<ExitCode> => {
  if (to < from) throw new CannotRunError('OPTION_INVALID', '--to: expected a day that is not before --from', '--to');
  return withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    return withViewsAt(context, log, readProjections.sample, moment, async (views) => {
      const position = moment.knownAt;
      const drawn = await drawSample(populationOf(views, of, { from, before: addDays(to, 1) }), {
        seed,
        size,
        stratify,
        monetaryUnit: monetaryUnit === true,
      });
      await context.output.answer({ of, from, to, seed, size, position, ...drawn }, () => sampleText(drawn, position));
      return exitCodes.done;
    });
  });
};

interface TieOutOptions extends MomentOptions {
  readonly authority?: string;
  readonly holder?: string;
  readonly number?: string;
  readonly period?: string;
}

const stepText = ({ from, to, difference, explained, unexplained }: TieOutStep): string => {
  const sum = explained.map(({ by, amount }) => `${amount} ${by}`).join(' + ');
  const rest = unexplained === '0' ? '' : `, UNEXPLAINED ${unexplained}`;
  return `  ${from} to ${to}: ${difference}${sum === '' ? '' : ` = ${sum}`}${rest}`;
};
const sheetText = ({ ties, kind, reference: name, holder, authority, currency, stages, steps }: TieOutSheet): string => {
  const amounts = stages.map(({ stage, amount }) => `${stage} ${amount}`).join(' | ');
  return [
    `${ties ? 'ties' : 'DOES NOT TIE'}  ${kind} ${name} of ${holder} at ${authority}, ${currency}: ${amounts}`,
    ...steps.filter(({ difference, unexplained }) => difference !== '0' || unexplained !== '0').map(stepText),
  ].join('\n');
};

const tieOut = (context: CommandContext, { authority, holder, number, period, ...options }: TieOutOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    const question = { ...(await questionOf(log, options)), knownAt: moment.knownAt };
    return withViewsAt(context, log, readProjections.tieOut, moment, async (views) => {
      context.output.progress('reconciling ...');
      const report = await new Reconciliation(views).reconcile(question);
      const filter = present({ authority, holder, schemeNumber: number, period });
      const sheets: TieOutSheet[] = [];
      for await (const sheet of new TieOut(views).sheets(question, report, (position) => rulesAt(log, position as Position), filter))
        sheets.push(sheet);
      const ties = sheets.every((sheet) => sheet.ties);
      await context.output.answer({ asOf: question.asOf, position: moment.knownAt, ties, sheets }, () =>
        sheets.length === 0
          ? 'No return and no statement.'
          : [
              ...sheets.map(sheetText),
              '',
              ties
                ? `All ${String(sheets.length)} tie.`
                : `${String(sheets.filter((sheet) => !sheet.ties).length)} of ${String(sheets.length)} do not tie.`,
            ].join('\n'),
      );
      return ties ? exitCodes.done : exitCodes.foundProblems;
    });
  });

interface ManualOptions {
  readonly book?: string;
  readonly event?: string;
  readonly how?: ManualHow;
  readonly person?: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
  readonly after?: string;
  readonly limit: number;
}

const manualRow = (row: ManualEntryRow): readonly string[] => [
  row.at.slice(0, 10),
  row.event,
  row.how,
  row.requested_by ?? '',
  row.approved_by ?? '',
  row.amount ?? '',
  row.currency ?? '',
  row.reference ?? '',
  row.reason ?? '',
  `${row.stream}@${row.revision}`,
];

const manualEntries = (context: CommandContext, { to, asOf, knownAt, limit, ...asked }: ManualOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const last = lastMoment(present({ to, asOf }));
    const known = {
      ...(last === undefined ? {} : { asOf: last }),
      ...(knownAt === undefined ? {} : { knownAt: await positionKnownAt(log, knownAt) }),
    };
    return withViews(context, log, async (views) => {
      const rows = await findManualEntries(views, { ...asked, ...known, limit: limit + 1 });
      const entries = rows.slice(0, limit);
      const next = rows.length > limit ? entries.at(-1)?.position : undefined;
      await context.output.answer({ entries: entries.map(rowDocument), ...(next === undefined ? {} : { next }) }, () => {
        const text =
          entries.length === 0
            ? 'Nothing was decided by hand.'
            : table(['day', 'event', 'how', 'asked', 'agreed', 'amount', '', 'reference', 'why', 'where'], entries.map(manualRow));
        return next === undefined ? text : `${text}\n... more: --after ${next}`;
      });
      return exitCodes.done;
    });
  });

const stratifications = ['none', 'currency', 'authority'] as const satisfies readonly Stratify[];

export const addAudit = (program: Command, shell: Shell): void => {
  atMoment(program.command('sample').description('a sample that can be drawn again: population, how it was chosen, and the units'))
    .requiredOption('--from <day>', 'first day', dayOption('--from'))
    .requiredOption('--to <day>', 'last day', dayOption('--to'))
    .requiredOption('--size <number>', 'units to draw', wholeNumberOption('--size', 1, 1000))
    .requiredOption('--seed <text>', 'the same seed draws the same sample', shapeOption('--seed', textUpTo(100)))
    .requiredOption('--of <thing>', sampledThings.join(', '), choiceOption('--of', sampledThings))
    .option('--stratify <by>', stratifications.join(', '), choiceOption('--stratify', stratifications), 'none')
    .option('--monetary-unit', 'each unit of money has the same chance, per currency')
    .action(performs<SampleOptions>(shell, sample));
  atMoment(
    program
      .command('tie-out')
      .description('each return and statement from its goods to the bank: totals of each stage, each difference explained, exactly'),
  )
    .option('--authority <code>', 'of one authority: GB, EU-FR', shapeOption('--authority', book))
    .option('--holder <code>', 'of one collector', shapeOption('--holder', partyCode))
    .option('--number <number>', 'of one scheme number', shapeOption('--number', reference))
    .option('--period <period>', 'of one period: 2026-01, 2026-Q1', shapeOption('--period', code))
    .action(performs<TieOutOptions>(shell, tieOut));
  program
    .command('manual-entries')
    .description('what people asked for, agreed to or did by hand: write-offs, remissions, disputes, repayments, allocations')
    .option('--book <book>', 'of one book', shapeOption('--book', book))
    .option('--event <name>', 'of one kind, like DebtWrittenOff', shapeOption('--event', code))
    .option('--how <how>', manualHows.join(', '), choiceOption('--how', manualHows))
    .option('--person <code>', 'that this person asked for or agreed to', shapeOption('--person', partyCode))
    .option('--from <day>', 'effective from this day or moment (UTC)', sinceOption('--from'))
    .option('--to <day>', 'effective until this day or moment (UTC), included', throughOption('--to'))
    .option('--as-of <day>', 'the same as --to', throughOption('--as-of'))
    .option('--known-at <position>', 'as known at a position of the log, or by a day or moment of recording', knownAtOption('--known-at'))
    .option('--after <position>', 'go on after this entry', shapeOption('--after', reference))
    .option('--limit <number>', 'entries to print', wholeNumberOption('--limit', 1, 100_000), 50)
    .action(performs<ManualOptions>(shell, manualEntries));
};
