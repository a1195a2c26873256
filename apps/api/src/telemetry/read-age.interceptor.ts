import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { LedgerWatch } from '#telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { positionHeader } from '../http/command-answer';
import { reads } from '../http/reads';

/** Whole seconds, rounded up, since the read models were last known to be complete. */
export const ageHeader = 'x-log-age';

/** Marks what is read with how far the read models are at least, and how old that knowledge is: also while the store is silent. */
@Injectable()
export class ReadAgeInterceptor implements NestInterceptor<unknown> {
  constructor(private readonly watch: LedgerWatch) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const known = reads(request) && request.url.startsWith('/v1/') ? this.watch.knownThrough() : undefined;
    if (known !== undefined)
      void http
        .getResponse<FastifyReply>()
        .header(positionHeader, known.position)
        .header(ageHeader, String(Math.ceil(known.ageSeconds)));
    return next.handle();
  }
}
