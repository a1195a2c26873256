import { readFile } from 'node:fs/promises';
import { MalformedJsonError, MalformedValueError, parseStrictJson, present } from '#event-catalogue';
import { isCountry, type RulesEvent, VAT_CATEGORIES } from '#rules';
import { type Cohort, type Collector, type CostFact, readCostFacts, type Scenario, shippedCostFacts } from '#study';
import type { Command } from 'commander';
import { CannotRunError } from './exit';
import { choiceOption, repeated, shareOption } from './options';
import { readTableFile, tariffFrom } from './table-file';

const collectors = ['vendor', 'intermediary', 'consumer'] as const satisfies readonly Collector[];

export interface ScenarioOptions {
  readonly threshold?: NonNullable<Scenario['thresholds']>;
  readonly flat?: NonNullable<Scenario['flat']>;
  readonly measure?: readonly (NonNullable<Scenario['measures']>[number] | string)[];
  readonly vat?: NonNullable<Scenario['vatRates']>;
  readonly model?: Collector;
  readonly claimRelief?: true;
  readonly cohort?: Cohort;
  readonly seed?: string;
  readonly costs?: string;
}

const wrong = (option: string, expected: string): CannotRunError =>
  new CannotRunError('OPTION_INVALID', `${option}: expected ${expected}`, option);

/** `NAME=VALUE` in its two parts. */
const halves = (option: string, value: string, expected: string): readonly [string, string] => {
  const [, name, rest] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (name === undefined || rest === undefined) throw wrong(option, expected);
  return [name, rest.trim()];
};

const thresholdOption = (value: string): NonNullable<Scenario['thresholds']>[number] => {
  const expected = 'a territory or a scheme and an amount of its rule’s currency, like EU=0 or EU-IOSS=22';
  const [of, amount] = halves('--threshold', value, expected);
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(amount)) throw wrong('--threshold', expected);
  return { of, amount };
};

const flatOption = (value: string): NonNullable<Scenario['flat']>[number] => {
  const [territory, rule] = halves('--flat', value, 'a territory and a duty, like "EU=3.00 EUR/hs6", "EU=3.00 EUR/consignment" or EU=none');
  return { territory, rule };
};

/** A measure by itself, else the name of a file. */
const measureOption = (value: string): NonNullable<Scenario['measures']>[number] | string => {
  if (!value.includes('=')) return value;
  const expected = 'a file, or jurisdiction:taxType:codePrefix:origin=rule, like EU:A00:6403:CN=48.5%';
  const [name, expression] = halves('--measure', value, expected);
  const [, jurisdiction, taxType, prefix, origin] = /^([A-Z]{2}):([A-Z0-9]{3}):(\d{0,10}|all):([A-Z]{2}|\*)$/.exec(name) ?? [];
  if (jurisdiction === undefined || taxType === undefined || prefix === undefined || origin === undefined)
    throw wrong('--measure', expected);
  return { jurisdiction, taxType, codePrefix: prefix === 'all' ? '' : prefix, origin, expression };
};

const vatOption = (value: string): NonNullable<Scenario['vatRates']>[number] => {
  const expected = 'a country, a category where it is not the standard rate, and per cent, like FR=21 or FR:reduced=5.5';
  const [name, rate] = halves('--vat', value, expected);
  const [country = '', named = 'standard'] = name.split(':');
  const category = VAT_CATEGORIES.find((one) => one === named);
  if (category === undefined || !isCountry(country) || !/^\d{1,2}(\.\d{1,4})?$/.test(rate)) throw wrong('--vat', expected);
  return { country, category, rate };
};

const cohortOption = (value: string): Cohort => {
  const expected = 'vendor=CODE, carrier=CODE, dispatch=COUNTRY, destination=COUNTRY, chapter=61 or share=0.1';
  const [by, of] = halves('--cohort', value, expected);
  if (by === 'share') return { by, value: shareOption('--cohort')(of), seed: '' };
  const known = (['vendor', 'carrier', 'dispatch', 'destination', 'chapter'] as const).find((one) => one === by);
  if (
    known === undefined ||
    (known === 'chapter' && !/^\d{2}$/.test(of)) ||
    ((known === 'dispatch' || known === 'destination') && !isCountry(of))
  )
    throw wrong('--cohort', expected);
  return { by: known, value: of };
};

