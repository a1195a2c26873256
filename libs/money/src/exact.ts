import DecimalLibrary, { type Decimal } from 'decimal.js';
import { AmountError } from './amount-error';
import { type Money } from './money';
import { scaleOf } from './currency';

/** Its own constructor: nobody else's `Decimal.set` can change our precision. 60 digits hold every product of a unit price, a quantity and three rates. */
const Own = DecimalLibrary.clone({ precision: 60, toExpNeg: -60, toExpPos: 60, rounding: DecimalLibrary.ROUND_HALF_EVEN, defaults: true });

const HUNDREDTH = new Own('0.01');

/** Up to 18 digits before and 12 after the point; the pattern comes first so that `1e9000000` never reaches the library. */
const canonical = /^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?$/;

/**
 * A decimal number that is never rounded by accident: unit prices, quantities, rates, tax bases. Sums and products are exact;
 * a quotient carries 60 significant digits, far more than decides any rounding to minor units.
 */
export class Exact {
  static readonly ZERO = new Exact(new Own('0'));
  static readonly HUNDRED = new Exact(new Own('100'));
  private constructor(private readonly value: Decimal) {}

  /** @throws AmountError AMOUNT_NOT_CANONICAL */
  static parse(text: string): Exact {
    if (text.length > 32 || !canonical.test(text)) {
      throw new AmountError('AMOUNT_NOT_CANONICAL', `${JSON.stringify(text.slice(0, 40))}: expected a plain decimal number, at most 18 digits and 12 decimals`);
    }
    const value = new Own(text);
    if (value.isZero() && text.startsWith('-')) throw new AmountError('AMOUNT_NOT_CANONICAL', `${text}: zero has no sign`);
    return new Exact(value);
  }

  static isCanonical(text: string): boolean {
    return text.length <= 32 && canonical.test(text) && !/^-0(\.0+)?$/.test(text);
  }

  /** Money in major units: 1250 minor of EUR is 12.5. */
  static ofMoney(money: Money): Exact {
    return Exact.ofMinor(money.minor, scaleOf(money.currency));
  }

  /** `minor` x 10^-scale. */
  static ofMinor(minor: bigint, scale: number): Exact {
    return new Exact(new Own(`${minor.toString()}e-${String(scale)}`));
  }

  static ofInteger(value: bigint): Exact {
    return new Exact(new Own(value.toString()));
  }

  plus(other: Exact): Exact {
    return new Exact(this.value.plus(other.value));
  }

  minus(other: Exact): Exact {
    return new Exact(this.value.minus(other.value));
  }

  times(other: Exact): Exact {
    return new Exact(this.value.times(other.value));
  }

  /** 60 significant digits. @throws AmountError BAD_SHARE on division by zero */
  dividedBy(other: Exact): Exact {
    if (other.value.isZero()) throw new AmountError('BAD_SHARE', 'division by zero');
    return new Exact(this.value.dividedBy(other.value));
  }

  /** `rate` per cent of this number. */
  percent(rate: Exact): Exact {
    return new Exact(this.value.times(rate.value).times(HUNDREDTH));
  }

  compare(other: Exact): -1 | 0 | 1 {
    return this.value.comparedTo(other.value) as -1 | 0 | 1;
  }

  isZero(): boolean {
    return this.value.isZero();
  }

  isNegative(): boolean {
    return this.value.isNegative() && !this.value.isZero();
  }

  /** True where no digit stands beyond `scale` places after the point: rounding there changes nothing. */
  fitsScale(scale: number): boolean {
    return this.value.decimalPlaces() <= scale;
  }

  /** Whole units of 10^-scale in the mode given; see `round`, which is how rules use it. */
  toMinor(scale: number, mode: RoundingMode): bigint {
    return BigInt(this.value.toFixed(scale, LIBRARY_MODE[mode]).replace('.', ''));
  }

  /** For people and records, where a quotient need not carry its 60 digits: at most 12 decimals, half-even. Never compute with it. */
  toDisplayText(): string {
    return new Exact(this.value.toDecimalPlaces(12, DecimalLibrary.ROUND_HALF_EVEN)).toCanonicalText();
  }

  /** No exponent, no trailing zeros after the point, no negative zero: equal numbers have equal text. */
  toCanonicalText(): string {
    return this.value.isZero() ? '0' : this.value.toFixed();
  }
}

/** `down` truncates toward zero; the halves of `half-up` go away from zero and of `half-even` to the even digit; `up` goes away from zero. */
export type RoundingMode = 'down' | 'half-up' | 'half-even' | 'up';

const LIBRARY_MODE: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  down: DecimalLibrary.ROUND_DOWN,
  'half-up': DecimalLibrary.ROUND_HALF_UP,
  'half-even': DecimalLibrary.ROUND_HALF_EVEN,
  up: DecimalLibrary.ROUND_UP,
};
