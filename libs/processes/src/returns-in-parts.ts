import { type AccountPeriodEvent } from '#accounts';
import { parseMoney } from '#money';
import { type CollectionReturnEvent, type SchemeReturnEvent } from '#scheme-returns';

/** A return that was filed. */
export type Filed = SchemeReturnEvent | CollectionReturnEvent;
export const isFiled = (event: { readonly type: string }): event is Filed =>
  event.type === 'SchemeReturnFiled' || event.type === 'CollectionReturnFiled';

/** Positive balances of a return in minor units by the state they belong to. */
export const balancesOf = ({ type, data }: Filed): readonly { readonly country: string; readonly amount: bigint }[] => {
  const signed =
    type === 'SchemeReturnFiled'
      ? data.balances.map(({ country, balance }) => ({ country, amount: parseMoney(balance, data.currency).minor }))
      : data.rows.slice(0, 1).map(({ country }) => ({ country, amount: parseMoney(data.payable, data.currency).minor }));
  return signed.filter(({ amount }) => amount > 0n);
};

/** Returns whose states are not all charged yet, by reference in capitals: what is open of them is not the whole. A fold of the log. */
export class ReturnsInParts {
  readonly #uncharged = new Map<string, bigint>();

  apply(event: Filed | AccountPeriodEvent): void {
    if (isFiled(event))
      this.#add(
        event.data.returnReference,
        balancesOf(event).reduce((sum, { amount }) => sum + amount, 0n),
      );
    else if (event.type === 'DebtRedenominated' && event.data.kind === 'return') {
      // What was filed before the euro is charged in it.
      const { reference = '', formerCurrency, currency, lines } = event.data;
      for (const { former, now } of lines) this.#add(reference, parseMoney(now, currency).minor - parseMoney(former, formerCurrency).minor);
    } else if (event.type === 'ChargePosted' && event.data.kind === 'return')
      this.#add(event.data.reference, -parseMoney(event.data.total, event.data.currency).minor);
  }

  /** Whether one of these references, in capitals, is of such a return. */
  hasAny(references: Iterable<string>): boolean {
    return [...references].some((reference) => this.#uncharged.has(reference));
  }

  #add(reference: string, amount: bigint): void {
    const key = reference.toUpperCase();
    const after = amount + (this.#uncharged.get(key) ?? 0n);
    if (after === 0n) this.#uncharged.delete(key);
    else this.#uncharged.set(key, after);
  }
}
