import type { ProblemKind } from './problem-codes';

const conflict = (title: string): ProblemKind => ({ status: 409, title });
const refused = (title: string): ProblemKind => ({ status: 422, title });
const unknown = (title: string): ProblemKind => ({ status: 404, title });

/** What the deciders and the rule book refuse, with its status: 404 unknown, 409 already so, 422 not allowed. A repository test finds codes that are missing here. */
export const domainProblems: Readonly<Record<string, ProblemKind>> = {
  COLLECTOR_UNKNOWN: unknown('The collector is not registered.'),
};
export const statuses = { conflict, refused, unknown };
