import { Controller, Get, Injectable } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { DatasetName } from '#export';
import { allProblems } from '../http/problem';
import { Public } from '../identity/policy';
import { answerBook } from './answer-book';
import { answerSchemas, responsesOf, type Responses } from './describe-answers';
import { exportKey } from './export-key';
import { headers } from './headers';

/** The API description, made once, when it is first asked for: it takes longer than all else at a start. */
@Injectable()
export class OpenApiDocument {
  #document: OpenAPIObject | undefined;
  #describe: (() => OpenAPIObject) | undefined;

  get(): OpenAPIObject {
    this.#document ??= this.#describe?.();
    if (this.#document === undefined) throw new TypeError('the application is not complete yet');
    return this.#document;
  }

  /** Of a complete application. */
  isMadeBy(describe: () => OpenAPIObject): void {
    this.#describe = describe;
  }
}

@ApiExcludeController()
@Controller()
export class OpenApiController {
  constructor(private readonly document: OpenApiDocument) {}

  @Get('openapi.json')
  @Public()
  read(): OpenAPIObject {
    return this.document.get();
  }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    field: { type: 'string', description: 'Path of the field in the request.' },
    details: { type: 'object', additionalProperties: { type: 'string' } },
    traceId: { type: 'string' },
  },
};

interface Operation {
  operationId: string;
  description?: string;
  parameters?: unknown[];
  responses: Responses;
  security?: unknown[];
  [exportKey]?: DatasetName;
}

const header = (name: string, required: boolean, description: string) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});
const writeHeaders = [
  header(
    'Idempotency-Key',
    true,
    'The same key and body on the same route is the same write for ever; another body or route under it is 422.',
  ),
  header('If-Match', false, 'The ETag last seen; 412 when the resource has changed.'),
];
const readHeaders = [header('X-Log-Position', false, 'A position that a write gave: the answer sees that write.')];

/** POSTs that record nothing, or whose content is their key: what a run did, another one does not do again. */
const unkeyed = new Set([
  '/v1/assessments/quote',
  '/v1/close-runs',
  '/v1/refund-payment-files',
  '/v1/refund-payment-runs',
  '/v1/imports',
  '/v1/integrity/verifications',
  '/v1/rule-tables',
  '/v1/simulations',
]);

const problems = {
  description: 'A problem (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** What every operation has: what it answers with success, our headers, and problem+json for whatever is no success. */
const complete = (path: string, method: string, operation: Operation): Operation => {
  const { [exportKey]: exported, parameters = [], responses, security, ...told } = operation;
  const { description } = answerBook.operations[told.operationId] ?? {};
  const asked = security === undefined ? [] : method === 'get' ? readHeaders : unkeyed.has(path) ? [] : writeHeaders;
  return {
    ...(description === undefined ? {} : { description }),
    ...told,
    parameters: [...parameters, ...asked],
    responses: {
      ...responsesOf(method, path, told.operationId, responses, exported),
      ...(security === undefined ? {} : { default: problems }),
    },
    ...(security === undefined ? {} : { security }),
  };
};

/**
 * OpenAPI 3.1 of the application as its routes, DTOs and policies are; paths sorted, so that the document changes only when the API does.
 */
export const describeApi = (app: INestApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tidewaiter')
    .setDescription(
      'An event-sourced revenue collection ledger for cross-border e-commerce. Amounts are strings in major units of their currency.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const paths = Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, item] of paths)
    for (const [method, operation] of Object.entries(item as Record<string, Operation>))
      Object.assign(item, { [method]: complete(path, method, operation) });
  const codes = allProblems()
    .map(({ code }) => code)
    .sort();
  const problemWithCodes = { ...problemSchema, properties: { ...problemSchema.properties, code: { type: 'string', examples: codes } } };
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: {
      ...document.components,
      headers,
      schemas: { ...document.components?.schemas, ...answerSchemas, Problem: problemWithCodes },
    },
  };
};
