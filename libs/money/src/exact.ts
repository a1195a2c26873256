import DecimalLibrary from 'decimal.js';
import { AmountError } from './amount-error';
import { type Money } from './money';
import { scaleOf } from './currency';

/** Of a quotient, which need not end. 60 digits hold every product of a unit price, a quantity and three rates. */
const mostDigits = 60;
/**
 * Its own constructor: nobody else's `Decimal.set` can change our precision. Division alone is its business, everything else is whole
 * numbers.
 */
const Own = DecimalLibrary.clone({ precision: mostDigits, rounding: DecimalLibrary.ROUND_HALF_EVEN, defaults: true });

/** Up to 18 digits before and 12 after the point; the pattern comes first so that `1e9000000` never becomes a number. */
const canonical = /^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?$/;

const powers = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));
const tenTo = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);
const beyondDigits = tenTo(mostDigits);

/**
 * A decimal number that is never rounded by accident: unit prices, quantities, rates, tax bases. Whole units of 10^-scale, so sums and
 * products are exact; a quotient carries 60 significant digits, far more than decides any rounding to minor units, and so does what is
 * computed from it.
 */
export class Exact {
  static readonly ZERO = new Exact(0n, 0);
  static readonly HUNDRED = new Exact(100n, 0);
  private constructor(
    private readonly units: bigint,
    private readonly scale: number,
  ) {}

  /** @throws AmountError AMOUNT_NOT_CANONICAL */
  static parse(text: string): Exact {
    if (text.length > 32 || !canonical.test(text)) {
      throw new AmountError(
        'AMOUNT_NOT_CANONICAL',
        `${JSON.stringify(text.slice(0, 40))}: expected a plain decimal number, at most 18 digits and 12 decimals`,
      );
    }
    const found = Exact.ofPlainText(text);
    if (found.units === 0n && text.startsWith('-')) throw new AmountError('AMOUNT_NOT_CANONICAL', `${text}: zero has no sign`);
    return found;
  }

  static isCanonical(text: string): boolean {
    return text.length <= 32 && canonical.test(text) && !/^-0(\.0+)?$/.test(text);
  }

  /** Money in major units: 1250 minor of EUR is 12.5. */
  static ofMoney(money: Money): Exact {
    return new Exact(money.minor, scaleOf(money.currency));
  }

  /** `minor` x 10^-scale. */
  static ofMinor(minor: bigint, scale: number): Exact {
    return new Exact(minor, scale);
  }

  static ofInteger(value: bigint): Exact {
    return new Exact(value, 0);
  }

  private static ofPlainText(text: string): Exact {
    const point = text.indexOf('.');
    return point === -1
      ? new Exact(BigInt(text), 0)
      : new Exact(BigInt(text.slice(0, point) + text.slice(point + 1)), text.length - point - 1);
  }

  /** The number of these units, in 60 digits where it has more. */
  private static of(units: bigint, scale: number): Exact {
    if (units < beyondDigits && units > -beyondDigits) return new Exact(units, scale);
    const dropped = (units < 0n ? -units : units).toString().length - mostDigits;
    const kept = divided(units, tenTo(dropped), 'half-even');
    return dropped <= scale ? new Exact(kept, scale - dropped) : new Exact(kept * tenTo(dropped - scale), 0);
  }

  plus(other: Exact): Exact {
    const scale = Math.max(this.scale, other.scale);
    return Exact.of(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Exact): Exact {
    const scale = Math.max(this.scale, other.scale);
    return Exact.of(this.unitsAt(scale) - other.unitsAt(scale), scale);
  }

  times(other: Exact): Exact {
    return Exact.of(this.units * other.units, this.scale + other.scale);
  }

  /** 60 significant digits. @throws AmountError BAD_SHARE on division by zero */
  dividedBy(other: Exact): Exact {
    if (other.units === 0n) throw new AmountError('BAD_SHARE', 'division by zero');
    return Exact.ofPlainText(new Own(this.toCanonicalText()).dividedBy(other.toCanonicalText()).toFixed());
  }

  /** `rate` per cent of this number. */
  percent(rate: Exact): Exact {
    return Exact.of(this.units * rate.units, this.scale + rate.scale + 2);
  }

  compare(other: Exact): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const [mine, theirs] = [this.unitsAt(scale), other.unitsAt(scale)];
    return mine === theirs ? 0 : mine < theirs ? -1 : 1;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  isNegative(): boolean {
    return this.units < 0n;
  }

  /** True where no digit stands beyond `scale` places after the point: rounding there changes nothing. */
  fitsScale(scale: number): boolean {
    return this.scale <= scale || this.units % tenTo(this.scale - scale) === 0n;
  }

  /** Whole units of 10^-scale in the mode given; see `round`, which is how rules use it. */
  toMinor(scale: number, mode: RoundingMode): bigint {
    return this.scale <= scale ? this.unitsAt(scale) : divided(this.units, tenTo(this.scale - scale), mode);
  }

  /** For people and records, where a quotient need not carry its 60 digits: at most 12 decimals, half-even. Never compute with it. */
  toDisplayText(): string {
    return this.scale <= 12 ? this.toCanonicalText() : new Exact(this.toMinor(12, 'half-even'), 12).toCanonicalText();
  }

  /** No exponent, no trailing zeros after the point, no negative zero: equal numbers have equal text. */
  toCanonicalText(): string {
    if (this.scale === 0 || this.units === 0n) return this.units.toString();
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    let end = digits.length;
    while (end > point && digits.charCodeAt(end - 1) === zeroDigit) end -= 1;
    return `${this.units < 0n ? '-' : ''}${digits.slice(0, point)}${end === point ? '' : `.${digits.slice(point, end)}`}`;
  }

  /** For a scale that is not below the own. */
  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * tenTo(scale - this.scale);
  }
}

const zeroDigit = '0'.charCodeAt(0);

/**
 * `down` truncates toward zero; the halves of `half-up` go away from zero and of `half-even` to the even digit; `up` goes away from zero.
 */
export type RoundingMode = 'down' | 'half-up' | 'half-even' | 'up';

const divided = (units: bigint, divisor: bigint, mode: RoundingMode): bigint => {
  const [quotient, rest] = [units / divisor, units % divisor];
  if (rest === 0n || mode === 'down') return quotient;
  const away = units < 0n ? -1n : 1n;
  const twice = rest * away * 2n;
  const goesAway = mode === 'up' || twice > divisor || (twice === divisor && (mode === 'half-up' || quotient % 2n !== 0n));
  return goesAway ? quotient + away : quotient;
};
