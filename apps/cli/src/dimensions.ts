import { collectionModels, type CollectionModel, type DimensionFilter } from '#reconciliation';
import type { Command } from 'commander';
import { CannotRunError } from './exit';
import { choiceOption, countryOption, monthOption } from './options';

/** Which cases are counted. */
export interface DimensionOptions {
  readonly month?: string;
  readonly model?: CollectionModel;
  readonly country?: string;
  readonly scheme?: string;
  readonly seller?: string;
  readonly chapter?: string;
}

const chapterOption = (value: string): string => {
  if (!/^\d{2}$/.test(value)) throw new CannotRunError('OPTION_INVALID', '--chapter: expected two digits of a chapter of the tariff', '--chapter');
  return value;
};

export const dimensionOptions = (command: Command): Command =>
  command
    .option('--month <month>', 'first ordered in this month, YYYY-MM (UTC)', monthOption)
    .option('--model <model>', `who collects: ${collectionModels.join(', ')}`, choiceOption('--model', collectionModels))
    .option('--country <code>', 'first destination', countryOption('--country'))
    .option('--scheme <number>', 'supplied or declared under this scheme number')
    .option('--seller <code>', 'with an order of this seller')
    .option('--chapter <digits>', 'with goods of this chapter of the tariff', chapterOption);

export const dimensionsOf = ({ month, model, country, scheme, seller, chapter }: DimensionOptions): DimensionFilter => ({
  ...(month === undefined ? {} : { month }),
  ...(model === undefined ? {} : { model }),
  ...(country === undefined ? {} : { country }),
  ...(scheme === undefined ? {} : { schemeNumber: scheme }),
  ...(seller === undefined ? {} : { seller }),
  ...(chapter === undefined ? {} : { chapter }),
});
