import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { canonicalJson, commandIdOfRequest, idOfKey, present, sha256Hex } from '#event-catalogue';
import type { CommandContext } from '#event-store';
import type { FastifyRequest } from 'fastify';
import { callerOf, type Caller, type Role } from '../identity/caller';
import { scopeOf, type CollectorScope } from '../identity/ownership';
import { policyKey, type RolePolicy } from '../identity/policy';
import { problem } from './problem';
import { reads } from './reads';
import { traceparentOf } from './trace';

/** Who reads, and what of it is his. */
export interface ReadRequest {
  readonly caller: Caller;
  readonly scope: CollectorScope;
}

/** Who writes, and what makes the write the same one when it is sent again. */
export interface WriteRequest extends ReadRequest {
  readonly idempotencyKey: string;
  readonly method: string;
  readonly path: string;
  /** SHA-256 of the canonical parsed body. */
  readonly requestHash: string;
  /** Whose key it is: the same key of another collector is another. */
  readonly keyScope: string;
  /** Who names one request by a key: the same, and at an authority the person. */
  readonly keyHolder: string;
  /** What another person asked for, and who may agree to it. */
  readonly ticket?: string;
  readonly approvers?: readonly Role[];
  readonly ifRevision?: bigint;
  readonly traceparent?: string;
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

const idempotencyKeyOf = (request: FastifyRequest): string => {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined)
    throw problem(
      'IDEMPOTENCY_KEY_MISSING',
      'Send a header Idempotency-Key; the same key and body on the same route is the same write for ever.',
      { field: 'Idempotency-Key' },
    );
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw problem('IDEMPOTENCY_KEY_INVALID', 'expected 1 to 200 visible ASCII characters', { field: 'Idempotency-Key' });
  return key;
};

const ifRevisionOf = (request: FastifyRequest): bigint | undefined => {
  const value = headerOf(request, 'if-match');
  if (value === undefined) return undefined;
  const revision = /^"(0|[1-9]\d{0,15})"$/.exec(value)?.[1];
  if (revision === undefined)
    throw problem('IF_MATCH_INVALID', 'expected an entity tag that this API gave, like "3"', { field: 'If-Match' });
  return BigInt(revision);
};

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? request.url;

const policyOf = (context: ExecutionContext): RolePolicy => new Reflector().get<RolePolicy>(policyKey, context.getHandler());

const readRequest = (context: ExecutionContext): ReadRequest => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  return { caller, scope: scopeOf(caller, policyOf(context)) };
};

/** The collectors of a key: another one's keys are its own, and so are those of whoever it acts for. */
const keyScopeOf = ({ collector = '-', onBehalfOf }: Pick<Caller, 'collector' | 'onBehalfOf'>): string =>
  onBehalfOf === undefined ? collector : `${collector} for ${onBehalfOf}`;

/** Who has no collector has keys as a person. */
const keyHolderOf = ({ role, subject, collector = `${role}:${subject}`, onBehalfOf }: Caller): string =>
  keyScopeOf({ collector, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) });

/** The reader of this request; or the writer of one that has no key and no revision, and so takes no precondition. */
export const Reading = createParamDecorator((_data: unknown, context: ExecutionContext): ReadRequest => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (!reads(request) && request.headers['if-match'] !== undefined)
    throw problem('IF_MATCH_INVALID', 'nothing here has a revision', { field: 'If-Match' });
  return readRequest(context);
});

/** The writer of this request and its idempotency key; refuses a write without one. */
export const Writing = createParamDecorator((_data: unknown, context: ExecutionContext): WriteRequest => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const ifRevision = ifRevisionOf(request);
  const traceparent = traceparentOf(request);
  const ticket = headerOf(request, 'request-ticket');
  const { approvers } = policyOf(context);
  const read = readRequest(context);
  return {
    ...read,
    keyScope: keyScopeOf(read.caller),
    keyHolder: keyHolderOf(read.caller),
    idempotencyKey: idempotencyKeyOf(request),
    method: request.method,
    path: pathOf(request),
    requestHash: sha256Hex(canonicalJson(isPlain(request.body) ? request.body : {})),
    ...present({ ticket, approvers, ifRevision, traceparent }),
  };
});

/** A streamed body has no hash here: an import is recognised by the digest of its content. */
const isPlain = (body: unknown): boolean => typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;

/** Who is recorded as having done something; a delegate with its own collector. */
export const actorOf = ({ role, subject, collector, onBehalfOf }: Caller): string =>
  onBehalfOf === undefined ? `${role}:${subject}` : `${role}:${collector ?? ''}/${subject}`;

/**
 * The context of the command that a request becomes. `effectiveAt` is the accounting moment the message states; all that follows from one
 * key has its id as `correlationId`.
 */
export const contextOf = (
  request: WriteRequest,
  book: string,
  effectiveAt: string,
): CommandContext & { readonly correlationId: string } => {
  const { caller } = request;
  const onBehalfOf = caller.onBehalfOf ?? caller.collector;
  return {
    commandId: commandIdOfRequest(
      { book, collector: request.keyScope, method: request.method, path: request.path },
      request.idempotencyKey,
    ),
    correlationId: idOfKey(request.keyHolder, request.idempotencyKey),
    requestHash: request.requestHash,
    actor: actorOf(caller),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    book,
    effectiveAt,
    ...present({ ifRevision: request.ifRevision, traceparent: request.traceparent }),
  };
};
