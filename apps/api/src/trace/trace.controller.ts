import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Direction,
  directions,
  readProjections,
  subjectNamed,
  Trace,
  type TraceNode,
  type TraceReader,
  type TraceStep,
} from '#enquiries';
import { EventCatalogue, MalformedValueError, oneOf, record } from '#event-catalogue';
import { EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { Export } from '../downloads/exported';
import { bodyOf, plain } from '../http/field';
import { ndjson, type Ndjson } from '../http/ndjson';
import { listQuery, pageOf, cursorAfter, viewpoint } from '../http/page-cursor';
import { param } from '../http/params';
import { notFound } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownerFilter, type CollectorScope } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { AtViewpoint } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** A stream of the chain, with an item or line behind a `/`. */
const subjectParam = param<string>({
  parse: (value, at) => {
    if (typeof value !== 'string' || subjectNamed(value) === undefined)
      throw new MalformedValueError(
        at,
        'receipt-, accountPeriod-, schemeReturn-, charge-, declaration-, order- or consignment- and an identifier; an item or order line behind a /',
      );
    return value;
  },
  schema: { type: 'string' },
});

export class TraceQuery extends bodyOf(listQuery({ direction: oneOf(...directions) })) {}
export class ChainQuery extends bodyOf(record({ direction: oneOf(...directions), ...viewpoint })) {}

const readerOf = (scope: CollectorScope): TraceReader => {
  const owner = ownerFilter(scope);
  return owner === undefined ? {} : { owner };
};

/** From a bank entry to the message that a line was told by, and back. */
@ApiTags('trace')
@Controller('v1/trace')
export class TraceController {
  readonly #trace: Trace;

  constructor(
    store: EventStore,
    catalogue: EventCatalogue,
    views: ReadModel,
    private readonly clock: LedgerClock,
  ) {
    this.#trace = new Trace({ store, catalogue }, views);
  }

  /** The next steps towards the goods (`down`) or the money (`up`); steps of others are left out. */
  @Get(':subject')
  @AtViewpoint(...readProjections.trace)
  @Policy(readers)
  async steps(
    @Param('subject', subjectParam) subject: string,
    @Query() query: TraceQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly subject: string; readonly direction: Direction; readonly steps: readonly TraceNode[]; readonly next?: string }> {
    const list = `trace ${subject}`;
    const page = pageOf(list, plain(query), await this.clock.known());
    const found = await this.#trace.steps(subject, query.direction, readerOf(scope), page);
    if (found === undefined) throw notFound();
    return {
      subject,
      direction: query.direction,
      steps: found.steps,
      ...(found.next === undefined ? {} : { next: cursorAfter(list, plain(query), page, found.next) }),
    };
  }

  /** The whole chain, depth first, NDJSON, streamed. */
  @Get(':subject/chain')
  @Export('trace')
  @AtViewpoint(...readProjections.trace)
  @Policy(readers)
  async chain(
    @Param('subject', subjectParam) subject: string,
    @Query() { direction }: ChainQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<Ndjson<TraceStep>> {
    const steps = await this.#trace.whole(subject, direction, readerOf(scope));
    if (steps === undefined) throw notFound();
    return ndjson(steps, (step) => step);
  }
}
