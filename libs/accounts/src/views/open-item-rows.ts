import { formatMoney, moneyOf, parseMoney } from '#money';
import { type Rows } from '#read-model';
import { type DebtName, openItem, type OpenItem, releasedBy } from '../open-items';
import { openItems } from './accounts.tables';
import { textInEuro } from './redenominated-rows';

/** The rows of an account’s debts, changed as the account's own fold changes its open items; those settled stay with nothing open. */
export class OpenItemRows {
  constructor(
    private readonly rows: Rows,
    private readonly account: string,
    private readonly currency: string,
  ) {}

  /** A debt that is new, or more of one; `reopened` debt was counted in its amount before. */
  plus(item: OpenItem, reopened = false): void {
    const known = this.#get(item);
    const amount = (known?.amount ?? 0n) + (reopened && known !== undefined ? 0n : item.open);
    const sum = (field: 'open' | 'secured' | 'contested'): bigint => (known?.[field] ?? 0n) + (item[field] ?? 0n);
    this.#put({ ...item, open: sum('open'), secured: sum('secured'), contested: sum('contested') }, amount);
  }

  /** Settles, remits, writes off or reduces a debt, undisputed part first. `lessens`: what it came to in all is less, too. */
  minus(debt: DebtName, settled: bigint, lessens = false): void {
    const known = this.#get(debt);
    if (known === undefined) return;
    const open = known.open - settled;
    const secured = known.secured - (known.open === 0n ? 0n : releasedBy(settled, known.open, known.secured));
    this.#put(
      { ...debt, dueOn: known.dueOn, open, secured, contested: known.contested < open ? known.contested : open },
      known.amount - (lessens ? settled : 0n),
    );
  }

  contest(debt: DebtName, change: bigint): void {
    const known = this.#get(debt);
    if (known !== undefined)
      this.#put(
        { ...debt, dueOn: known.dueOn, open: known.open, secured: known.secured, contested: known.contested + change },
        known.amount,
      );
  }

  /** A debt that a statement made of charges; those from before are there already. */
  stated(item: OpenItem): void {
    if (this.#get(item) === undefined) this.#put(openItem(item), item.open);
  }

  #get({
    kind,
    reference,
    taxType: tax_type,
    beneficiary,
  }: DebtName): Readonly<{ amount: bigint; open: bigint; secured: bigint; contested: bigint; dueOn: string }> | undefined {
    const row = this.rows.get(openItems, { account: this.account, kind, reference, tax_type, beneficiary });
    if (row === undefined) return undefined;
    // A debt that was settled before the euro and is open again in it.
    const minor = (text: string): bigint =>
      parseMoney(row.currency === this.currency ? text : textInEuro(text, row.currency), this.currency).minor;
    return {
      amount: minor(row.amount),
      open: minor(row.open),
      secured: minor(row.secured),
      contested: minor(row.contested),
      dueOn: row.due_on,
    };
  }

  #put(
    { kind, reference, taxType: tax_type, beneficiary, open, secured = 0n, contested = 0n, dueOn: due_on }: OpenItem,
    amount: bigint,
  ): void {
    const text = (minor: bigint): string => formatMoney(moneyOf(minor, this.currency));
    this.rows.put(openItems, {
      account: this.account,
      kind,
      reference,
      tax_type,
      beneficiary,
      currency: this.currency,
      amount: text(amount),
      open: text(open),
      secured: text(secured),
      contested: text(contested),
      due_on,
    });
  }
}
