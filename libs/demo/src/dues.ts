import { idOf } from '#event-catalogue';
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
  /** Of a statement: its account, the stream id of its period, and the first of its sums. */
  readonly statement?: {
    readonly account: string;
    readonly period: string;
    readonly first: { readonly taxType: string; readonly beneficiary: string; readonly amount: string };
  };
}
type Redenominated = Extract<BackOfficeEvent, { readonly type: 'AccountRedenominated' }>['data'];
type Owed = Omit<Due, 'amount'> & { readonly minor: bigint };

/** What falls due: statements of deferment accounts, less what later versions and set-off took off them, and returns. */
export class Dues implements Taker {
  readonly #dues = new Map<string, Owed>();
  readonly #authorities = new Map<string, string>();
  readonly #reduced = new Map<string, bigint>();

  take(event: BackOfficeEvent): void {
    switch (event.type) {
      case 'PeriodOpened':
        this.#authorities.set(event.data.account, event.data.authority);
        break;
      case 'PeriodClosed': {
        // A scheme account's returns are paid one by one, each with its own reference, and a desk's debts one by one.
        const { account, kind, authority, statementReference: reference, totals, currency, dueOn } = event.data;
        const [first] = totals;
        const statement = first === undefined ? {} : { statement: { account, period: idOf(event.stream), first } };
        if (kind === 'deferment')
          this.#owe({
            authority,
            reference,
            currency,
            dueOn,
            ...statement,
            minor: totals.reduce((sum, { amount }) => sum + parseMoney(amount, currency).minor, 0n),
          });
        break;
      }
      case 'AccountRedenominated':
        this.#redenominate(event.data);
        break;
      case 'SchemeReturnFiled':
      case 'CollectionReturnFiled': {
        const { authority, returnReference: reference, payable, currency, dueOn } = event.data;
        this.#owe({ authority, reference, currency, dueOn, minor: parseMoney(payable, currency).minor });
        break;
      }
      case 'ChargeAdjusted': {
        const { account, original, lines, currency } = event.data;
        for (const { reducesOpen } of lines)
          if (original.statement !== undefined && reducesOpen !== undefined)
            this.#reduce(account, original.statement, reducesOpen, currency);
        break;
      }
      case 'RefundOffset':
        for (const { debt } of event.data.pairs) this.#reduce(event.data.account, debt.reference, debt.amount, event.data.currency);
        break;
      default:
        break;
    }
  }

  /** In order of authority and reference. */
  inMonth(month: string): readonly Due[] {
    return [...this.#dues]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, { minor, ...due }]) => {
        const owed = minor - (this.#reduced.get(key) ?? 0n);
        return monthOf(due.dueOn) === month && owed > 0n ? [{ ...due, amount: formatMoney(moneyOf(owed, due.currency)) }] : [];
      });
  }

  /** What is still open of a debt is open in the euro. */
  #redenominate({ authority, currency, openItems }: Redenominated): void {
    for (const { kind, reference, taxType, beneficiary, now } of openItems) {
      const key = `${authority} ${reference}`;
      const known = this.#dues.get(key);
      if (known === undefined || (kind !== 'statement' && kind !== 'return')) continue;
      const isFirst = known.currency !== currency;
      if (isFirst) this.#reduced.delete(key);
      const { statement, ...due } = known;
      const first = statement?.first;
      const isNamed = first?.taxType === taxType && first.beneficiary === beneficiary;
      const told =
        statement === undefined ? {} : { statement: isNamed ? { ...statement, first: { ...first, amount: now.open } } : statement };
      this.#owe({ ...due, ...told, currency, minor: (isFirst ? 0n : due.minor) + parseMoney(now.open, currency).minor });
    }
  }

  #owe(owed: Owed): void {
    this.#dues.set(`${owed.authority} ${owed.reference}`, owed);
  }

  #reduce(account: string, reference: string, amount: string, currency: string): void {
    const key = `${this.#authorities.get(account) ?? ''} ${reference}`;
    this.#reduced.set(key, (this.#reduced.get(key) ?? 0n) + parseMoney(amount, currency).minor);
  }
}
