import { type ReadModel, type Row, type SqlParameter } from '#read-model';
import { BalanceSheet, type BalanceKey, type BalanceOf, type Totals } from '../balances';
import { accountNumbered, type Account } from '../chart';
import { dimensionKeys, imbalanceOf, type EntryLine } from '../entry';
import { journalBalances, type journalEntries } from './journal.tables';
import { entryOfRow, type PostedEntry } from './posted-entry';

/** Which entries count. */
export interface JournalMoment {
  readonly book?: string;
  /** Entries that are effective at this moment or before, RFC 3339 UTC with milliseconds. */
  readonly asOf?: string;
  /** Entries whose event lies at this position of the log or before: what was known then. */
  readonly knownAt?: string;
}

/** The totals of one account, minor units. */
export interface TrialBalanceLine extends Totals {
  readonly account: Account;
}

/** All accounts of one book in one currency. Debit equals credit, or law I2 is broken. */
export interface TrialBalance extends Totals {
  readonly book: string;
  readonly currency: string;
  readonly lines: readonly TrialBalanceLine[];
}

/** Some entries in log order. */
export interface JournalPage {
  readonly entries: readonly PostedEntry[];
  /** Cursor of the next page; absent after the last. */
  readonly next?: string;
}

/** A broken law of docs/accounting.md. */
export interface LawBreach {
  readonly law: 'I1' | 'I2' | 'I3';
  /** Where: an entry's event, or a book, account and currency. */
  readonly at: string;
  readonly currency: string;
  /** Minor units by which it is broken. */
  readonly by: bigint;
}

interface LineSum {
  add(line: EntryLine, book: string): void;
}

const columnOf = {
  book: 'book',
  account: 'account',
  currency: 'currency',
  party: 'party',
  accountId: 'account_id',
  taxType: 'tax_type',
  beneficiary: 'beneficiary',
  period: 'period',
  kind: 'kind',
} as const;
type StoredKey = keyof typeof columnOf;
const isStoredKey = (key: BalanceKey): key is StoredKey => Object.hasOwn(columnOf, key);
const filterable = ['account', 'currency', ...dimensionKeys] as const;

/** Values that the lines to be summed must have. */
export type LineFilter = { readonly [K in (typeof filterable)[number]]?: string };

