import { MalformedValueError } from '#event-catalogue';
import type { DatasetName } from '#export';
import { CannotRunError } from '../exit';
import { enquirySources } from './enquiry-sources';
import { ledgerSources } from './ledger-sources';
import { reconciliationSources } from './reconciliation-sources';
import type { Filters, Source } from './source';

const sources = { ...reconciliationSources, ...ledgerSources, ...enquirySources } satisfies Readonly<Partial<Record<DatasetName, Source>>>;
export type ExportedName = keyof typeof sources;

export const exportedNames = Object.keys(sources) as readonly ExportedName[];
export const sourceOf = (name: ExportedName): Source => sources[name];

const refused = (message: string): CannotRunError => new CannotRunError('OPTION_INVALID', `--filter: ${message}`, '--filter');

/**
 * The filters of a query, each `NAME=VALUE`. Throws CannotRunError for one that the query does not have, a value it does not take, and one
 * that is missing.
 */
export const filtersOf = (name: ExportedName, given: readonly string[]): Filters => {
  const { filters } = sourceOf(name);
  const known = Object.keys(filters);
  const read = given.map((filter) => {
    const [field = '', ...rest] = filter.split('=');
    const taken = filters[field];
    if (taken === undefined || rest.length === 0)
      throw refused(known.length === 0 ? `${name} has none` : `expected NAME=VALUE with one of ${known.join(', ')}`);
    try {
      return [field, taken.shape.parse(rest.join('='), '')] as const;
    } catch (error) {
      throw error instanceof MalformedValueError ? refused(`${field}: expected ${error.expected}`) : error;
    }
  });
  const repeated = read.find(([field], i) => read.findIndex(([other]) => other === field) !== i);
  if (repeated !== undefined) throw refused(`${repeated[0]} stands twice`);
  const missing = Object.entries(filters).find(([field, { required }]) => required === true && !read.some(([other]) => other === field));
  if (missing !== undefined) throw new CannotRunError('OPTION_MISSING', `--filter: ${name} needs ${missing[0]}=VALUE`, '--filter');
  return Object.fromEntries(read);
};
