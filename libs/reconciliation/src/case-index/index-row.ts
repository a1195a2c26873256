import { type BreakCode } from '../break-catalogue';
import { textOf, unitsOf } from '../exact-units';
import { type Leg } from '../legs/leg';
import { annulmentKey, moveKey, numberOfKey, twinKey, twinMarkKey } from './asked-settlement';
import { type CaseDimensions } from './case-dimensions';
import { type Entry } from './figures';
import { type SummedCase } from './indexed-case';

/** Words of the index: what cases are found by, beside what each has one of. */
export const marks = {
  seller: (seller: string): string => `seller/${seller}`,
  schemeNumber: (number: string): string => `number/${number}`,
  chapter: (chapter: string): string => `chapter/${chapter}`,
  break: (id: string): string => `break/${id}`,
  whoActs: (who: string): string => `acts/${who}`,
  /** Asked something that facts with this key may change. */
  asked: (key: string): string => `on/${key}`,
  /** Asked something about a scheme number and does not have it. */
  askedOfNumber: (number: string): string => `about/${number}`,
  explains: (listing: string): string => `explains/${listing}`,
} as const;

/** What each case has one of, and most filters ask for; `status` is empty as long as nothing has come of a case. */
export type IndexColumns = Pick<CaseDimensions, 'month' | 'country' | 'scheme'> & {
  readonly status: string;
  readonly model: string;
  readonly reach: string;
};

/** What the index remembers of a case, so that it can take it off again. */
export interface IndexedCase extends IndexColumns, Pick<CaseDimensions, 'sellers' | 'schemeNumbers' | 'chapters'> {
  /** What it is found by beside all these. */
  readonly words: readonly string[];
  /** Keys of what its evaluation asked about scheme numbers: one word for each would double what is written of a case. */
  readonly asked: readonly string[];
  readonly figures: readonly Entry[];
  readonly supplies: readonly Entry[];
  readonly explains?: readonly (readonly [listing: string, code: BreakCode])[];
}

/** As it is stored beside the columns: figures are names and exact decimal text in turn. */
export interface StoredCase extends Omit<IndexedCase, keyof IndexColumns | 'figures' | 'supplies'> {
  readonly figures: readonly string[];
  readonly supplies: readonly string[];
}
export type IndexRow = IndexColumns & { readonly place: string; readonly content: string };

/** Stands for a case of which nothing has come yet. */
export const nothingYet: IndexedCase = {
  status: '',
  month: '',
  model: '',
  country: '',
  scheme: '',
  reach: '',
  sellers: [],
  schemeNumbers: [],
  chapters: [],
  words: [],
  asked: [],
  figures: [],
  supplies: [],
};

/** What the index says of a case; `asked` are the keys of what its evaluation asked. */
export const indexedCase = (summed: SummedCase, legs: readonly Leg[], asked: Iterable<string>): IndexedCase => {
  const { dimensions, facets, words: others, figures, supplies, parcel, explains, reach } = summed;
  const keys = new Set(asked);
  for (const leg of legs) for (const key of keysOfLeg(leg)) keys.add(key);
  const words = new Set([...facets, ...others]);
  const ofNumbers: string[] = [];
  for (const key of keys) {
    if (key === annulmentKey) continue;
    const number = numberOfKey(key);
    if (number === undefined) words.add(marks.asked(key));
    else {
      ofNumbers.push(key);
      if (!dimensions.schemeNumbers.includes(number)) words.add(marks.askedOfNumber(number));
    }
  }
  for (const { id, whoActs } of parcel.breaks) words.add(marks.break(id)).add(marks.whoActs(whoActs));
  for (const [listing] of explains) words.add(marks.explains(listing));
  return {
    status: parcel.status,
    reach,
    ...dimensions,
    words: [...words].sort(),
    asked: ofNumbers.sort(),
    figures,
    supplies,
    ...(explains.length === 0 ? {} : { explains }),
  };
};

