import type { ProblemKind } from './problem-codes';
import { conflicting } from './problem-titles/conflicting';
import { malformed } from './problem-titles/malformed';
import { refused } from './problem-titles/refused';
import type { Titles } from './problem-titles/titles';
import { unknown } from './problem-titles/unknown';

const withStatus = (status: number, titles: Titles): Readonly<Record<string, ProblemKind>> =>
  Object.fromEntries(Object.entries(titles).map(([code, title]) => [code, { status, title }]));

/** What the deciders and the rule book refuse, with its status: 400 malformed, 404 unknown, 409 already so, 422 not allowed. */
export const domainProblems: Readonly<Record<string, ProblemKind>> = {
  ...withStatus(400, malformed),
  ...withStatus(404, unknown),
  ...withStatus(409, conflicting),
  ...withStatus(422, refused),
};
