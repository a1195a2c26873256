import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { BreakDocument } from '../breaks/break-document';
import { Asked } from '../identity/four-eyes';
import { etagOf, stampAccepted } from './command-answer';
import { Written } from './command-desk';
import { StreamDocument } from './stream-reader';

/** Gives accepted writes their headers (ETag, X-Log-Position, Idempotency-Replayed) and single resources their ETag. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor<unknown> {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        if (answer instanceof StreamDocument) void reply.header('etag', etagOf(answer.revision));
        if (answer instanceof BreakDocument && answer.revision !== undefined) void reply.header('etag', etagOf(answer.revision));
        if (answer instanceof Asked) void reply.code(202);
        if (!(answer instanceof Written)) return answer;
        stampAccepted(reply, answer.accepted);
        return answer.answer;
      }),
    );
  }
}
