import { namesIn } from './remittance';
import { VersionedMap } from './versioned-map';

/**
 * Cash of one receipt that settled nothing yet, minor units above zero. `provisional`: the money is not final. `duplicateOf`: it repeats a
 * payment and waits for somebody to decide.
 */
export type UnappliedCash = Readonly<{ receipt: string; amount: bigint; remittance?: string; provisional?: boolean; duplicateOf?: string }>;

/** The unapplied cash of an account, a value: every change is a new version at the cost of one receipt and the words of its remittance. */
export class UnappliedCashes {
  static empty(): UnappliedCashes {
    return new UnappliedCashes(VersionedMap.empty(), VersionedMap.empty(), 0n);
  }

  private constructor(
    private readonly byReceipt: VersionedMap<UnappliedCash>,
    /** Word of a remittance to the receipts whose remittance has it. */
    private readonly byName: VersionedMap<readonly string[]>,
    /** Sum of what is unapplied. */
    readonly total: bigint,
  ) {}

  get size(): number {
    return this.byReceipt.size;
  }

  get(receipt: string): UnappliedCash | undefined {
    return this.byReceipt.get(receipt);
  }

  has(receipt: string): boolean {
    return this.byReceipt.has(receipt);
  }

  /** All of it in the order of receipt ids, which knows no time of arrival. */
  values(): readonly UnappliedCash[] {
    return [...this.byReceipt.values()].sort(byReceiptId);
  }

  /** The cash whose remittance names a reference, in the order of receipt ids. */
  naming(reference: string): readonly UnappliedCash[] {
    const receipts = this.byName.get(reference.toUpperCase()) ?? [];
    return receipts.flatMap((receipt) => this.get(receipt) ?? []).sort(byReceiptId);
  }

  /** Credits cash; more of a receipt that is there already is added to it. */
  plus(cash: UnappliedCash): UnappliedCashes {
    const known = this.get(cash.receipt);
    const names = known === undefined ? this.#named(cash, (receipts) => [...receipts, cash.receipt]) : this.byName;
    return new UnappliedCashes(
      this.byReceipt.with(cash.receipt, { ...cash, amount: cash.amount + (known?.amount ?? 0n) }),
      names,
      this.total + cash.amount,
    );
  }

  /** Takes from the cash of a receipt. @throws RangeError for more than is there. */
  minus(receipt: string, amount: bigint): UnappliedCashes {
    const known = this.get(receipt);
    if (known === undefined || amount > known.amount) throw new RangeError(`${receipt}: used more than was received`);
    const left = known.amount - amount;
    const names = left > 0n ? this.byName : this.#named(known, (receipts) => receipts.filter((other) => other !== receipt));
    return new UnappliedCashes(
      this.byReceipt.with(receipt, left === 0n ? undefined : { ...known, amount: left }),
      names,
      this.total - amount,
    );
  }

  #named(cash: UnappliedCash, change: (receipts: readonly string[]) => readonly string[]): VersionedMap<readonly string[]> {
    let names = this.byName;
    for (const name of namesIn(cash.remittance)) {
      const receipts = change(names.get(name) ?? []);
      names = names.with(name, receipts.length === 0 ? undefined : receipts);
    }
    return names;
  }
}

const byReceiptId = (a: UnappliedCash, b: UnappliedCash): number => (a.receipt < b.receipt ? -1 : 1);
