import { type Row } from '#read-model';
import { type Dimensions, type Entry, type EntryLine } from '../entry';
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

/** A line as it is stored: account, currency, debit and credit in minor units, and the dimensions it has. */
type StoredLine = readonly [account: string, currency: string, debit: string, credit: string, dimensions: Dimensions];

const storedLine = ({ account, currency, debit, credit, ...dimensions }: EntryLine): StoredLine => [
  account,
  currency,
  debit.toString(),
  credit.toString(),
  dimensions,
];
const lineOf = ([account, currency, debit, credit, dimensions]: StoredLine): EntryLine => ({
  account,
  currency,
  debit: BigInt(debit),
  credit: BigInt(credit),
  ...dimensions,
});

export const rowOfEntry = (posted: PostedEntry): Row<typeof journalEntries> => {
  const { position, entry, stream, revision, event, template, book, effectiveAt, lines } = posted;
  return { position, entry, stream, revision, event, template, book, effective_at: effectiveAt, lines: lines.map(storedLine) };
};

/** A stored row, with `lines` parsed or still as text. */
export const entryOfRow = ({ effective_at, lines, ...rest }: Row<typeof journalEntries>): PostedEntry => ({
  ...rest,
  effectiveAt: effective_at,
  lines: ((typeof lines === 'string' ? JSON.parse(lines) : lines) as readonly StoredLine[]).map(lineOf),
});
