import { changeoverOf, minorInEuro } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { restsOf } from './short-payments.state';
import { paidTogether, type ToleratedDebt, withTolerated } from './tolerated-debts';

/** What is tolerated of the debts of one account, by the debts that are paid together. */
class Tolerated {
  currency = '';
  here = new Map<string, readonly ToleratedDebt[]>();
  readonly before = new Map<string, readonly ToleratedDebt[]>();
}

/**
 * What was tolerated over the periods of accounts and is not owed again: an open period knows its own, the earlier ones are told to it by
 * whoever takes a payment back or adjusts a charge. Derived state, changed in place, one event of the log after another; its size follows
 * what is tolerated.
 */
export class TolerationHistory {
  readonly #accounts = new Map<string, Tolerated>();

  /** Events that say nothing of it are ignored. */
  apply(event: AccountPeriodEvent): void {
    if (event.type === 'ShortPaymentTolerated') this.#add(event.data.account, restsOf(event.data));
    else if (event.type === 'ToleratedRestReopened')
      this.#add(
        event.data.account,
        restsOf(event.data).map((debt) => ({ ...debt, amount: -debt.amount })),
      );
    else if (event.type === 'PeriodClosed') this.#closed(event.data.account);
    else if (event.type === 'PeriodOpened') this.#opened(event.data);
  }

  /** What was tolerated before the account's open period of the debts under some references. */
  before(account: string, references: ReadonlySet<string>): readonly ToleratedDebt[] {
    const known = this.#accounts.get(account);
    return known === undefined
      ? []
      : [...known.before.values()].flatMap((debts) => debts.filter(({ reference }) => references.has(reference)));
  }

  /** A period that begins in the euro: what was tolerated before it is an amount in it. */
  #opened({ account, currency, start }: Extract<AccountPeriodEvent, { readonly type: 'PeriodOpened' }>['data']): void {
    const known = this.#accounts.get(account) ?? new Tolerated();
    this.#accounts.set(account, known);
    const changeover = known.currency === currency ? undefined : changeoverOf(known.currency, start);
    known.currency = currency;
    if (changeover === undefined) return;
    for (const [key, debts] of known.before)
      known.before.set(
        key,
        debts.map((debt) => ({ ...debt, amount: minorInEuro(debt.amount, changeover) })),
      );
  }

  #add(account: string, debts: readonly ToleratedDebt[]): void {
    const known = this.#accounts.get(account) ?? new Tolerated();
    this.#accounts.set(account, known);
    for (const debt of debts) put(known.here, paidTogether(debt), [debt]);
  }

  #closed(account: string): void {
    const known = this.#accounts.get(account);
    if (known === undefined) return;
    for (const [key, debts] of known.here) put(known.before, key, debts);
    known.here = new Map();
  }
}

const put = (sums: Map<string, readonly ToleratedDebt[]>, key: string, more: readonly ToleratedDebt[]): void => {
  const after = withTolerated(sums.get(key) ?? [], more);
  if (after.length === 0) sums.delete(key);
  else sums.set(key, after);
};
