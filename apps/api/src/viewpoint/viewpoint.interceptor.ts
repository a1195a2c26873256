import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type OnModuleDestroy } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { EventStore, type Position } from '#event-store';
import { isDay } from '#money';
import { ReadModel } from '#read-model';
import { dateFault } from '#rules';
import { PastViews, TooManyMomentsError, type LogMoment } from '#runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { askedMoment, logPosition, positionOfCursor } from '../http/page-cursor';
import { problem, problemOfFault } from '../http/problem';
import { declaresQuery, refuseUnreadQuery } from '../http/unread-query';
import { whenAnswered } from '../http/when-answered';
import { LedgerClock } from '../ledger/ledger-clock';
import { momentFields, ownViewpointKey, viewpointKey, type ViewedProjection } from './at-viewpoint';
import { momentOfRequest, type MomentOfRequest } from './moment-of-request';

type Answerer = CallHandler<unknown>;
interface Asked {
  readonly asOf?: string;
  readonly knownAt?: Position;
  readonly cursor?: unknown;
}

/** A moment. Where the route has a query of its own, which may ask about a day, that stands for its end. */
const momentOf = (asOf: unknown, mayBeDay: boolean): string => {
  const moment = askedMoment.parse(mayBeDay && typeof asOf === 'string' && isDay(asOf) ? `${asOf}T23:59:59.999Z` : asOf, '$.asOf');
  const fault = dateFault(moment, 'asOf');
  if (fault !== undefined) throw problemOfFault(fault);
  return moment;
};

const askedBy = (context: ExecutionContext): Asked => {
  const { asOf, knownAt, cursor } = (context.switchToHttp().getRequest<FastifyRequest>().query ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(asOf === undefined ? {} : { asOf: momentOf(asOf, declaresQuery(context)) }),
    ...(knownAt === undefined ? {} : { knownAt: logPosition.parse(knownAt, '$.knownAt') as Position }),
    ...(cursor === undefined ? {} : { cursor }),
  };
};

/** A list that goes on says where; what follows has to be of the same moment. */
const goesOn = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'next' in answer && answer.next !== undefined;

const answerAt = (moment: MomentOfRequest, next: Answerer): Promise<unknown> =>
  momentOfRequest.run(moment, () => lastValueFrom(next.handle(), { defaultValue: undefined }));

/**
 * Answers a route `AtViewpoint` at the moment that its query or its cursor names. Where nothing that concerns it was written since, the
 * present rows are the answer; else those of the moment are looked up in the log.
 */
@Injectable()
export class ViewpointInterceptor implements NestInterceptor<unknown>, OnModuleDestroy {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: EventStore,
    private readonly views: ReadModel,
    private readonly clock: LedgerClock,
    private readonly past: PastViews,
  ) {}

  intercept(context: ExecutionContext, next: Answerer): Observable<unknown> {
    const projections = this.reflector.get<readonly ViewedProjection[] | undefined>(viewpointKey, context.getHandler());
    const read =
      projections === undefined
        ? (this.reflector.get<readonly string[] | undefined>(ownViewpointKey, context.getHandler()) ?? [])
        : momentFields;
    refuseUnreadQuery(context, momentFields, read);
    if (projections === undefined) return next.handle();
    return defer(() => this.#answer(projections, askedBy(context), context.switchToHttp().getResponse<FastifyReply>(), next));
  }

  onModuleDestroy(): Promise<void> {
    return this.past.close();
  }

  async #answer(
    projections: readonly ViewedProjection[],
    { asOf, knownAt, cursor }: Asked,
    reply: FastifyReply,
    next: Answerer,
  ): Promise<unknown> {
    const present = await this.clock.known();
    const wanted = positionOfCursor(cursor) ?? knownAt ?? present;
    const position = wanted < present ? wanted : present;
    const named = knownAt !== undefined || cursor !== undefined;
    if (asOf === undefined && (!named || (await this.#isPresent(projections, position)))) {
      const answer = await answerAt({ position }, next);
      // Something may have been written while it was read.
      if (!(named || goesOn(answer)) || (await this.#isPresent(projections, position))) return answer;
    }
    return this.#answerFromLog(projections, { knownAt: position, ...(asOf === undefined ? {} : { asOf }) }, reply, next);
  }

  async #answerFromLog(projections: readonly ViewedProjection[], moment: LogMoment, reply: FastifyReply, next: Answerer): Promise<unknown> {
    const { knownAt: position, ...rest } = moment;
    if (projections.length === 0) return answerAt({ ...rest, position, log: this.past.log(moment) }, next);
    const held = await this.past.hold(projections, moment).catch((error: unknown) => {
      throw error instanceof TooManyMomentsError ? problem('MOMENTS_BUSY', 'Ask again in a moment.', { field: 'knownAt' }) : error;
    });
    // A streamed answer is read until it is sent.
    whenAnswered(reply, held.release);
    return answerAt({ ...rest, position, views: held.views, log: held.log }, next);
  }

  /** Whether the rows of some projections are those of a position: nothing that they read of was written since. */
  async #isPresent(names: readonly ViewedProjection[], position: Position): Promise<boolean> {
    const isNamed = (name: string): boolean => names.some((wanted) => wanted === name);
    const reached = (await this.views.progress()).filter(({ projection }) => isNamed(projection));
    if (names.length > 0 && reached.every((part) => part.position === position)) return true;
    const categories = this.views.projections.filter(({ name }) => isNamed(name)).flatMap((projection) => projection.categories ?? []);
    for await (const { events } of this.store.readAll({ after: position, ...(names.length === 0 ? {} : { categories }) }))
      if (events.length > 0) return false;
    return true;
  }
}
