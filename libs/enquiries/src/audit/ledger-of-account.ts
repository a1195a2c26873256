import { type AccountPeriodRow, findCharges } from '#accounts';
import { streamName } from '#event-catalogue';
import { type EntryLine, JournalQueries, type PostedEntry } from '#journal';
import { formatMoney } from '#money';
import { type ReadModel } from '#read-model';
import { unitsOf } from '#reconciliation';

/** How the journal moved the receivable of a debt, exact units: charged and adjusted are what came, the others how it went. */
export interface DebtInLedger {
  charged: bigint;
  adjusted: bigint;
  paid: bigint;
  offset: bigint;
  remitted: bigint;
  tolerated: bigint;
  writtenOff: bigint;
  /** What payments had settled and is open again: in `paid` already. */
  reopened: bigint;
}
/** A debt that the journal has not moved. */
export const noMoves: Readonly<DebtInLedger> = {
  charged: 0n,
  adjusted: 0n,
  paid: 0n,
  offset: 0n,
  remitted: 0n,
  tolerated: 0n,
  writtenOff: 0n,
  reopened: 0n,
};

/**
 * An account's receivable by the reference of each debt; what each of its periods was charged with, and how later versions changed what the
 * period's statement asks for.
 */
export interface AccountInLedger {
  readonly debts: ReadonlyMap<string, DebtInLedger>;
  readonly chargedIn: ReadonlyMap<string, bigint>;
  readonly adjustedIn: ReadonlyMap<string, bigint>;
}

/** Charges that are open, and the disputed part of them (docs/accounting.md). */
const receivables: ReadonlySet<string> = new Set(['1100', '1130']);
const page = 500;

const movesAs: Readonly<Record<string, 'charged' | 'adjusted' | 'paid' | 'offset' | 'remitted' | 'writtenOff' | 'tolerated'>> = {
  J03: 'charged',
  J02: 'adjusted',
  J04: 'adjusted',
  J07: 'adjusted',
  J10: 'paid',
  J36: 'paid',
  J15: 'paid',
  J14c: 'paid',
  J17: 'offset',
  J26: 'remitted',
  J12: 'tolerated',
  J27: 'writtenOff',
  J40: 'writtenOff',
};
const comes: ReadonlySet<string> = new Set(['charged', 'adjusted']);

export const unitsOfMinor = (minor: bigint, currency: string): bigint => unitsOf(formatMoney({ minor, currency }));

/**
 * Reads the journal of an account's periods, one entry after another: memory follows the number of statements and returns, not of charges.
 */
export const ledgerOfAccount = async (views: ReadModel, periods: readonly AccountPeriodRow[]): Promise<AccountInLedger> => {
  const debts = new Map<string, DebtInLedger>();
  const chargedIn = new Map<string, bigint>();
  const adjustedIn = new Map<string, bigint>();
  const plus = (sums: Map<string, bigint>, key: string, amount: bigint): void => void sums.set(key, (sums.get(key) ?? 0n) + amount);
  const wanted = new Set(periods.flatMap(({ statement_reference }) => statement_reference ?? []));
  for (const { account_period: id, kind } of periods)
    for await (const entry of entriesOf(views, streamName('accountPeriod', id)))
      for (const line of entry.lines) {
        if (!receivables.has(line.account) || line.reference === undefined) continue;
        const debit = unitsOfMinor(line.debit - line.credit, line.currency);
        if (entry.template === 'J03') plus(chargedIn, id, debit);
        // On a deferment account single charges are no debts of their own: their changes belong to a statement.
        if (kind === 'scheme' || wanted.has(line.reference)) moveBy(debts, entry, line, line.reference);
        else if (movesAs[entry.template] === 'adjusted')
          plus(adjustedIn, debit > 0n ? id : await periodOfCharge(views, line.charge, id), debit);
      }
  return { debts, chargedIn, adjustedIn };
};

/** An increase is a debt of the window that it lands in; a decrease is one of the statement that its charge stands on. */
const periodOfCharge = async (views: ReadModel, charge: string | undefined, otherwise: string): Promise<string> => {
  const [row] = charge === undefined ? [] : await findCharges(views, { charge });
  return row?.account_period ?? otherwise;
};

const moveBy = (debts: Map<string, DebtInLedger>, { template }: PostedEntry, line: EntryLine, reference: string): void => {
  const how = movesAs[template];
  // J28 moves a debt between the two receivables and changes nothing of it.
  if (how === undefined) return;
  const debt = debts.get(reference) ?? { ...noMoves };
  debts.set(reference, debt);
  const debit = unitsOfMinor(line.debit - line.credit, line.currency);
  debt[how] += comes.has(how) ? debit : -debit;
  // Taken back with its payment, or because the payment had settled the wrong debt.
  if (how === 'paid' && debit > 0n) debt.reopened += debit;
};

/** All entries that the events of a stream post. */
export async function* entriesOf(views: ReadModel, stream: string): AsyncGenerator<PostedEntry> {
  const journal = new JournalQueries(views);
  for (let after: string | undefined, more = true; more;) {
    const { entries, next } = await journal.entries({ stream, limit: page, ...(after === undefined ? {} : { after }) });
    yield* entries;
    after = next;
    more = next !== undefined;
  }
}
