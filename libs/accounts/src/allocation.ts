import { apportion, moneyOf } from '#money';
import { type AllocationOrder } from '#rules';
import { byDueDate, debtClassOf } from './due-order';
import { type OpenItem, type OpenItems } from './open-items';

/**
 * Rules of allocation, stored with each pair (docs/accounting.md, allocation order): what is named, then what is due first; or what
 * somebody chose.
 */
export type AllocationRule = 'remittance-named' | 'due-date-order' | 'by-hand';
/** An open item and what of it is settled, minor units. `contested`: of its disputed part. */
export type AllocatedPair = Readonly<{ item: OpenItem; amount: bigint; contested?: true }>;
/** What one rule settled. */
export type AllocationStep = Readonly<{ rule: AllocationRule; pairs: readonly AllocatedPair[] }>;
/** What cash settled, rule by rule, and what is left of it, minor units. */
export type Allocation = Readonly<{ steps: readonly AllocationStep[]; remainder: bigint }>;
/**
 * Cash in minor units, not negative; `names`: references in capitals; `onlyNamed`: what is not named stays open; `most`: so many
 * pairs at most, of which the last few may be more (a debt in dispute has two, a return is never split).
 */
export type AllocationQuestion = Readonly<{
  cash: bigint;
  currency: string;
  order: AllocationOrder;
  names: ReadonlySet<string>;
  onlyNamed?: boolean;
  by?: 'by-hand';
  most?: number;
}>;

/**
 * Divides cash over open items: first those that are named, then, unless `onlyNamed`, the others, each by the classes of the order and then
 * by due day. A part of a return goes to its beneficiaries in proportion to what is due. What is in dispute is settled only where it is
 * named. What is left stays unapplied. An open item stands for many charges; which of them are covered is derived inside the item by due
 * date, acceptance and charge id, and needs no event.
 */
export const allocate = (
  { cash, currency, order, names, onlyNamed = false, by, most = Number.MAX_SAFE_INTEGER }: AllocationQuestion,
  items: OpenItems,
): Allocation => {
  const division = new Division(cash, currency, most);
  const named = [...names].flatMap((name) => items.named(name)).sort(byDueDate);
  const steps: AllocationStep[] = [];
  const step = (rule: AllocationRule, pairs: readonly AllocatedPair[]): void => {
    if (pairs.length > 0) steps.push({ rule, pairs });
  };
  step(
    by ?? 'remittance-named',
    order.classes.flatMap((classes) =>
      division.over(
        named.filter((item) => classes.includes(debtClassOf(item))),
        true,
      ),
    ),
  );
  if (!onlyNamed && order.unnamed && division.remainder > 0n) {
    const others = function* (of: Iterable<OpenItem>): Generator<OpenItem> {
      for (const item of of) if (!names.has(item.reference.toUpperCase())) yield item;
    };
    step(
      'due-date-order',
      order.classes.flatMap((classes) => division.over(others(items.inDueOrder(classes)), false)),
    );
  }
  return { steps, remainder: division.remainder };
};

/** Cash on its way through lists of items in due order; a list is read no further than the cash reaches. */
class Division {
  constructor(
    public remainder: bigint,
    private readonly currency: string,
    private room: number,
  ) {}

  over(items: Iterable<OpenItem>, disputed: boolean): readonly AllocatedPair[] {
    const pairs: AllocatedPair[] = [];
    if (this.remainder === 0n || this.room <= 0) return pairs;
    let group: OpenItem[] = [];
    for (const item of items) {
      if (!disputed && item.open === (item.contested ?? 0n)) continue;
      if (group[0] !== undefined && !isOfOneReturn(group[0], item)) {
        pairs.push(...this.#settle(group, disputed));
        group = [];
        if (this.remainder === 0n || this.room <= 0) return pairs;
      }
      group.push(item);
    }
    pairs.push(...this.#settle(group, disputed));
    return pairs;
  }

  #settle(group: readonly OpenItem[], disputed: boolean): readonly AllocatedPair[] {
    const due = group.map(({ open, contested = 0n }) => (disputed ? open : open - contested));
    const whole = due.reduce((sum, amount) => sum + amount, 0n);
    const enough = this.remainder >= whole;
    const settled = enough ? due : apportion(moneyOf(this.remainder, this.currency), due).map(({ minor }) => minor);
    this.remainder -= enough ? whole : this.remainder;
    const pairs = group.flatMap((item, i) => pairsOf(item, settled[i] ?? 0n));
    this.room -= pairs.length;
    return pairs;
  }
}

/** A return is one debt to several states: they share what is not enough (Regulation (EU) 904/2010 Chapter XI), largest remainder. */
const isOfOneReturn = (a: OpenItem, b: OpenItem): boolean =>
  a.kind === 'return' && b.kind === 'return' && a.reference === b.reference && a.dueOn === b.dueOn;

/** What is not in dispute is settled first; the disputed part is a pair of its own, for it is kept apart. */
export const pairsOf = (item: OpenItem, amount: bigint): readonly AllocatedPair[] => {
  const undisputed = item.open - (item.contested ?? 0n);
  if (amount === 0n) return [];
  if (amount <= undisputed) return [{ item, amount }];
  const disputed: AllocatedPair = { item, amount: amount - undisputed, contested: true };
  return undisputed === 0n ? [disputed] : [{ item, amount: undisputed }, disputed];
};
