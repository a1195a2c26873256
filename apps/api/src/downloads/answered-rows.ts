import { createInterface } from 'node:readline';
import { StreamableFile, type CallHandler } from '@nestjs/common';
import type { Row } from '#export';
import type { FastifyRequest } from 'fastify';
import { lastValueFrom } from 'rxjs';
import { pageLimits } from '../http/page-cursor';

type Query = Readonly<Record<string, unknown>>;

/** The lines of a streamed answer. */
async function* linesOf(answer: StreamableFile): AsyncGenerator<Row> {
  for await (const line of createInterface({ input: answer.getStream(), crlfDelay: Infinity }))
    if (line !== '') yield JSON.parse(line) as Row;
}

/**
 * All rows that a list shows, page after page: the handler itself is asked, so filters, order and ownership are those of the query. Without
 * a field the answer is its lines where it is streamed, else one element.
 */
export async function* answeredRows(
  request: FastifyRequest,
  next: CallHandler<unknown>,
  query: Query,
  field: string | undefined,
): AsyncGenerator<Row> {
  let page: Query = query;
  for (;;) {
    request.query = page;
    const answer = await lastValueFrom(next.handle());
    if (answer instanceof StreamableFile) {
      yield* linesOf(answer);
      return;
    }
    if (field === undefined) {
      yield answer as Row;
      return;
    }
    const { [field]: rows, next: cursor } = answer as Query;
    if (!Array.isArray(rows)) throw new TypeError(`the answer has no list ${field}`);
    yield* rows as readonly Row[];
    if (typeof cursor !== 'string') return;
    page = { ...query, cursor, limit: String(pageLimits.largest) };
  }
}
