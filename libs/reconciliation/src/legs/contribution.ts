import { type Body, type Contribution, type Leg } from './leg';

/** An event with its place: what a contribution is made of, and nothing else. */
export type Located<E> = E & { readonly stream: string; readonly position: string; readonly at: string };

export const nothing: Contribution = { legs: [], links: [], terms: [] };

/** One leg under its subject, with the parents that it names and the words it can be found by. */
export const contribute = (
  event: { readonly position: string },
  subject: string,
  body: Body<Leg>,
  parents: readonly string[] = [],
  terms: readonly string[] = [],
): Contribution => ({
  legs: [{ subject, body }],
  links: parents.filter((parent) => parent !== subject).map((parent) => ({ child: subject, parent, position: event.position })),
  terms: terms.map((term) => ({ term, subject, position: event.position })),
});

/** Those of some fields that are there. */
export const known = <T extends object, Name extends keyof T>(told: T, fields: readonly Name[]): Partial<Pick<T, Name>> => {
  const found: Partial<Pick<T, Name>> = {};
  for (const field of fields) if (told[field] !== undefined) found[field] = told[field];
  return found;
};
