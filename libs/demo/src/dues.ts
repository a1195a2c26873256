import { formatMoney, moneyOf, parseMoney } from '#money';
import { monthOf } from './days';
import type { BackOfficeEvent, Taker } from './feed';

/** A statement or a return with money to pay. */
export interface Due {
  readonly authority: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly dueOn: string;
}
type Owed = Omit<Due, 'amount'> & { readonly minor: bigint };

/** What falls due: statements of deferment accounts, less what later versions took off them, and returns. */
export class Dues implements Taker {
  readonly #dues = new Map<string, Owed>();
  readonly #authorities = new Map<string, string>();
  /** Corrections that came before the payer could know of the statement. */
  readonly #reduced = new Map<string, bigint>();

  take(event: BackOfficeEvent): void {
    switch (event.type) {
      case 'PeriodOpened':
        this.#authorities.set(event.data.account, event.data.authority);
        break;
      case 'PeriodClosed': {
        // A scheme account's returns are paid one by one, each with its own reference, and a desk's debts one by one.
        const { kind, authority, statementReference: reference, totals, currency, dueOn } = event.data;
        if (kind === 'deferment') this.#owe({ authority, reference, currency, dueOn, minor: totals.reduce((sum, { amount }) => sum + parseMoney(amount, currency).minor, 0n) });
        break;
      }
      case 'SchemeReturnFiled':
      case 'CollectionReturnFiled': {
        const { authority, returnReference: reference, payable, currency, dueOn } = event.data;
        this.#owe({ authority, reference, currency, dueOn, minor: parseMoney(payable, currency).minor });
        break;
      }
      case 'ChargeAdjusted':
        this.#adjust(event.data);
        break;
      default:
        break;
    }
  }

  /** In order of authority and reference. */
  inMonth(month: string): readonly Due[] {
    return [...this.#dues].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, { minor, ...due }]) => {
      const owed = minor - (this.#reduced.get(key) ?? 0n);
      return monthOf(due.dueOn) === month && owed > 0n ? [{ ...due, amount: formatMoney(moneyOf(owed, due.currency)) }] : [];
    });
  }

  #owe(owed: Owed): void {
    this.#dues.set(`${owed.authority} ${owed.reference}`, owed);
  }

  #adjust({ account, original, lines, currency }: Extract<BackOfficeEvent, { readonly type: 'ChargeAdjusted' }>['data']): void {
    if (original.statement === undefined) return;
    const key = `${this.#authorities.get(account) ?? ''} ${original.statement}`;
    const reduced = lines.reduce((sum, { reducesOpen }) => sum + (reducesOpen === undefined ? 0n : parseMoney(reducesOpen, currency).minor), 0n);
    this.#reduced.set(key, (this.#reduced.get(key) ?? 0n) + reduced);
  }
}
