import { notFound, problem } from '../http/problem';
import { collectorRoles, type Caller } from './caller';
import type { RolePolicy } from './policy';

/** What a caller may see: everything, or what belongs to one collector. Queries filter by it in SQL, never after. */
export type CollectorScope = { readonly kind: 'all' } | { readonly kind: 'own'; readonly collector: string };

/** The one place where ownership is decided. */
export const scopeOf = (caller: Caller, policy: RolePolicy): CollectorScope =>
  collectorRoles.includes(caller.role) && policy.scope === 'own-collector'
    ? { kind: 'own', collector: caller.onBehalfOf ?? caller.collector ?? '' }
    : { kind: 'all' };

/** The collector to filter a list by, or undefined for all. */
export const ownerFilter = (scope: CollectorScope): string | undefined => (scope.kind === 'own' ? scope.collector : undefined);

/** True where one of the owners of a resource is the caller's collector. */
export const owns = (scope: CollectorScope, owners: readonly (string | undefined)[]): boolean =>
  scope.kind === 'all' || owners.includes(scope.collector);

/** The resource, or the same 404 whether it is absent or belongs to another. */
export const ownedOr404 = <T>(
  scope: CollectorScope,
  resource: T | undefined,
  ownersOf: (resource: T) => readonly (string | undefined)[],
): T => {
  if (resource === undefined || !owns(scope, ownersOf(resource))) throw notFound();
  return resource;
};

/** A write names its collector in the body; acting for another is refused before anything is looked up, so that nothing is learnt. */
export const assertActsFor = (scope: CollectorScope, collectors: readonly (string | undefined)[], field: string): void => {
  if (!owns(scope, collectors)) throw problem('NOT_OWN_COLLECTOR', 'The token acts for another collector.', { field });
};
