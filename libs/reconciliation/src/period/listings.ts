import { type BreakCode } from '../break-catalogue';
import { type ByCurrency } from '../case';
import { textOf } from '../exact-units';
import { type Sums, type SupplyFacts } from './supply-facts';

/**
 * Imports under a scheme number against the supplies of one period and country of consumption, as B52 takes them apart: supplied less
 * imported is what may still arrive, what parcels with breaks of their own explain, and what nothing does, less what was sold otherwise
 * (B29); what rounding makes of single parcels is left out. In the currency of each.
 */
export interface ImportListing {
  readonly schemeNumber: string;
  readonly period: string;
  readonly country: string;
  readonly supplied: ByCurrency;
  readonly imported: ByCurrency;
  readonly timing: ByCurrency;
  readonly explained: ByCurrency;
  readonly residual: ByCurrency;
  /** Imports of orders that were never sold under the number, where there are any. */
  readonly unsold?: ByCurrency;
  /** First case that explains. */
  readonly explainedBy?: { readonly caseKey: string; readonly code: BreakCode };
}

const amounts = (sums: Sums): ByCurrency =>
  Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => [currency, textOf(amount)]));

/** In order of number, period and country. */
export const listingsOf = ({ listing }: SupplyFacts): readonly ImportListing[] =>
  [...listing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { supplied, imported, timing, explained, residual, unsold, explainedBy }]) => {
      const [schemeNumber = '', period = '', country = ''] = key.split('\n');
      const sums = {
        supplied: amounts(supplied),
        imported: amounts(imported),
        timing: amounts(timing),
        explained: amounts(explained),
        residual: amounts(residual),
      };
      return {
        schemeNumber,
        period,
        country,
        ...sums,
        ...(unsold.size === 0 ? {} : { unsold: amounts(unsold) }),
        ...(explainedBy === undefined ? {} : { explainedBy }),
      };
    });