/** The options of `ScenarioOptions`. */
export const scenarioOptions = (command: Command): Command =>
  command
    .option(
      '--threshold <rule=amount>',
      'relief of customs duty of a territory (EU, GB) or limit of a scheme (EU-IOSS, EU-SA, UK-SUPPLY), in its own currency; repeatable',
      repeated(thresholdOption),
    )
    .option(
      '--flat <territory=duty>',
      'flat duty on goods of low value: "EU=3.00 EUR/hs6", "EU=3.00 EUR/consignment", EU=none (the tariff); repeatable',
      repeated(flatOption),
    )
    .option(
      '--measure <measure>',
      'EU:A00:6403:CN=48.5% in place of all measures at and beneath its prefix, or a tariff table as `rules import --kind tariff` reads it; repeatable',
      repeated(measureOption),
    )
    .option('--vat <country=rate>', 'FR=21, FR:reduced=5.5; repeatable', repeated(vatOption))
    .option(
      '--model <model>',
      'who collects within the limits of the schemes: vendor, intermediary, consumer (default: whoever did)',
      choiceOption('--model', collectors),
    )
    .option('--claim-relief', 'assume that every consignment within the limit claims its relief')
    .option(
      '--cohort <property=value>',
      'only these, the rest under the law as it was: vendor=, carrier=, dispatch=, destination=, chapter=, share=',
      cohortOption,
    )
    .option('--seed <text>', 'of a cohort that is a share (default: tidewaiter)')
    .option('--costs <file>', 'costs of collection and compliance in the form of facts/collection-costs.json (default: that file)');

/** What a table that was read for a scenario holds, and what of it cannot be said by our rules. */
export interface TableTaken {
  readonly file: string;
  readonly sha256: string;
  readonly accepted: number;
  readonly unsupported: number;
  readonly rejected: number;
}

/** The scenario that was asked for, and the tables read for it. */
export const scenarioOf = async ({
  threshold,
  flat,
  measure = [],
  vat,
  model,
  claimRelief,
}: ScenarioOptions): Promise<{ readonly scenario: Scenario; readonly tables: readonly TableTaken[] }> => {
  const tables: TableTaken[] = [];
  const events: RulesEvent[] = [];
  for (const file of measure.filter((one) => typeof one === 'string')) {
    const { reading, sha256 } = await readTableFile(file, { kind: 'tariff', published: tariffFrom, from: tariffFrom });
    const lines = { accepted: 0, unsupported: 0, rejected: 0 };
    for (const { verdict } of reading.verdicts) lines[verdict] += 1;
    tables.push({ file, sha256, ...lines });
    events.push(...reading.events);
  }
  const measures = measure.filter((one) => typeof one !== 'string');
  const scenario: Scenario = {
    ...present({ thresholds: threshold, flat }),
    ...(measures.length === 0 ? {} : { measures }),
    ...(events.length === 0 ? {} : { tables: events }),
    ...present({ vatRates: vat, collector: model, claimRelief }),
  };
  return { scenario, tables };
};

export const cohortOf = ({ cohort, seed = 'tidewaiter' }: ScenarioOptions): Cohort | undefined =>
  cohort?.by === 'share' ? { ...cohort, seed } : cohort;

/** The file that was named, else the figures that the project ships. */
export const costsOf = async ({ costs }: ScenarioOptions): Promise<readonly CostFact[]> => {
  if (costs === undefined) return shippedCostFacts();
  try {
    return readCostFacts(parseStrictJson(await readFile(costs, 'utf8'), { maxDepth: 5 }), costs);
  } catch (error) {
    if (error instanceof MalformedValueError || error instanceof MalformedJsonError)
      throw new CannotRunError('COSTS_MALFORMED', error.message, '--costs');
    throw error;
  }
};
