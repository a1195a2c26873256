import { accounts, type OpenItemRow, openItemsOf, receipts, unappliedCashOf } from '#accounts';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { type ReadModel } from '#read-model';
import { type CoverAnswer, coveringSets, type CoverItem, naturalCover } from './covering-set';

/** Money of one bank entry against what is open on one account. Amounts as text in `currency`. */
export interface LumpCover {
  readonly account: string;
  readonly holder: string;
  readonly currency: string;
  /** What of the entry settles nothing yet. */
  readonly amount: string;
  /** Debts that are open, by the reference that a payment quotes. */
  readonly openItems: number;
  readonly open: string;
  readonly status: CoverAnswer['status'];
  readonly unique?: boolean;
  /** No other set of its debts comes to the amount. */
  readonly complete: boolean;
  /** Where no set is exact: the single debts that are nearest, with how far each is off. */
  readonly nearest: readonly { readonly reference: string; readonly open: string; readonly distance: string; readonly sentence: string }[];
  /** Each names references of open debts: what an allocation by hand takes. */
  readonly sets: readonly {
    readonly by: CoverAnswer['sets'][number]['by'];
    readonly group?: string;
    readonly references: readonly string[];
  }[];
}
/** What a bank entry could be for. */
export interface ReceiptCovers {
  readonly receipt: string;
  readonly amount: string;
  readonly currency: string;
  /** `account`: the whole search over one account. `accounts`: whole groups of debts only, over the accounts that have an exact cover. */
  readonly searched: 'account' | 'accounts';
  readonly covers: readonly LumpCover[];
}

/** Accounts that are looked through for an entry that nobody knows the account of, and that are answered. */
const mostAccounts = { searched: 2000, answered: 10 } as const;

/**
 * What the money of a bank entry that settles nothing could be for, by what is open in the rows that are given. With `account`, or once the
 * entry is on an account, every set of its debts; else the groups that people pay as a whole, over the accounts of the authority. Undefined
 * for what is no entry.
 */
export const coversOfReceipt = async (views: ReadModel, receipt: string, account?: string): Promise<ReceiptCovers | undefined> => {
  const [entry] = await views.select(receipts, 'WHERE receipt = ?', [receipt]);
  if (entry === undefined) return undefined;
  const head = { receipt, amount: entry.amount, currency: entry.currency };
  const of = account ?? entry.account;
  if (of !== undefined) {
    const [known] = await views.select(accounts, 'WHERE account = ?', [of]);
    if (known === undefined) return { ...head, searched: 'account', covers: [] };
    const unapplied = (await unappliedCashOf(views, of)).find((cash) => cash.receipt === receipt);
    const amount = unapplied?.amount ?? (entry.status === 'credited' || entry.currency !== known.currency ? undefined : entry.amount);
    return {
      ...head,
      searched: 'account',
      covers: amount === undefined ? [] : [coverOf({ ...known, amount }, await openItemsOf(views, of), coveringSets)],
    };
  }
  const covers: LumpCover[] = [];
  const candidates = await views.select(accounts, 'WHERE authority = ? AND currency = ? ORDER BY account LIMIT ?', [
    entry.authority,
    entry.currency,
    mostAccounts.searched,
  ]);
  for (const known of entry.amount.startsWith('-') ? [] : candidates) {
    const cover = coverOf({ ...known, amount: entry.amount }, await openItemsOf(views, known.account), naturalCover);
    if (cover.status === 'exact') covers.push(cover);
    if (covers.length === mostAccounts.answered) break;
  }
  return { ...head, searched: 'accounts', covers };
};

interface Lump {
  readonly account: string;
  readonly holder: string;
  readonly currency: string;
  readonly amount: string;
}

const coverOf = (
  { account, holder, currency, amount }: Lump,
  rows: readonly OpenItemRow[],
  search: (target: bigint, items: readonly CoverItem[]) => CoverAnswer,
): LumpCover => {
  const items = debtsOf(rows);
  const target = parseMoney(amount, currency).minor;
  const open = items.reduce((sum, item) => sum + item.amount, 0n);
  const { status, unique, complete, sets } =
    target <= 0n || items.length === 0 ? ({ status: 'none', sets: [], complete: true } as CoverAnswer) : search(target, items);
  return {
    account,
    holder,
    currency,
    amount,
    openItems: items.length,
    open: formatMoney(moneyOf(open, currency)),
    status,
    complete,
    ...(unique === undefined ? {} : { unique }),
    nearest: status === 'exact' ? [] : nearestOf(target, items, currency),
    sets: sets.map(({ by, group, items: references }) => ({ by, ...(group === undefined ? {} : { group }), references })),
  };
};

/** Debts that are told where none fits. */
const mostNearest = 3;

const nearestOf = (target: bigint, items: readonly CoverItem[], currency: string): LumpCover['nearest'] => {
  const text = (minor: bigint): string => formatMoney(moneyOf(minor, currency));
  const far = items.map(({ id, amount }) => ({ id, amount, distance: amount > target ? amount - target : target - amount }));
  far.sort((a, b) => (a.distance < b.distance ? -1 : a.distance > b.distance ? 1 : a.id < b.id ? -1 : 1));
  return far.slice(0, mostNearest).map(({ id, amount, distance }) => ({
    reference: id,
    open: text(amount),
    distance: text(distance),
    sentence: `${id}: amount differs by ${text(distance)}, tolerance ${text(0n)}; expected ${text(amount)} ${currency}, found ${text(target)} ${currency}.`,
  }));
};

/** Tax types and beneficiaries of one reference are paid together: an allocation by hand names references. */
const debtsOf = (rows: readonly OpenItemRow[]): readonly CoverItem[] => {
  const debts = new Map<string, { id: string; amount: bigint; dueOn: string; groups: readonly string[] }>();
  for (const { kind, reference, currency, open, due_on: dueOn } of rows) {
    const known = debts.get(reference);
    const amount = parseMoney(open, currency).minor;
    if (known === undefined)
      debts.set(reference, { id: reference, amount, dueOn, groups: [`due ${dueOn}`, `due ${dueOn.slice(0, 7)}`, `every ${kind}`] });
    else known.amount += amount;
  }
  return [...debts.values()];
};
