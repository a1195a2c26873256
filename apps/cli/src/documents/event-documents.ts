import type { AnyEventType, EventCatalogue } from '#event-catalogue';
import { postingRules } from '#journal';

/** A generated file of docs/events. */
export interface EventDocument {
  readonly file: string;
  readonly text: string;
}

/** The release that first wrote a version of an event; every version has one for ever. */
const firstRelease = '0.1.0';
/** Versions added later, as `Name.v2`, with the release that brought them. */
const laterReleases: Readonly<Record<string, string>> = {};

const sinceOf = ({ name, version }: AnyEventType): string => laterReleases[`${name}.v${String(version)}`] ?? firstRelease;

const postingOf = ({ name }: AnyEventType): string => {
  const rule = postingRules[name];
  if (rule === undefined) throw new RangeError(`no posting rule says what ${name} means`);
  return 'noPosting' in rule ? `none: ${rule.noPosting}` : rule.templates.join(', ');
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const rowOf = (type: AnyEventType): string => {
  const { name, version, category, meaning } = type;
  const link = `[${name}](${name}.v${String(version)}.json)`;
  return `| ${link} | ${String(version)} | \`${category}-\` | ${cell(meaning)} | ${cell(postingOf(type))} | ${sinceOf(type)} |`;
};

const page = (types: readonly AnyEventType[]): string => `# Events

Every fact that the ledger records, in the order of the story. Written by \`npm run docs:events\` from \`libs/*/src/*.events.ts\`; do not edit.
A file holds the JSON Schema of an event's data, current version. *Postings* are the templates of \`libs/journal\` that an event moves money by, or
why it moves none. Metadata is the same for all of them: \`libs/event-catalogue/src/envelope.ts\`.

| event | version | stream | meaning | postings | since |
|---|---|---|---|---|---|
${types.map(rowOf).join('\n')}
`;

/** All files of docs/events, by name. Throws RangeError where an event has no posting rule. */
export const eventDocuments = (catalogue: EventCatalogue): readonly EventDocument[] => [
  ...catalogue.schemas().map(({ file, schema }) => ({ file, text: `${JSON.stringify(schema, undefined, 2)}\n` })),
  { file: 'README.md', text: page(catalogue.types()) },
];
