import { type BreakCode } from '../break-catalogue';
import { textOf, unitsOf } from '../exact-units';
import { type Leg } from '../legs/leg';
import { moveKey, twinKey, twinMarkKey } from './asked-settlement';
import { type CaseDimensions } from './case-dimensions';
import { type Entry } from './figures';
import { anyFacet, type SummedCase } from './indexed-case';

/** Words of the index: what cases are found by. */
export const marks = {
  any: anyFacet,
  month: (month: string): string => `month/${month}`,
  model: (model: string): string => `model/${model}`,
  country: (country: string): string => `country/${country}`,
  scheme: (scheme: string): string => `scheme/${scheme}`,
  seller: (seller: string): string => `seller/${seller}`,
  schemeNumber: (number: string): string => `number/${number}`,
  chapter: (chapter: string): string => `chapter/${chapter}`,
  break: (id: string): string => `break/${id}`,
  whoActs: (who: string): string => `acts/${who}`,
  /** Asked something that facts with this key may change. */
  asked: (key: string): string => `on/${key}`,
  explains: (listing: string): string => `explains/${listing}`,
} as const;

/** What the index remembers of a case, so that it can take it off again. */
export interface IndexedCase {
  readonly marks: readonly string[];
  readonly cells: readonly string[];
  /** Names and exact decimal text in turn. */
  readonly figures: readonly string[];
  readonly supplies: readonly string[];
  readonly explains?: readonly (readonly [listing: string, code: BreakCode])[];
}

/** Stands for a case of which nothing has come yet. */
export const nothingYet: IndexedCase = { marks: [], cells: [], figures: [], supplies: [] };

/** What the index says of a case; `asked` are the keys of what its evaluation asked. */
export const indexedCase = (summed: SummedCase, legs: readonly Leg[], asked: Iterable<string>): IndexedCase => {
  const { dimensions, facets, words, figures, supplies, parcel, explains } = summed;
  return {
    marks: [...new Set([...dimensionMarks(dimensions), ...facets, ...words, ...parcel.breaks.flatMap(({ id, whoActs }) => [marks.break(id), marks.whoActs(whoActs)]), ...[...asked, ...legs.flatMap(keysOfLeg)].map(marks.asked), ...explains.map(([listing]) => marks.explains(listing))])].sort(),
    cells: cellsOf(dimensions),
    figures: storedEntries(figures),
    supplies: storedEntries(supplies),
    ...(explains.length === 0 ? {} : { explains }),
  };
};

/** What was read with a case beside its own legs. */
const keysOfLeg = (leg: Leg): readonly string[] => {
  if (leg.kind === 'charge') return [moveKey(leg.account, leg.reference)];
  if (leg.kind === 'twin') return [twinKey(leg.order)];
  return leg.kind === 'order' && leg.mark !== undefined ? [twinMarkKey(leg.mark)] : [];
};

const dimensionMarks = ({ month, model, country, scheme, sellers, schemeNumbers, chapters }: CaseDimensions): readonly string[] => [
  ...[marks.any, marks.month(month), marks.model(model), marks.country(country), marks.scheme(scheme)],
  ...sellers.map(marks.seller),
  ...schemeNumbers.map(marks.schemeNumber),
  ...chapters.map(marks.chapter),
];

const storedEntries = (entries: readonly Entry[]): readonly string[] => entries.flatMap(([name, amount]) => [name, textOf(amount)]);
export const entriesOf = (stored: readonly string[]): readonly Entry[] => {
  const entries: Entry[] = [];
  for (let i = 0; i + 1 < stored.length; i += 2) entries.push([stored[i] ?? '', unitsOf(stored[i + 1] ?? '0')]);
  return entries;
};

/**
 * Of which cases a cell has the sums: all, or those of one scheme, seller, scheme number or chapter; of one month, model and country, or, where these three are
 * empty, of every one.
 */
export type CellShape = 'all' | 'scheme' | 'seller' | 'number' | 'chapter' | 'supplies';
export interface Cell {
  readonly shape: CellShape;
  readonly value: string;
  readonly month: string;
  readonly model: string;
  readonly country: string;
}
const separator = '\n';
export const cellName = ({ shape, value, month, model, country }: Cell): string => [shape, value, month, model, country].join(separator);
export const cellOf = (name: string): Cell => {
  const [shape = '', value = '', month = '', model = '', country = ''] = name.split(separator);
  return { shape: shape as CellShape, value, month, model, country };
};

/** Month, model and country of the sums of every month, model and country. */
export const everyOne = { month: '', model: '', country: '' } as const;

const cellsOf = ({ month, model, country, scheme, sellers, schemeNumbers, chapters }: CaseDimensions): readonly string[] => {
  const named = (shape: CellShape, values: readonly string[]): readonly string[] =>
    values.flatMap((value) => [cellName({ shape, value, month, model, country }), cellName({ shape, value, ...everyOne })]);
  return [...named('all', ['']), ...named('scheme', [scheme]), ...named('seller', sellers), ...named('number', schemeNumbers), ...named('chapter', chapters)];
};
