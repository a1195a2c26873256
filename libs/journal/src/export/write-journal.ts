import { formatMoney, scaleOf } from '#money';
import { accountNumbered } from '../chart';
import { dimensionKeys, type EntryLine } from '../entry';
import { type PostedEntry } from '../views/posted-entry';
import { accountName } from './account-name';

/** The accounting programs whose journal files are written. */
export type ExportFormat = 'hledger' | 'ledger' | 'beancount';
export const exportFormats: readonly ExportFormat[] = ['hledger', 'ledger', 'beancount'];

const dimensionsOf = (line: EntryLine): readonly (readonly [string, string])[] =>
  dimensionKeys.flatMap((key) => {
    const value = line[key];
    return value === undefined ? [] : [[key, value] as const];
  });

/**
 * Signed amount in major units with all digits of its currency: debits are positive. Sums of lines may be large, so no limit is asked of
 * them.
 */
const amountOf = ({ debit, credit, currency }: EntryLine): string => `${formatMoney({ minor: debit - credit, currency })} ${currency}`;

/** The day in UTC; the exact moment is in the entry's `effectiveAt`. */
const dayOf = (entry: PostedEntry): string => entry.effectiveAt.slice(0, 10);
const describe = (entry: PostedEntry): string => `${entry.event} ${entry.stream}@${entry.revision}`;

/** What a program needs to be told before it meets an account or a currency, and how it writes an entry. */
interface Dialect {
  readonly head: string;
  readonly currency: (code: string) => string;
  readonly account: (name: string) => string;
  readonly entry: (entry: PostedEntry) => string;
}

/** Comma and brackets end or start something in a tag's value; per cent keeps the encoding reversible. */
const tagValue = (value: string): string => value.replaceAll(/[%,[\]]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const tags = (indent: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([key, value]) => `${indent}; ${key}: ${tagValue(value)}\n`).join('');

const minorDigits = (code: string): string => '0'.repeat(scaleOf(code));

/**
 * One dialect for hledger and ledger. Declared currencies keep hledger from reading the point of `1.234 KWD` as a thousands mark; it
 * insists on a point even where there are no decimals, which ledger refuses.
 */
const plainText = (formatOf: (code: string) => string): Dialect => ({
  head: '',
  currency: (code) => `commodity ${code}\n    format ${formatOf(code)} ${code}\n\n`,
  account: (name) => `account ${name}\n\n`,
  entry: (entry) => {
    const head = `${dayOf(entry)} * (${entry.template}) ${describe(entry)}\n${tags('    ', [['effectiveAt', entry.effectiveAt]])}`;
    const lines = entry.lines.map(
      (line) => `    ${accountName(accountNumbered(line.account), entry.book)}  ${amountOf(line)}\n${tags('    ', dimensionsOf(line))}`,
    );
    return `${head}${lines.join('')}\n`;
  },
});
const hledger = plainText((code) => `1000.${minorDigits(code)}`);
const ledger = plainText((code) => (scaleOf(code) === 0 ? '1000' : `1000.${minorDigits(code)}`));

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, (c) => `\\${c}`)}"`;
const metadata = (indent: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([key, value]) => `${indent}${key}: ${quoted(value)}\n`).join('');

/** Without these options beancount would let half a cent pass. */
const beancount: Dialect = {
  head: 'option "inferred_tolerance_default" "*:0"\noption "inferred_tolerance_multiplier" "0"\n\n',
  currency: (code) => `1900-01-01 commodity ${code}\n\n`,
  account: (name) => `1900-01-01 open ${name}\n\n`,
  entry: (entry) => {
    const head = `${dayOf(entry)} * ${quoted(entry.template)} ${quoted(describe(entry))}\n`;
    const moment = metadata('  ', [['effectiveAt', entry.effectiveAt]]);
    const lines = entry.lines.map(
      (line) => `  ${accountName(accountNumbered(line.account), entry.book)}  ${amountOf(line)}\n${metadata('    ', dimensionsOf(line))}`,
    );
    return `${head}${moment}${lines.join('')}\n`;
  },
};

const dialects: Readonly<Record<ExportFormat, Dialect>> = { hledger, ledger, beancount };
const chunkLength = 64 * 1024;

/**
 * The entries as a journal of the format, in the order given, in chunks of about 64 kB. Currencies and accounts are declared at first use.
 */
export async function* writeJournal(
  entries: AsyncIterable<PostedEntry> | Iterable<PostedEntry>,
  format: ExportFormat,
): AsyncGenerator<string> {
  const dialect = dialects[format];
  const declared = new Set<string>();
  let text = dialect.head;
  const declare = (name: string, declaration: (name: string) => string): void => {
    if (declared.has(name)) return;
    declared.add(name);
    text += declaration(name);
  };
  for await (const entry of entries) {
    for (const line of entry.lines) {
      declare(line.currency, dialect.currency);
      declare(accountName(accountNumbered(line.account), entry.book), dialect.account);
    }
    text += dialect.entry(entry);
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
