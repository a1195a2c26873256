import { type AccountEvent, roundingOf } from '#accounts';
import { parseMoney } from '#money';
import { changeoverOf, minorInEuro } from '#rules';
import { keyOf } from './open-amounts';

type Redenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data'];
type Tell = (expected: string, found: string) => void;

/** An amount of the former currency in the new one, minor units. */
export const fromFormer = (minor: bigint, { formerCurrency: currency, rate }: Pick<Redenominated, 'formerCurrency' | 'rate'>): bigint =>
  minorInEuro(minor, { currency, rate });

/**
 * What an account holds in its new currency, gathered from the parts of its redenomination. It is held to the rate of the law, to each sum
 * asked for being converted as a whole, and to the rounding that each part tells.
 */
export class NowHeld {
  readonly #open = new Map<string, bigint>();
  readonly #cash = new Map<string, bigint>();
  /** By sum that is asked for: before and now. */
  readonly #asked = new Map<string, readonly [former: bigint, now: bigint]>();
  #secured = 0n;
  #formerlySecured = 0n;
  #formerlyUnapplied = 0n;

  add(data: Redenominated, tell: Tell): void {
    const former = (amount = '0.00'): bigint => parseMoney(amount, data.formerCurrency).minor;
    const now = (amount = '0.00'): bigint => parseMoney(amount, data.currency).minor;
    const rate = changeoverOf(data.formerCurrency, data.redenominatedOn)?.rate;
    if (rate !== data.rate) tell(`the rate ${rate ?? 'of no changeover'}`, data.rate);
    for (const item of data.openItems) {
      this.#open.set(keyOf(item), now(item.now.open));
      this.#secured += now(item.now.secured);
      this.#formerlySecured += former(item.former.secured);
      const key = `${item.kind} ${item.reference}`;
      const [was, is] = this.#asked.get(key) ?? [0n, 0n];
      this.#asked.set(key, [was + former(item.former.open), is + now(item.now.open)]);
    }
    for (const cash of data.unapplied) {
      this.#cash.set(cash.receipt, now(cash.now));
      this.#formerlyUnapplied += former(cash.former);
      if (now(cash.now) !== fromFormer(former(cash.former), data))
        tell(`cash of ${String(fromFormer(former(cash.former), data))} minor units`, cash.now);
    }
    const rounding = roundingOf(data, { currency: data.formerCurrency, rate: data.rate });
    if (rounding !== now(data.rounding)) tell(`rounding of ${String(rounding)} minor units`, data.rounding ?? '0.00');
  }

  held(data: Redenominated, tell: Tell) {
    let formerlyOpen = 0n;
    for (const [key, [was, is]] of this.#asked) {
      formerlyOpen += was;
      if (is !== fromFormer(was, data)) tell(`${key} of ${String(fromFormer(was, data))} minor units`, String(is));
    }
    return {
      open: this.#open,
      cash: this.#cash,
      secured: this.#secured,
      formerlyOpen,
      formerlyUnapplied: this.#formerlyUnapplied,
      formerlySecured: this.#formerlySecured,
    };
  }
}
