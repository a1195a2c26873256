import {
  type Bridge,
  type BridgeFigure,
  type BridgeStage,
  type FigureParts,
  figureNames,
  figureOf,
  figureParts,
  figureShapes,
  type ParcelCase,
  Reconciliation,
} from '#reconciliation';
import type { Command } from 'commander';
import { dimensionOptions, type DimensionOptions, dimensionsOf } from '../dimensions';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { moments, questionOf, type QuestionOptions } from './reconcile';

interface FigureOptions {
  readonly book?: string;
  readonly currency?: string;
  readonly stage?: BridgeStage;
  readonly tax?: string;
  readonly from?: BridgeStage;
  readonly to?: BridgeStage;
  readonly reason?: string;
  readonly after?: string;
  readonly limit: number;
}
type Options = QuestionOptions & DimensionOptions & FigureOptions;

const textOf = ({ book, currency, rows, byTaxType = {}, steps }: Bridge): string => {
  const reasons = steps.flatMap(({ from, to, because }) =>
    Object.entries(because).map(([reason, { amount, cases }]) => [`${from} to ${to}`, reason, amount, String(cases)]),
  );
  const taxes = (stage: string): readonly (readonly string[])[] =>
    Object.entries(byTaxType).flatMap(([taxType, stages]) =>
      Object.entries(stages).flatMap(([of, amount]) => (of === stage && amount !== '0' ? [['', taxType, amount, '']] : [])),
    );
  const stages = Object.entries(rows).flatMap(([stage, amount]) => [[stage, '', amount, ''], ...taxes(stage)]);
  return table([`${book} ${currency}`, '', 'amount', 'cases'], [...stages, ...reasons]);
};

const figureAsked = ({ book, currency, stage, tax, from, to, reason }: Options): BridgeFigure | undefined => {
  const names = { book, currency, stage, taxType: tax, from, to, reason };
  const figure = figureOf(Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)));
  if (figure === 'incomplete') throw new CannotRunError('OPTION_MISSING', figureNames.replace('taxType', '--tax'), '--book');
  return figure;
};

const partsText = ({ amount, ofCases, periods }: FigureParts, cases: readonly ParcelCase[], next: string | undefined): string => {
  const rows = [
    ...periods.map(({ kind, reference, holder, inFigure }) => [kind, reference, holder, inFigure]),
    ...cases.map(({ key, orders, declarations, inFigure = '' }) => [
      'case',
      orders.map(({ number }) => number).join(', ') || key,
      declarations.map(({ mrn }) => mrn).join(', '),
      inFigure,
    ]),
  ];
  const more = next === undefined ? [] : ['', `more: --after ${next}`];
  return [`${amount}, of which ${ofCases} in cases`, '', table(['', 'of', '', 'adds'], rows), ...more].join('\n');
};

const bridge = (context: CommandContext, options: Options): Promise<ExitCode> => {
  const figure = figureAsked(options);
  return withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      context.output.progress('adding up the cases ...');
      const reconciliation = new Reconciliation(views);
      const filter = dimensionsOf(options);
      const bridges = await reconciliation.bridges(question, filter);
      if (figure === undefined) {
        await context.output.answer({ asOf: question.asOf, bridges }, () =>
          bridges.length === 0 ? 'No such case.' : bridges.map(textOf).join('\n\n'),
        );
        return exitCodes.done;
      }
      const parts = figureParts(bridges, figure, await reconciliation.periodsBehind(question, figure, filter));
      const { cases, next } = await reconciliation.list(
        question,
        { ...filter, behind: figure },
        { limit: options.limit, ...(options.after === undefined ? {} : { after: options.after }) },
      );
      await context.output.answer({ asOf: question.asOf, ...parts, cases, ...(next === undefined ? {} : { next }) }, () =>
        partsText(parts, cases, next),
      );
      return exitCodes.done;
    });
  });
};

export const addBridge = (program: Command, shell: Shell): void => {
  dimensionOptions(
    moments(
      program
        .command('bridge')
        .description(
          'the revenue bridge from what was ordered to what is open, of all cases or of those of a month, model, country, scheme, seller or chapter; or what one of its figures is made of',
        ),
    ),
  )
    .option('--book <book>', 'of a figure: whose book', shapeOption('--book', figureShapes.book.optional))
    .option('--currency <code>', 'of a figure: its currency', shapeOption('--currency', figureShapes.currency.optional))
    .option('--stage <stage>', 'of a figure: the stage, like charged', shapeOption('--stage', figureShapes.stage.optional))
    .option('--tax <type>', 'of a stage: the tax type, like A00', shapeOption('--tax', figureShapes.taxType.optional))
    .option('--from <stage>', 'of a difference: the stage before', shapeOption('--from', figureShapes.from.optional))
    .option('--to <stage>', 'of a difference: the stage behind', shapeOption('--to', figureShapes.to.optional))
    .option(
      '--reason <reason>',
      'of a difference: its reason, like break:B20 or timing',
      shapeOption('--reason', figureShapes.reason.optional),
    )
    .option('--after <key>', 'of a figure: go on after this case')
    .option('--limit <number>', 'of a figure: cases to print', wholeNumberOption('--limit', 1, 100_000), 20)
    .action(performs<Options>(shell, bridge));
};
