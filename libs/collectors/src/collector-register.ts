import { type CollectorEvent } from './collectors.events';
import {
  type AeoStatus,
  type AuthorisedRole,
  type CollectorDetails,
  type CollectorState,
  type Delegation,
  evolveCollector,
  type RegisteredCollector,
  type Suspension,
  unknownCollector,
} from './collectors.state';
import { SchemeNumberRegister } from './scheme-number-register';
import { holdsOn } from './validity';

/** What one party does in the name of another. */
export type DelegationScope = Delegation['scope'][number];

/** What somebody wants to do for a collector on a legal day; `authority` is the book in which it is done. */
export type Act = Readonly<{ actor: string; onBehalfOf: string; scope: DelegationScope; authority: string; day: string }>;
/** Whether it may: for itself, by a delegation, or not and why. */
export type ActAnswer =
  | Readonly<{ kind: 'itself' }>
  | Readonly<{ kind: 'delegated'; delegation: Delegation }>
  | Readonly<{ kind: 'refused'; reason: 'unknown' | 'suspended' | 'delegate_suspended' | 'not_delegated' }>;

/** A suspended collector may not collect or declare; its debts, its returns and its claims go on, and it may read them. */
const scopesClosedBySuspension: ReadonlySet<DelegationScope> = new Set(['declare']);

/**
 * All collectors as their events tell, by day: a fold over the category `collector`, for policies at the edge, for processes and for
 * reconciliation. It is evidence of what was known, never the place where a limit is decided.
 */
export class CollectorRegister {
  readonly numbers = new SchemeNumberRegister();
  readonly #collectors = new Map<string, CollectorState>();
  /** Collectors that ever delegated to a party. */
  readonly #principals = new Map<string, Set<string>>();

  apply(event: CollectorEvent): void {
    const { collector } = event.data;
    this.numbers.apply(event);
    this.#collectors.set(collector, evolveCollector(this.#collectors.get(collector) ?? unknownCollector, event));
    if (event.type !== 'DelegationGranted') return;
    const principals = this.#principals.get(event.data.delegate) ?? new Set();
    this.#principals.set(event.data.delegate, principals.add(collector));
  }

  detailsOf(collector: string): CollectorDetails | undefined {
    return this.#registered(collector)?.details;
  }

  /** Whether an act is allowed on its day. A delegate that is itself suspended may not declare for others either. */
  mayAct({ actor, onBehalfOf, scope, authority, day }: Act): ActAnswer {
    const principal = this.#registered(onBehalfOf);
    if (principal === undefined) return { kind: 'refused', reason: 'unknown' };
    const closed = scopesClosedBySuspension.has(scope);
    if (closed && this.suspensionOf(onBehalfOf, authority, day) !== undefined) return { kind: 'refused', reason: 'suspended' };
    if (actor === onBehalfOf) return { kind: 'itself' };
    const delegation = principal.delegations.find((one) => one.delegate === actor && covers(one, scope, authority, day));
    if (delegation === undefined) return { kind: 'refused', reason: 'not_delegated' };
    return closed && this.suspensionOf(actor, authority, day) !== undefined
      ? { kind: 'refused', reason: 'delegate_suspended' }
      : { kind: 'delegated', delegation };
  }

  /** The collectors for whom a party may do something on a day, itself first where it is registered, then in order of their codes. */
  actingFor(actor: string, scope: DelegationScope, authority: string, day: string): readonly string[] {
    const all = [actor, ...[...(this.#principals.get(actor) ?? [])].sort()];
    return all.filter((onBehalfOf) => this.mayAct({ actor, onBehalfOf, scope, authority, day }).kind !== 'refused');
  }

  /** The authorised responsibilities of a collector at an authority on a day. */
  rolesOf(collector: string, authority: string, day: string): readonly AuthorisedRole[] {
    return this.#registered(collector)?.roles.filter((role) => role.authority === authority && holdsOn(role, day)) ?? [];
  }

  /** The suspension in force at an authority on a day: its own or one at all authorities. */
  suspensionOf(collector: string, authority: string, day: string): Suspension | undefined {
    return this.#registered(collector)?.suspensions.find(
      (one) => (one.authority === undefined || one.authority === authority) && holdsOn(one, day),
    );
  }

  /** Status as authorised economic operator at an authority on a day; `none` where nobody said otherwise. */
  aeoStatusOf(collector: string, authority: string, day: string): AeoStatus['status'] {
    return this.#registered(collector)?.aeo.findLast((one) => one.authority === authority && one.changedFrom <= day)?.status ?? 'none';
  }

  #registered(collector: string): RegisteredCollector | undefined {
    const state = this.#collectors.get(collector);
    return state?.kind === 'registered' ? state : undefined;
  }
}

const covers = (delegation: Delegation, scope: DelegationScope, authority: string, day: string): boolean =>
  delegation.scope.includes(scope) &&
  (delegation.authority === undefined || delegation.authority === authority) &&
  holdsOn(delegation, day);
