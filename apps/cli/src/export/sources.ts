import { day, instant, MalformedValueError } from '#event-catalogue';
import type { DatasetName } from '#export';
import { dateFault } from '#rules';
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

/** What the shapes of days and moments know; the calendar knows which of them exist. */
const dated = new Set<unknown>([day.schema['pattern'], instant.schema['pattern']]);

/**
 * The filters of a query, each `NAME=VALUE`. Throws CannotRunError for one that the query does not have, a value it does not take, and one
 * that is missing.
 */
export const filtersOf = (name: ExportedName, given: readonly string[]): Filters => {
  const { filters } = sourceOf(name);
  const known = Object.keys(filters);
  const read = given.map((filter) => {
    const [field = '', ...rest] = filter.split('=');
    const taken = Object.hasOwn(filters, field) ? filters[field] : undefined;
    if (taken === undefined || rest.length === 0)
      throw refused(known.length === 0 ? `${name} has none` : `expected NAME=VALUE with one of ${known.join(', ')}`);
    try {
      const value = taken.shape.parse(rest.join('='), '');
      const fault = dated.has(taken.shape.schema['pattern']) ? dateFault(value, field) : undefined;
      if (fault !== undefined) throw refused(`${field}: ${fault.message}`);
      return [field, value] as const;
    } catch (error) {
      throw error instanceof MalformedValueError ? refused(`${field}: expected ${error.expected}`) : error;
    }
  });
  const repeated = read.find(([field], i) => read.findIndex(([other]) => other === field) !== i);
  if (repeated !== undefined) throw refused(`${repeated[0]} stands twice`);
  const { from, to } = Object.fromEntries(read) as Filters;
  if (from !== undefined && to !== undefined && dated.has(filters['to']?.shape.schema['pattern']) && to < from)
    throw refused('to: expected a day that is not before from');
  const missing = Object.entries(filters).find(([field, { required }]) => required === true && !read.some(([other]) => other === field));
  if (missing !== undefined) throw new CannotRunError('OPTION_MISSING', `--filter: ${name} needs ${missing[0]}=VALUE`, '--filter');
  return Object.fromEntries(read);
};
