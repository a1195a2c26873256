import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { EventStore, type Position } from '#event-store';
import { ProjectionRunner } from '#read-model';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { LedgerClock } from '../ledger/ledger-clock';
import { KeptIndex } from '../reconciliation/kept-index';
import { positionHeader } from './command-answer';
import { isLogPosition, logPosition, positionOfCursor } from './page-cursor';
import { problem } from './problem';
import { reads } from './reads';

/** A read that names a position waits until the read models have come there: what a client wrote, it reads. */
@Injectable()
export class LogPositionInterceptor implements NestInterceptor<unknown> {
  constructor(
    private readonly projections: ProjectionRunner,
    private readonly cases: KeptIndex,
    private readonly store: EventStore,
    private readonly clock: LedgerClock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { headers, query } = request;
    const position = headers[positionHeader];
    if (position !== undefined) await this.#waitFor(String(position));
    const { knownAt, cursor } = (query ?? {}) as { readonly knownAt?: unknown; readonly cursor?: unknown };
    if (reads(request) && isLogPosition(knownAt)) await this.#comeTo(knownAt, 'knownAt');
    const begun = positionOfCursor(cursor);
    if (begun !== undefined) await this.#comeTo(begun, 'cursor');
    return next.handle();
  }

  async #waitFor(position: string): Promise<void> {
    logPosition.parse(position, '$.X-Log-Position');
    await this.#comeTo(position as Position, 'X-Log-Position');
    this.cases.named(position);
  }

  /** What will be known at a position that is still to come nobody can say, and to wait for it would hold a place for nothing. */
  async #comeTo(position: Position, field: string): Promise<void> {
    if (position <= (await this.clock.known())) return;
    const head = await this.store.head();
    if (position > head) throw problem('FIELD_MALFORMED', `expected a position up to ${head}, the end of this log`, { field });
    await this.projections.waitFor(position);
  }
}