const conditions = ({ book, asOf, knownAt }: JournalMoment): { readonly where: string[]; readonly parameters: SqlParameter[] } => {
  const given = [
    ['book = ?', book],
    ['effective_at <= ?', asOf],
    ['position <= ?', knownAt],
  ].filter((c): c is [string, string] => c[1] !== undefined);
  return { where: given.map(([condition]) => condition), parameters: given.map(([, value]) => value) };
};
const whereText = (where: readonly string[]): string => (where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`);

/** Questions about the journal, answered from the tables of `journalProjection`. */
export class JournalQueries {
  constructor(private readonly views: ReadModel) {}

  /** Per book and currency, in that order; accounts in order of their numbers. */
  async trialBalance(moment: JournalMoment = {}): Promise<readonly TrialBalance[]> {
    const sheets = new Map<string, { book: string; currency: string; debit: bigint; credit: bigint; lines: TrialBalanceLine[] }>();
    for (const { book, currency, account, debit, credit } of await this.balances({ by: ['book', 'currency', 'account'], ...moment })) {
      const key = `${book}\n${currency}`;
      const sheet = sheets.get(key) ?? { book, currency, debit: 0n, credit: 0n, lines: [] };
      sheet.debit += debit;
      sheet.credit += credit;
      sheet.lines.push({ account: accountNumbered(account), debit, credit });
      sheets.set(key, sheet);
    }
    return [...sheets.values()];
  }

  /**
   * Totals by the keys asked for, in order of their values. Single debts and moments other than now are summed from the entries, one after
   * another.
   */
  async balances<const K extends BalanceKey>(
    question: JournalMoment & { readonly by: readonly K[]; readonly only?: LineFilter },
  ): Promise<readonly BalanceOf<K>[]> {
    const { by, only = {}, ...moment } = question;
    const keys = [...by, ...(Object.keys(only) as BalanceKey[])];
    const stored = moment.asOf === undefined && moment.knownAt === undefined && keys.every(isStoredKey);
    const sheet = new BalanceSheet(by);
    if (stored) await this.#sumBalances(sheet, moment, only);
    else await this.#sumEntries(sheet, moment, only);
    return sheet.rows();
  }

  /** The journal in log order, `limit` entries (100 unless told) after a cursor; those of one stream, or that touch one account. */
  async entries(
    question: JournalMoment & {
      readonly stream?: string;
      readonly account?: string;
      readonly after?: string;
      readonly limit?: number;
    } = {},
  ): Promise<JournalPage> {
    const { stream, account, after, limit = 100, ...moment } = question;
    const { where, parameters } = conditions(moment);
    if (stream !== undefined) {
      where.push('stream = ?');
      parameters.push(stream);
    }
    if (account !== undefined) {
      // Each stored line begins with its account.
      where.push("REPLACE(lines, ?, '') <> lines");
      parameters.push(`[${JSON.stringify(account)},`);
    }
    if (after !== undefined) {
      const [position = '', entry = ''] = after.split('/');
      where.push('(position > ? OR (position = ? AND entry > ?))');
      parameters.push(position, position, Number.parseInt(entry, 10));
    }
    const rows = await this.views.all<Row<typeof journalEntries>>(
      `SELECT * FROM journal_entries ${whereText(where)} ORDER BY position, entry LIMIT ?`,
      [...parameters, limit + 1],
    );
    const entries = rows.slice(0, limit).map(entryOfRow);
    const last = entries.at(-1);
    return rows.length <= limit || last === undefined ? { entries } : { entries, next: `${last.position}/${String(last.entry)}` };
  }

  /** Every entry in log order, one after another: for exports. */
  async *read(moment: JournalMoment = {}): AsyncGenerator<PostedEntry> {
    const { where, parameters } = conditions(moment);
    for await (const row of this.views.iterate<Row<typeof journalEntries>>(
      `SELECT * FROM journal_entries ${whereText(where)} ORDER BY position, entry`,
      parameters,
    ))
      yield entryOfRow(row);
  }

  /**
   * Laws I1 to I3 of docs/accounting.md: every entry balances per currency; the trial balance of every book and currency is zero; the
   * sub-ledgers kept as balances add up to the accounts that the entries give. Nothing found is an empty list.
   */
  async breaches(): Promise<readonly LawBreach[]> {
    const breaches: LawBreach[] = [];
    const fromEntries = new BalanceSheet(['book', 'account', 'currency']);
    for await (const { stream, revision, book, lines } of this.read()) {
      for (const [currency, by] of imbalanceOf(lines)) breaches.push({ law: 'I1', at: `${stream}@${revision}`, currency, by });
      for (const line of lines) fromEntries.add(line, book);
    }
    for (const { book, currency, debit, credit } of await this.trialBalance())
      if (debit !== credit) breaches.push({ law: 'I2', at: book, currency, by: debit - credit });
    const control = new Map(fromEntries.rows().map((row) => [`${row.book} ${row.account} ${row.currency}`, row]));
    for (const { book, account, currency, debit, credit } of await this.balances({ by: ['book', 'account', 'currency'] })) {
      const entries = control.get(`${book} ${account} ${currency}`);
      control.delete(`${book} ${account} ${currency}`);
      if (entries?.debit !== debit || entries.credit !== credit)
        breaches.push({
          law: 'I3',
          at: `${book} ${account}`,
          currency,
          by: debit - credit - ((entries?.debit ?? 0n) - (entries?.credit ?? 0n)),
        });
    }
    for (const { book, account, currency, debit, credit } of control.values())
      breaches.push({ law: 'I3', at: `${book} ${account}`, currency, by: credit - debit });
    return breaches;
  }

  async #sumBalances(sheet: LineSum, { book }: JournalMoment, only: LineFilter): Promise<void> {
    const filter: [string, string][] = Object.entries(only).map(([key, value]) => [columnOf[key as StoredKey], value]);
    if (book !== undefined) filter.push(['book', book]);
    const rows = await this.views.select(
      journalBalances,
      whereText(filter.map(([column]) => `${column} = ?`)),
      filter.map(([, value]) => value),
    );
    for (const {
      book: rowBook,
      account,
      currency,
      party,
      account_id: accountId,
      tax_type: taxType,
      beneficiary,
      period,
      kind,
      debit,
      credit,
    } of rows)
      sheet.add(
        { account, currency, party, accountId, taxType, beneficiary, period, kind, debit: BigInt(debit), credit: BigInt(credit) },
        rowBook,
      );
  }

  async #sumEntries(sheet: LineSum, moment: JournalMoment, only: LineFilter): Promise<void> {
    const wanted = filterable.filter((key) => only[key] !== undefined);
    for await (const { book, lines } of this.read(moment))
      for (const line of lines) if (wanted.every((key) => line[key] === only[key])) sheet.add(line, book);
  }
}
