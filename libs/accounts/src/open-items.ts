import { type DebtClass } from '#rules';
import { dueKey, dueKeyOf, mergedByDueDate } from './due-order';
import { SortedMap } from './sorted-map';
import { VersionedMap } from './versioned-map';

/** What a payment can settle; amounts in minor units of the account's currency, each above zero. */
export type OpenItem = Readonly<{
  kind: 'statement' | 'return' | 'charge' | 'interest' | 'penalty';
  /** What a payment quotes: the reference of the statement or return, the MRN of a single charge. */
  reference: string;
  taxType: string;
  beneficiary: string;
  open: bigint;
  dueOn: string;
  /** What the guarantee still holds for it; absent is nothing. */
  secured?: bigint;
  /** The part in dispute; absent is nothing. */
  contested?: bigint;
}>;
/** Names a debt. */
export type DebtName = Readonly<Pick<OpenItem, 'kind' | 'reference' | 'taxType' | 'beneficiary'>>;

const isNamed =
  ({ kind, reference, taxType, beneficiary }: DebtName) =>
  (item: OpenItem): boolean =>
    item.kind === kind && item.reference === reference && item.taxType === taxType && item.beneficiary === beneficiary;

/**
 * What the guarantee no longer holds when `amount` of a debt with `open` and `secured` is settled: all of it with the last unit, before
 * that the floor of its share. So what was held is released exactly once.
 */
export const releasedBy = (amount: bigint, open: bigint, secured: bigint): bigint =>
  amount === open ? secured : (secured * amount) / open;

/** An item without what is zero, so that equal items are equal records. */
export const openItem = ({ secured = 0n, contested = 0n, kind, reference, taxType, beneficiary, open, dueOn }: OpenItem): OpenItem => ({
  kind,
  reference,
  taxType,
  beneficiary,
  open,
  dueOn,
  ...(secured === 0n ? {} : { secured }),
  ...(contested === 0n ? {} : { contested }),
});

/** The open items of an account, a value: every change is a new version at the cost of the items under one reference and O(log n). */
export class OpenItems {
  static empty(): OpenItems {
    return new OpenItems(VersionedMap.empty(), undefined, 0, 0n, 0n);
  }

  private constructor(
    /** Capitals do not tell references apart: banks change them. */
    private readonly byReference: VersionedMap<readonly OpenItem[]>,
    /** Made when it is first asked for and kept up from then on: an account whose payments say what they are for never needs it. */
    private byDue: SortedMap<OpenItem> | undefined,
    readonly size: number,
    /** Sum of what is open. */
    readonly open: bigint,
    /** Sum of what the guarantee holds for it. */
    readonly secured: bigint,
  ) {}

  get(debt: DebtName): OpenItem | undefined {
    return this.named(debt.reference).find(isNamed(debt));
  }

  /** The items under a reference, whatever its capitals. */
  named(reference: string): readonly OpenItem[] {
    return this.byReference.get(reference.toUpperCase()) ?? [];
  }

  /** All items, in no order that may be decided on. */
  values(): readonly OpenItem[] {
    return this.byReference.values().flat();
  }

  /**
   * The items of these classes as they fall due, one after another: each costs O(log n), but for the first time that they are asked for.
   */
  inDueOrder(classes: readonly DebtClass[]): Iterable<OpenItem> {
    const byDue = this.byDue ?? this.values().reduce((map, item) => map.with(dueKey(item), item), SortedMap.empty<OpenItem>());
    this.byDue = byDue;
    return mergedByDueDate(classes.map((debtClass) => byDue.beginningWith(dueKeyOf(debtClass))));
  }

  /** A new debt, or more of one that is open; the due day given holds for the whole. */
  plus(item: OpenItem): OpenItems {
    const known = this.get(item);
    const { kind, reference, taxType, beneficiary, dueOn, secured = 0n, contested = 0n } = item;
    const amounts = {
      open: item.open + (known?.open ?? 0n),
      secured: secured + (known?.secured ?? 0n),
      contested: contested + (known?.contested ?? 0n),
    };
    return this.#with(item, known, openItem({ kind, reference, taxType, beneficiary, dueOn, ...amounts }));
  }

  /** Settles `amount` of a debt, what is not contested of it first. @throws RangeError for more than is open. */
  minus(debt: DebtName, amount: bigint): Readonly<{ items: OpenItems; released: bigint }> {
    const known = this.get(debt);
    if (known === undefined || amount > known.open || amount <= 0n) throw new RangeError(`${debt.reference}: settled more than is open`);
    const { secured = 0n, contested = 0n } = known;
    const released = releasedBy(amount, known.open, secured);
    const open = known.open - amount;
    const left =
      open === 0n ? undefined : openItem({ ...known, open, secured: secured - released, contested: contested < open ? contested : open });
    return { items: this.#with(debt, known, left), released };
  }

  /** The debt with another part of it in dispute. @throws RangeError for more than is open. */
  withContested(debt: DebtName, contested: bigint): OpenItems {
    const known = this.get(debt);
    if (known === undefined || contested > known.open || contested < 0n)
      throw new RangeError(`${debt.reference}: contested more than is open`);
    return this.#with(debt, known, openItem({ ...known, contested }));
  }

  #with(debt: DebtName, before: OpenItem | undefined, after: OpenItem | undefined): OpenItems {
    const others = this.named(debt.reference).filter((item) => item !== before);
    const items = after === undefined ? others : [...others, after];
    let byDue = this.byDue;
    if (before !== undefined && (after === undefined || before.dueOn !== after.dueOn)) byDue = byDue?.with(dueKey(before), undefined);
    if (after !== undefined) byDue = byDue?.with(dueKey(after), after);
    return new OpenItems(
      this.byReference.with(debt.reference.toUpperCase(), items.length === 0 ? undefined : items),
      byDue,
      this.size + (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
      this.open + (after?.open ?? 0n) - (before?.open ?? 0n),
      this.secured + (after?.secured ?? 0n) - (before?.secured ?? 0n),
    );
  }
}
