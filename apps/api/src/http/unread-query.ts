import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { problem } from './problem';

/** A handler that declares a query has it checked field by field; of one that does not, nothing would ever look at it. */
const readsQuery = (context: ExecutionContext): boolean => {
  const declared = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as object | undefined;
  return Object.keys(declared ?? {}).some((argument) => argument.startsWith(`${String(RouteParamtypes.QUERY)}:`));
};

/** No query is ignored in silence: throws a ProblemError FIELD_UNKNOWN for a field that the route does not take, but for those that are `taken` elsewhere. */
export const refuseUnreadQuery = (context: ExecutionContext, taken: readonly string[]): void => {
  if (readsQuery(context)) return;
  const [unread] = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query ?? {}).filter((field) => !taken.includes(field));
  if (unread !== undefined) throw problem('FIELD_UNKNOWN', 'expected no such field', { field: unread });
};
