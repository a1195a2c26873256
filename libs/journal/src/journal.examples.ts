import { type DomainEvent, type Metadata, type Recorded } from '#event-catalogue';
import { formatMoney } from '#money';
import { BalanceSheet, type BalanceKey } from './balances';
import { post } from './post';

/** What the specs of postings share. */
export const hash = 'a'.repeat(64);
export const id = (letter: string): string => letter.repeat(26);

const at = (book: string): Metadata => ({
  v: '1',
  schemaVersion: '1',
  commandId: 'c',
  index: '0',
  actor: 'test',
  book,
  recordedAt: '2026-01-31T10:00:00.000Z',
  effectiveAt: '2026-01-31T09:00:00.000Z',
  prev: hash,
  hash,
});

export const recorded = <E extends DomainEvent>(event: E, book = 'GB', stream = `order-${id('A')}`): Recorded<E> => ({
  ...event,
  stream,
  revision: 0n,
  metadata: at(book),
});

/** One line as a sentence: `Dr 1101 8.63 EUR R-1 A00 XI`. */
export const journalOf = (event: Recorded): readonly string[] =>
  post(event).flatMap((entry) =>
    entry.lines.map((line) =>
      [
        entry.template,
        entry.book,
        line.debit > 0n ? 'Dr' : 'Cr',
        line.account,
        String(line.debit + line.credit),
        line.currency,
        line.party,
        line.taxType,
        line.beneficiary,
        line.period,
        line.kind,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    ),
  );

/**
 * Entries in few words, one text each: `J04: 1101 8.40 = 4000 8.40`, debits before the equals sign; equal accounts of a side are summed.
 */
export const movesOf = (event: Recorded): readonly string[] =>
  post(event).map(({ template, lines }) => {
    const side = (of: 'debit' | 'credit'): string => {
      const sums = new Map<string, bigint>();
      for (const line of lines)
        if (line[of] > 0n) sums.set(`${line.account} ${line.currency}`, (sums.get(`${line.account} ${line.currency}`) ?? 0n) + line[of]);
      return [...sums]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, minor]) => `${key.slice(0, 4)} ${formatMoney({ minor, currency: key.slice(5) })}`)
        .join(', ');
    };
    return `${template}: ${side('debit')} = ${side('credit')}`;
  });

/** What is left on accounts after some events, by keys; settled items are not told. Debit is positive. */
export const leftOn = (events: readonly Recorded[], account: string, ...keys: readonly BalanceKey[]): readonly string[] => {
  const sheet = new BalanceSheet(keys);
  for (const { book, lines } of events.flatMap((event) => post(event)))
    for (const line of lines) if (line.account === account) sheet.add(line, book);
  return sheet
    .rows()
    .filter(({ debit, credit }) => debit !== credit)
    .map((row) => [...keys.map((key) => row[key]), String(row.debit - row.credit)].join(' '));
};
