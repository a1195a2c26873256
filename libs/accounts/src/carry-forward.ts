import { type AccountPeriodEvent } from './account-period.events';
import { byDueDate } from './due-order';
import { type OpenItem } from './open-items';
import { type PeriodTerms } from './open-period';
import { amountsOf } from './period-amounts';
import { type PeriodSecurity } from './security';
import { type UnappliedCash } from './unapplied-cash';

/**
 * What a closed period leaves to the next one. `suspended`: why the account takes no charge, where it does not. `limit`: the most that a
 * period is charged with.
 */
export type CarriedForward = Readonly<{
  openItems: readonly OpenItem[];
  unapplied: readonly UnappliedCash[];
  security?: PeriodSecurity;
  suspended?: string;
  limit?: bigint;
}>;
/** A stretch of what is carried forward: the open items and the cash of one event. */
type Stretch = Readonly<{ openItems: readonly OpenItem[]; unapplied: readonly UnappliedCash[] }>;

/** What one event holds: 200 items and 100 receipts (its shape), and bytes within the 64 KiB an event may have, metadata included. */
const limits = { items: { count: 200, bytes: 36_000 }, cash: { count: 100, bytes: 24_000 } } as const;
/**
 * Events of what is carried forward in one append, within the 512 KiB it may have: a desk may have thousands of debts open, and they go in
 * several.
 */
export const carriedEventsAtOnce = 8;

type Text = (minor: bigint) => string;
const storedItem = ({ open, secured, contested, ...item }: OpenItem, text: Text) => ({
  ...item,
  open: text(open),
  ...(secured === undefined ? {} : { secured: text(secured) }),
  ...(contested === undefined ? {} : { contested: text(contested) }),
});
const storedCash = (cash: UnappliedCash, text: Text) => ({ ...cash, amount: text(cash.amount) });

/** A list in pieces of at most so many and so many bytes, each as long as it can be. */
const pieces = <T>(
  all: readonly T[],
  stored: (one: T) => object,
  { count, bytes }: Readonly<{ count: number; bytes: number }>,
): readonly (readonly T[])[] => {
  const found: T[][] = [];
  let room = 0;
  for (const one of all) {
    const weight = Buffer.byteLength(JSON.stringify(stored(one))) + 1;
    const last = found.at(-1);
    if (last === undefined || last.length === count || weight > room) {
      found.push([one]);
      room = bytes - weight;
    } else {
      last.push(one);
      room -= weight;
    }
  }
  return found;
};

/** Open items by due date and cash by receipt, event by event: a function of the set alone. */
const stretchesOf = ({ currency }: PeriodTerms, { openItems, unapplied }: CarriedForward): readonly Stretch[] => {
  const text = amountsOf(currency);
  const items = pieces([...openItems].sort(byDueDate), (item) => storedItem(item, text), limits.items);
  const cash = pieces(
    [...unapplied].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)),
    (one) => storedCash(one, text),
    limits.cash,
  );
  return Array.from({ length: Math.max(items.length, cash.length) }, (_, i) => ({ openItems: items[i] ?? [], unapplied: cash[i] ?? [] }));
};

export const carriedEvents = (
  terms: PeriodTerms,
  carried: CarriedForward,
  moment: 'opening' | 'closing',
): readonly AccountPeriodEvent[] => {
  const { account, holder, currency } = terms;
  const text = amountsOf(currency);
  return stretchesOf(terms, carried).map(({ openItems, unapplied }): AccountPeriodEvent => ({
    type: 'OpenItemsCarried',
    data: {
      account,
      holder,
      currency,
      moment,
      openItems: openItems.map((item) => storedItem(item, text)),
      unapplied: unapplied.map((cash) => storedCash(cash, text)),
    },
  }));
};

/** What is carried forward in parts, each for one append; the last one has the standing of the account. */
export const carriedInParts = (
  terms: PeriodTerms,
  { openItems, unapplied, ...standing }: CarriedForward,
): readonly [...CarriedForward[], CarriedForward] => {
  const stretches = stretchesOf(terms, { openItems, unapplied });
  const parts: CarriedForward[] = [];
  for (let at = 0; stretches.length - at > carriedEventsAtOnce; at += carriedEventsAtOnce)
    parts.push(together(stretches.slice(at, at + carriedEventsAtOnce)));
  return [...parts, { ...together(stretches.slice(parts.length * carriedEventsAtOnce)), ...standing }];
};

const together = (stretches: readonly Stretch[]): Stretch => ({
  openItems: stretches.flatMap((one) => one.openItems),
  unapplied: stretches.flatMap((one) => one.unapplied),
});
