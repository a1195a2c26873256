import { type InputFault, present } from '#event-catalogue';
import type { Rejection } from '#event-store';
import { domainProblems } from './domain-problems';
import { edgeProblems, type EdgeProblemCode, type ProblemKind } from './problem-codes';

/** The media type of every answer that is not a success (RFC 9457 section 3). */
export const problemMediaType = 'application/problem+json';

/**
 * A problem details object (RFC 9457). `code` is stable; `field` is the path of the field in the request; `traceId` finds the request in
 * the log.
 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly traceId: string;
}

interface ProblemExtras {
  readonly field?: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown at the edge to answer with a problem. It carries nothing that a client may not see. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly more: ProblemExtras = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** A problem of the edge; the code is checked by the compiler. */
export const problem = (code: EdgeProblemCode, detail: string, more: ProblemExtras = {}): ProblemError =>
  new ProblemError(code, detail, more);

/** The problem of a business "no". */
export const problemOfRejection = ({ code, message, field, details }: Rejection): ProblemError =>
  new ProblemError(code, message, present({ field, details }));

/** The problem of a message that could not be read: the fault that its reader names. */
export const problemOfFault = ({ code, message, field }: InputFault): ProblemError =>
  new ProblemError(code, message, field === '' ? {} : { field });

/** The same answer for what does not exist and for what belongs to somebody else, so that nothing can be learnt from it. */
export const notFound = (): ProblemError => problem('NOT_FOUND', 'There is no such resource, or it is not yours.');

const kinds: ReadonlyMap<string, ProblemKind> = new Map([...Object.entries(domainProblems), ...Object.entries(edgeProblems)]);

/** Every code with its status and title, for docs/errors.md and its tests. */
export const allProblems = (): readonly (ProblemKind & { readonly code: string })[] =>
  [...kinds].map(([code, kind]) => ({ code, ...kind }));

/** A code that no table names is a business refusal: 422. */
const kindOf = (code: string): ProblemKind => kinds.get(code) ?? { status: 422, title: 'The request was refused.' };

/** The body of the answer. */
export const problemBody = (error: ProblemError, traceId: string): Problem => {
  const { status, title } = kindOf(error.code);
  return {
    type: `urn:tidewaiter:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.detail,
    ...present({ field: error.more.field, details: error.more.details }),
    traceId,
  };
};
