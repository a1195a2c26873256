import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, StreamableFile } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants';
import { Log } from '#telemetry';
import type { FastifyRequest } from 'fastify';
import { catchError, map, type Observable, throwError } from 'rxjs';
import { problem, problemBody } from '../http/problem';
import { problemOf } from '../http/problem.filter';
import { reads } from '../http/reads';
import { traceIdOf } from '../http/trace';
import { admittedCaller } from '../identity/caller';
import { LedgerClock } from '../ledger/ledger-clock';
import { AccessLog } from './access-log';
import { askedIn, callerIn, Pseudonyms, rowsIn, type AccessRecord } from './access-record';

/** Records every read of somebody who was let in, before it is answered; what cannot be recorded is refused. */
@Injectable()
export class AccessLogInterceptor implements NestInterceptor<unknown> {
  constructor(
    private readonly log: AccessLog,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: LedgerClock,
    private readonly diary: Log,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = reads(request) ? admittedCaller(request) : undefined;
    if (caller === undefined) return next.handle();
    const fields = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
    const about = {
      traceId: traceIdOf(request),
      ...callerIn(caller, this.pseudonyms),
      route: routeOf(context),
      ...askedIn(fields(request.params), fields(request.query), this.pseudonyms),
    };
    return next.handle().pipe(
      map((answer) => {
        this.#record({ ...about, status: 200, ...(answer instanceof StreamableFile ? { streamed: true } : { rows: rowsIn(answer) }) });
        return answer;
      }),
      catchError((error: unknown) => {
        // A refusal is recorded too, but for that of the record itself.
        if (!(error instanceof NotRecordedError))
          this.#record({ ...about, status: problemBody(problemOf(error), about.traceId).status, rows: 0 });
        return throwError(() => (error instanceof NotRecordedError ? error.refusal : error));
      }),
    );
  }

  #record(record: Omit<AccessRecord, 'at'>): void {
    try {
      this.log.record({ at: this.clock.moment(), ...record });
    } catch (error) {
      this.diary.error('a read could not be recorded and was refused', { error });
      throw new NotRecordedError();
    }
  }
}

class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';
  readonly refusal = problem('STORE_UNAVAILABLE', 'This read could not be recorded, so it is not answered.');
}

const routeOf = (context: ExecutionContext): string => {
  const parts = [
    Reflect.getMetadata(PATH_METADATA, context.getClass()),
    Reflect.getMetadata(PATH_METADATA, context.getHandler()),
  ] as readonly string[];
  return `/${parts
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/')}`;
};
