import { type BridgeFigure } from '../bridge/bridge';
import { type ParcelCase } from '../case';
import { anyFacet, behindFacet, codeFacet, facetName, isStage, stageFacet, statusFacet } from './facets';
import { casesName, codeName, type Figures, stageName, stepName } from './figures';

/** Cases that something is said of, and the money of their root breaks in exact units. */
export interface FacetSums {
  readonly cases: number;
  readonly atStake: ReadonlyMap<string, bigint>;
}
/** How cases are counted: by which figures, and what these come to. */
export interface CountedBy {
  readonly isAsked: (name: string) => boolean;
  readonly sums: (figures: Figures) => FacetSums;
}

const countOf = (figures: Figures, name: string): number => figures.get(name)?.count ?? 0;
const atStakeOf = (figures: Figures, facet: string): ReadonlyMap<string, bigint> => {
  const [prefix, atStake] = [facetName(facet, ''), new Map<string, bigint>()];
  for (const [name, { amount }] of figures) if (name.startsWith(prefix)) atStake.set(name.slice(prefix.length), amount);
  return atStake;
};

const countedBy = (own: string, facet: string): CountedBy => {
  const withCurrency = facetName(facet, '');
  return {
    isAsked: (name) => name === own || name.startsWith(withCurrency),
    sums: (figures) => ({ cases: countOf(figures, own), atStake: atStakeOf(figures, facet) }),
  };
};
/** All cases; those with a status, with a break of a code, behind a reason of the bridge, and those that add to a stage. */
export const countedAll = countedBy(casesName, anyFacet);
export const countedByStatus = (status: ParcelCase['status']): CountedBy => countedBy(facetName(statusFacet(status)), statusFacet(status));
export const countedByCode = (code: string): CountedBy => countedBy(codeName(code), codeFacet(code));
export const countedByFigure = (figure: BridgeFigure): CountedBy =>
  isStage(figure) ? countedBy(stageName(figure), stageFacet(figure)) : countedBy(stepName(figure), behindFacet(figure));
