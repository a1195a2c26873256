import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Position } from '#event-store';
import { ProjectionRunner } from '#read-model';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { KeptIndex } from '../reconciliation/kept-index';
import { positionHeader } from './command-answer';
import { logPosition } from './page-cursor';

/** A read that names a position waits until the read models have come there: what a client wrote, it reads. */
@Injectable()
export class LogPositionInterceptor implements NestInterceptor<unknown> {
  constructor(
    private readonly projections: ProjectionRunner,
    private readonly cases: KeptIndex,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const position = context.switchToHttp().getRequest<FastifyRequest>().headers[positionHeader];
    if (position !== undefined) await this.#waitFor(String(position));
    return next.handle();
  }

  async #waitFor(position: string): Promise<void> {
    logPosition.parse(position, '$.X-Log-Position');
    await this.projections.waitFor(position as Position);
    this.cases.named(position);
  }
}
