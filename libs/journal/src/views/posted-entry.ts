import { type Row } from '#read-model';
import { type Dimensions, dimensionKeys, type Entry, type EntryLine } from '../entry';
import { type journalEntries } from './journal.tables';

/** An entry with the event that it posts. */
export interface PostedEntry extends Entry {
  /** Place in the log of the event, and of the entry among the event's. */
  readonly position: string;
  readonly entry: number;
  readonly stream: string;
  readonly revision: string;
  /** Name of the event. */
  readonly event: string;
}

/** A line as it is stored: account, currency, debit and credit in minor units, and the dimensions that not all lines of the entry have alike. */
type StoredLine = readonly [account: string, currency: string, debit: string, credit: string, dimensions?: Dimensions];
/** The dimensions of all lines of an entry are said once, before the lines: most name one party, subject and reference. */
type StoredLines = readonly [common: Dimensions, ...lines: readonly StoredLine[]];

type Draft = { -readonly [K in keyof Dimensions]: Dimensions[K] };

/** Field by field: an object made of what is left of another, or begun with a copy, costs as much as all else here. */
const chosen = (of: (key: keyof Dimensions) => string | undefined): Draft => {
  const dimensions: Draft = {};
  for (const key of dimensionKeys) {
    const value = of(key);
    if (value !== undefined) dimensions[key] = value;
  }
  return dimensions;
};

const storedLines = (lines: readonly EntryLine[]): StoredLines => {
  const common = chosen((key) => (lines.every((line) => line[key] === lines[0]?.[key]) ? lines[0]?.[key] : undefined));
  return [
    common,
    ...lines.map((line): StoredLine => {
      const { account, currency, debit, credit } = line;
      const own = chosen((key) => (common[key] === undefined ? line[key] : undefined));
      const amounts = [account, currency, debit.toString(), credit.toString()] as const;
      return Object.keys(own).length === 0 ? amounts : [...amounts, own];
    }),
  ];
};

const linesOf = ([common, ...lines]: StoredLines): readonly EntryLine[] =>
  lines.map(([account, currency, debit, credit, own = {}]) => ({
    account,
    currency,
    debit: BigInt(debit),
    credit: BigInt(credit),
    ...chosen((key) => own[key] ?? common[key]),
  }));

export const rowOfEntry = (posted: PostedEntry): Row<typeof journalEntries> => {
  const { position, entry, stream, revision, event, template, book, effectiveAt, lines } = posted;
  return { position, entry, stream, revision, event, template, book, effective_at: effectiveAt, lines: storedLines(lines) };
};

/** A stored row, with `lines` parsed or still as text. */
export const entryOfRow = ({ effective_at, lines, ...rest }: Row<typeof journalEntries>): PostedEntry => ({
  ...rest,
  effectiveAt: effective_at,
  lines: linesOf((typeof lines === 'string' ? JSON.parse(lines) : lines) as StoredLines),
});