export const columnsOf = ({ status, month, model, country, scheme, reach }: IndexedCase): IndexColumns => ({
  status,
  month,
  model,
  country,
  scheme,
  reach,
});
export const storedCase = ({ sellers, schemeNumbers, chapters, words, asked, figures, supplies, explains }: IndexedCase): StoredCase => ({
  sellers,
  schemeNumbers,
  chapters,
  words,
  asked,
  figures: storedEntries(figures),
  supplies: storedEntries(supplies),
  ...(explains === undefined ? {} : { explains }),
});
/** What was stored; `row` may have other columns. */
export const caseOfRow = ({ status, month, model, country, scheme, reach, content }: IndexRow): IndexedCase => {
  const { figures, supplies, ...stored } = JSON.parse(content) as StoredCase;
  return { status, month, model, country, scheme, reach, figures: entriesOf(figures), supplies: entriesOf(supplies), ...stored };
};

/** All words that a case is found by. */
export const wordsOf = ({ sellers, schemeNumbers, chapters, words }: IndexedCase): readonly string[] => [
  ...sellers.map(marks.seller),
  ...schemeNumbers.map(marks.schemeNumber),
  ...chapters.map(marks.chapter),
  ...words,
];

/** What was read with a case beside its own legs. */
const keysOfLeg = (leg: Leg): readonly string[] => {
  if (leg.kind === 'charge') return [moveKey(leg.account, leg.reference)];
  if (leg.kind === 'twin') return [twinKey(leg.order)];
  return leg.kind === 'order' && leg.mark !== undefined ? [twinMarkKey(leg.mark)] : none;
};
const none: readonly string[] = [];

const storedEntries = (entries: readonly Entry[]): readonly string[] => {
  const stored: string[] = [];
  for (const [name, amount] of entries) stored.push(name, textOf(amount));
  return stored;
};
export const entriesOf = (stored: readonly string[]): readonly Entry[] => {
  const entries: Entry[] = [];
  for (let i = 0; i + 1 < stored.length; i += 2) entries.push([stored[i] ?? '', unitsOf(stored[i + 1] ?? '0')]);
  return entries;
};

/**
 * Of which cases a cell has the sums: all, of one month, model, country and scheme; or those of one seller, scheme number or chapter, of
 * one month, model and country. Where these are empty it is all cases: those of a seller, number or chapter are few enough to be added up.
 */
export type CellShape = 'all' | 'seller' | 'number' | 'chapter' | 'supplies';
export interface Cell {
  readonly shape: CellShape;
  readonly value: string;
  readonly month: string;
  readonly model: string;
  readonly country: string;
  readonly scheme: string;
}
const separator = '\n';
export const cellName = ({ shape, value, month, model, country, scheme }: Cell): string =>
  [shape, value, month, model, country, scheme].join(separator);
export const cellOf = (name: string): Cell => {
  const [shape = '', value = '', month = '', model = '', country = '', scheme = ''] = name.split(separator);
  return { shape: shape as CellShape, value, month, model, country, scheme };
};

/** Month, model, country and scheme of the sums of every month, model, country and scheme. */
export const everyOne = { month: '', model: '', country: '', scheme: '' } as const;
const wholeCell = cellName({ shape: 'all', value: '', ...everyOne });

/** The cells that a case counts in. */
export const cellsOf = ({ status, month, model, country, scheme, sellers, schemeNumbers, chapters }: IndexedCase): readonly string[] => {
  if (status === '') return [];
  const named = (shape: CellShape, values: readonly string[]): readonly string[] =>
    values.map((value) => cellName({ shape, value, month, model, country, scheme: '' }));
  return [
    wholeCell,
    cellName({ shape: 'all', value: '', month, model, country, scheme }),
    ...named('seller', sellers),
    ...named('number', schemeNumbers),
    ...named('chapter', chapters),
  ];
};
