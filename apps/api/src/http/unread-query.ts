import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { problem } from './problem';

/** A handler that declares a query has it checked field by field; of one that does not, nothing would ever look at it. */
export const declaresQuery = (context: ExecutionContext): boolean => {
  const declared = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as object | undefined;
  return Object.keys(declared ?? {}).some((argument) => argument.startsWith(`${String(RouteParamtypes.QUERY)}:`));
};

/**
 * No query is ignored in silence (a `dryRun` that nobody reads would be a write): throws a ProblemError FIELD_UNKNOWN for a field that nobody
 * reads. Of the fields that name a moment the route says which are `read`: what its query declares says nothing about that.
 */
export const refuseUnreadQuery = (context: ExecutionContext, moment: readonly string[], read: readonly string[]): void => {
  const { query } = context.switchToHttp().getRequest<FastifyRequest>();
  const checked = declaresQuery(context);
  const unread = Object.keys(query ?? {}).find((field) => !read.includes(field) && (!checked || moment.includes(field)));
  if (unread !== undefined) throw problem('FIELD_UNKNOWN', 'expected no such field', { field: unread });
};
