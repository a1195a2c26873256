import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Schema } from '../../../apps/api/src/openapi/answer-book';
import { logPosition } from '../../../apps/api/src/http/page-cursor';
import { day, instant, ordinal } from '#event-catalogue';

interface Described {
  readonly pattern?: string;
  readonly type?: string;
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
}

const folder = path.resolve(__dirname, '../../../docs/events');

/** What else OpenAPI calls a form. */
const formats: Readonly<Record<string, string>> = {
  [String(day.schema['pattern'])]: 'date',
  [String(instant.schema['pattern'])]: 'date-time',
};

/** The patterns of each text field of events, by its name; `''`: it is free somewhere. */
const patternsOf = (schema: Described, field: string, found: Map<string, Set<string>>): void => {
  if (schema.type === 'string') found.set(field, (found.get(field) ?? new Set()).add(inAnswers(schema.pattern ?? '')));
  if (schema.items !== undefined) patternsOf(schema.items, field, found);
  for (const [name, one] of Object.entries(schema.properties ?? {})) patternsOf(one, name, found);
};

const exact = '^-?(0|[1-9]\\d*)(\\.\\d+)?$';
/** Events say how many digits an amount or a rate may have; sums have more. */
const inAnswers = (pattern: string): string => {
  const form = new RegExp(pattern);
  return form.test('1.5') && !form.test('A') ? exact : pattern;
};

/** A field's name is the field's own word: what has one form in all events has it in answers, too. */
const formsOfEvents = (): ReadonlyMap<string, string> => {
  const found = new Map<string, Set<string>>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')))
    patternsOf(JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Described, '', found);
  return new Map(
    [...found].flatMap(([name, [pattern = '', ...others]]) => (pattern === '' || others.length > 0 ? [] : [[name, pattern] as const])),
  );
};

/** Names that answers give to something else, too. */
const ofSeveralThings = new Set([
  'account',
  'by',
  'criterion',
  'declaration',
  'document',
  'from',
  'missing',
  'on',
  'period',
  'return',
  'start',
  'unit',
  'verdictsAt',
]);
/** Of types that say their form, and of the moments of answers. */
const own: Readonly<Record<string, unknown>> = {
  '`${bigint}`': '^-?\\d+$',
  '`${number}`': exact,
  Position: logPosition.schema['pattern'],
  position: logPosition.schema['pattern'],
  knownAt: logPosition.schema['pattern'],
  asOf: instant.schema['pattern'],
  revision: ordinal.schema['pattern'],
};
/** A day or a moment is called so, whatever happened. */
const byName = (name: string): unknown =>
  /[a-z](On|Until|Start|End)$/.test(name) ? day.schema['pattern'] : /[a-z]At$/.test(name) ? instant.schema['pattern'] : undefined;

let known: ReadonlyMap<string, string> | undefined;
/** A break that comes to no money is in no currency. */
const ofBreaks = /Break\.currency$/;

/**
 * The form of a text by the name of its field or of its type: a pattern, and a format where there is one; none where it is free. `at`: the
 * path to it, from the last type that has a name.
 */
export const formOf = (name: string, at: string): Schema => {
  if (ofBreaks.test(at)) return { pattern: '^([A-Z]{3}|-)$' };
  known ??= formsOfEvents();
  const pattern = own[name] ?? (ofSeveralThings.has(name) ? undefined : (known.get(name) ?? byName(name)));
  if (typeof pattern !== 'string') return {};
  return { pattern, ...(formats[pattern] === undefined ? {} : { format: formats[pattern] }) };
};
