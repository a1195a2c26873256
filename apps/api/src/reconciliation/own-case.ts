import type { Break, ParcelCase } from '#reconciliation';
import { owns, type CollectorScope } from '../identity/ownership';

/** A break of a parcel that others share: what it is, not the figures of others. */
export type BareBreak = Pick<Break, 'code' | 'severity' | 'whoActs' | 'since' | 'dueBy'>;
/** A parcel case that others share, as one of them may see it. */
export type SharedCase = Omit<ParcelCase, 'breaks' | 'claims' | 'inFigure' | 'matches' | 'returns'> & {
  readonly breaks: readonly BareBreak[];
  readonly shared: true;
};
/** A parcel case as one party may see it. */
export type VisibleCase = ParcelCase | SharedCase;

const bare = ({ code, severity, whoActs, since, dueBy }: Break): BareBreak => ({ code, severity, whoActs, since, dueBy });

/**
 * A case as its reader may see it; undefined where nothing in it is the reader's. One parcel may carry orders of several sellers: then each
 * sees its own orders and lines, and of the breaks that they are there; returns and claims of the parcel are not told apart by seller and
 * stay away.
 */
export const visibleCase = (scope: CollectorScope, found: ParcelCase | undefined): VisibleCase | undefined => {
  if (found === undefined || scope.kind === 'all') return found;
  const orders = found.orders.filter(({ seller }) => owns(scope, [seller]));
  if (orders.length === 0) return undefined;
  if (orders.length === found.orders.length) return found;
  const own = new Set(orders.map(({ id }) => id));
  const { matches: _matches, returns: _returns, claims: _claims, inFigure: _inFigure, breaks, ...rest } = found;
  return {
    ...rest,
    orders,
    parts: found.parts.filter(({ order }) => own.has(order)),
    schemeNumbers: [],
    breaks: breaks.map(bare),
    shared: true,
  };
};
