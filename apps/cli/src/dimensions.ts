import { dimensionShapes, type DimensionFilter, withinOf } from '#reconciliation';
import type { Command } from 'commander';
import { shapeOption } from './options';

/** Which cases are counted. */
export interface DimensionOptions extends Pick<DimensionFilter, 'month' | 'model' | 'country' | 'seller' | 'chapter'> {
  /** A scheme, or a number under one. */
  readonly scheme?: string;
}

export const dimensionOptions = (command: Command): Command =>
  command
    .option('--month <month>', 'first ordered in this month, YYYY-MM (UTC)', shapeOption('--month', dimensionShapes.month.optional))
    .option(
      '--model <model>',
      'who collects: vendor, intermediary, consumer; - where nobody knows yet, as with the others',
      shapeOption('--model', dimensionShapes.model.optional),
    )
    .option('--country <code>', 'first destination', shapeOption('--country', dimensionShapes.country.optional))
    .option(
      '--scheme <scheme>',
      'under EU-IOSS, EU-SA, UK-SUPPLY or by standard import; or supplied or declared under this number',
      shapeOption('--scheme', dimensionShapes.scheme.optional),
    )
    .option('--seller <code>', 'with an order of this seller', shapeOption('--seller', dimensionShapes.collector.optional))
    .option('--chapter <digits>', 'with goods of this chapter of the tariff', shapeOption('--chapter', dimensionShapes.chapter.optional));

export const dimensionsOf = ({ seller, ...others }: DimensionOptions): DimensionFilter =>
  withinOf({ ...others, ...(seller === undefined ? {} : { collector: seller }) });
