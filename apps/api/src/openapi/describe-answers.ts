import { datasetNamed, exportFormats, mediaTypeOf, type Column, type DatasetName } from '#export';
import { answerBook, type DescribedAnswer, type Schema } from './answer-book';
import type { HeaderName } from './headers';

export interface Response {
  description: string;
  headers?: Readonly<Record<string, unknown>>;
  content?: Readonly<Record<string, unknown>>;
}
export type Responses = Record<string, Response>;

/** What else than its JSON an answer of a class of ours has. */
const headersBy: Readonly<Record<string, readonly HeaderName[]>> = {
  Written: ['ETag', 'X-Log-Position', 'Idempotency-Replayed'],
  StreamDocument: ['ETag'],
  BreakDocument: ['ETag-Of-Work'],
  Streamed: ['Content-Disposition'],
};
const ofReads: readonly HeaderName[] = ['X-Log-Position', 'X-Log-Age'];
const ofExports: readonly HeaderName[] = ['Content-Digest', 'X-Export-Manifest', 'Content-Disposition'];

/** `ETag-Of-Work` is an ETag that may be absent. */
const headerNamed = (name: HeaderName): readonly [string, object] => [
  name === 'ETag-Of-Work' ? 'ETag' : name,
  { $ref: `#/components/headers/${name}` },
];

const isText = (mediaType: string): boolean => /^(text\/|application\/xml$)/.test(mediaType);
/** OpenAPI 3.2 has `itemSchema` for what is read line by line; 3.1 has not, and lets it be said so. */
const lines = (schema: Schema | undefined): Schema => ({
  schema: { type: 'string', description: 'One JSON value a line.' },
  'x-itemSchema': schema,
});
const contentOf = ({ mediaType, schema }: Pick<DescribedAnswer, 'mediaType' | 'schema'>): readonly [string, Schema] => [
  mediaType,
  mediaType === mediaTypeOf.ndjson
    ? lines(schema)
    : { schema: schema ?? { type: 'string', ...(isText(mediaType) ? {} : { format: 'binary' }) } },
];

const cells: Readonly<Record<Column['type'], Schema>> = {
  text: { type: ['string', 'null'] },
  integer: { type: ['integer', 'string', 'null'], description: 'A string beyond 2^53.' },
  decimal: { type: ['string', 'null'] },
  timestamp: { type: ['string', 'null'], format: 'date-time' },
  day: { type: ['string', 'null'], format: 'date' },
  boolean: { type: ['boolean', 'null'] },
  json: {},
};
/** An export has every column in each of its rows. */
const rowOf = (dataset: DatasetName): Schema => {
  const { columns } = datasetNamed(dataset);
  return {
    type: 'object',
    properties: Object.fromEntries(columns.map(({ name, type }) => [name, cells[type]])),
    required: columns.map(({ name }) => name),
    additionalProperties: false,
  };
};

const contentsOf = (answers: readonly DescribedAnswer[], exported: DatasetName | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries([
    ...answers.map(contentOf),
    ...(exported === undefined
      ? []
      : exportFormats.map((format) => {
          const row = format === 'ndjson' ? rowOf(exported) : undefined;
          const own = answers.find(({ mediaType }) => mediaType === mediaTypeOf[format])?.schema;
          const schema = own === undefined || row === undefined ? row : { anyOf: [own, row] };
          return contentOf({ mediaType: mediaTypeOf[format], ...(schema === undefined ? {} : { schema }) });
        })),
  ]);

/**
 * What an operation answers with success: `told` is what Nest knows of it, its statuses and the headers that decorators name; types and
 * headers come from what its controller returns.
 */
export const responsesOf = (
  method: string,
  path: string,
  operation: string,
  told: Responses,
  exported: DatasetName | undefined,
): Responses => {
  const answers = answerBook.operations[operation]?.answers;
  if (answers === undefined) throw new TypeError(`${operation} is not in answers.json`);
  const asked = answers.filter(({ by }) => by === 'Asked');
  const described = (response: Response, ways: readonly DescribedAnswer[], isExported: boolean): Response => {
    const names = new Set<HeaderName>([
      ...ways.flatMap(({ by }) => headersBy[by ?? ''] ?? []),
      ...(method === 'get' && path.startsWith('/v1/') ? ofReads : []),
      ...(isExported ? ofExports : []),
      'X-Trace-Id',
    ]);
    return {
      description: response.description || 'Done.',
      headers: { ...response.headers, ...Object.fromEntries([...names].map(headerNamed)) },
      content: contentsOf(ways, isExported ? exported : undefined),
    };
  };
  const done = answers.filter(({ by }) => by !== 'Asked');
  return Object.fromEntries([
    ...Object.entries(told).map(
      ([status, response]) => [status, described(response, done, exported !== undefined && status === '200')] as const,
    ),
    ...(asked.length === 0
      ? []
      : [['202', described({ description: 'Asked for: a ticket for another person. Nothing is recorded.' }, asked, false)] as const]),
  ]);
};

export const answerSchemas = answerBook.schemas;
