import {
  type CellFigures,
  dimensions,
  dimensionsOf,
  shippedValueBands,
  StatisticsTooLargeError,
  tradeStatistics,
  type Dimension,
  type StatisticsRow,
  type TradeStatistics,
  unorderedBound,
  type ValueBands,
} from '#study';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { currencyOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { withLog } from '../reading';
import { askedTrade, tradeOptions, type TradeOptions } from '../recorded-trade';
import { performs, type CommandContext, type Shell } from '../shell';

interface StatisticsOptions extends TradeOptions {
  readonly by: readonly Dimension[];
  readonly currency: string;
  readonly bands?: readonly string[];
  readonly least: number;
}

const byOption = (value: string): readonly Dimension[] => {
  const asked = dimensionsOf(value);
  if (asked === undefined)
    throw new CannotRunError('OPTION_INVALID', `--by: expected some of ${dimensions.join(',')}, each once, with commas between`, '--by');
  return asked;
};

const bandsOption = (value: string): readonly string[] => {
  const bounds = value.split(',');
  const wrong = bounds.find((bound) => !/^\d{1,15}(\.\d{1,12})?$/.test(bound)) ?? unorderedBound(bounds);
  if (wrong !== undefined)
    throw new CannotRunError(
      'OPTION_INVALID',
      `--bands: expected amounts that rise from above 0, like 50,150,1000; found ${wrong}`,
      '--bands',
    );
  return bounds;
};

const valuesText = ({ values }: CellFigures): string => values.map(({ currency, value }) => `${value} ${currency}`).join(', ');
const taxesText = ({ taxes }: CellFigures): string =>
  taxes
    .map(
      ({ taxType, currency, assessed, forgone, accountedElsewhere, payable }) =>
        `${taxType} ${assessed} assessed, ${forgone} forgone, ${accountedElsewhere} elsewhere, ${payable} payable ${currency}`,
    )
    .join('; ');

const lineOf = (key: readonly string[], figures: CellFigures): readonly string[] => [
  ...key,
  ...[figures.parcels, figures.items, figures.units].map(String),
  figures.presented,
  valuesText(figures),
  figures.itemsWithMass === 0 ? '' : `${figures.mass} kg of ${String(figures.itemsWithMass)}`,
  taxesText(figures),
];

const textOf = ({ by, currency, rows, total, suppressed, invalidated, notAssessed }: TradeStatistics): string => {
  const keyOf = ({ key }: StatisticsRow): readonly string[] => by.map((dimension) => key[dimension] ?? '');
  const lines = [
    ...(by.length === 0 ? [] : rows.map((row) => lineOf(keyOf(row), row))),
    lineOf(
      by.map((_, i) => (i === 0 ? 'total' : '')),
      total,
    ),
  ];
  return [
    table([...by, 'parcels', 'items', 'units', currency, 'declared', 'mass', 'tax'], lines),
    '',
    'A parcel counts in each row that one of its items is in. ' +
      `${currency}: by the customs rate of the day of acceptance, each item rounded half to even.`,
    ...(total.itemsNotPresented === 0
      ? []
      : [`${String(total.itemsNotPresented)} items are in no rate of ${currency}: they are not in that column.`]),
    ...(suppressed.rows === 0
      ? []
      : [
          `${String(suppressed.rows)} rows are held back: fewer than ${String(suppressed.least)} parcels, ` +
            'or shown by what the others leave of the total.',
        ]),
    `Left out: ${String(invalidated)} declarations that were invalidated. Without tax: ${String(notAssessed)} that are not assessed.`,
  ].join('\n');
};

const statistics = (context: CommandContext, options: StatisticsOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const { trade, law, window, moment } = await askedTrade(log, options);
    const { by, currency, least } = options;
    const bands: ValueBands = options.bands === undefined ? shippedValueBands() : { currency, bounds: options.bands };
    try {
      const told = await tradeStatistics(trade, law, { by, window, currency, bands, least }, (items) => {
        context.output.progress(`${String(items)} items ...`);
      });
      await context.output.answer({ ...moment, ...window, ...told, ...(by.includes('band') ? { bands } : {}) }, () => textOf(told));
      return exitCodes.done;
    } catch (error) {
      throw error instanceof StatisticsTooLargeError ? new CannotRunError('STATISTICS_TOO_LARGE', error.message, '--by') : error;
    }
  });

export const addStatistics = (program: Command, shell: Shell): void => {
  tradeOptions(
    program
      .command('statistics')
      .description(
        'item-level trade statistics from the declarations as they stand: parcels, items, values, mass, tax assessed, relieved and payable',
      ),
  )
    .option('--by <dimensions>', `what to tell apart, with commas between: ${dimensions.join(', ')}`, byOption, [])
    .option('--currency <code>', 'the one currency in which values are presented too', currencyOption('--currency'), 'EUR')
    .option('--bands <amounts>', 'bounds of value bands in that currency (default: those of facts/value-bands.json, in EUR)', bandsOption)
    .option('--least <number>', 'hold back rows of fewer parcels (statistical confidentiality)', wholeNumberOption('--least', 0), 0)
    .action(performs<StatisticsOptions>(shell, statistics));
};
