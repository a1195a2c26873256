import type { LodgedDeclaration } from '#declarations';
import { Exact } from '#money';
import type { RuleBook } from '#rules';
import { reliefLimitOf } from './relief-limit';

/** Parcels in bands of 5 % around a limit: two up to it, two above. A heap in `justBelow` against its neighbours is what R06 asks about. */
export interface LimitBands {
  readonly limit: string;
  below: number;
  justBelow: number;
  justAbove: number;
  above: number;
}

/** How the parcels of a territory lie to the limits of the relief of low value, as it was and under the scenario. */
export interface ThresholdBandsRow {
  readonly territory: string;
  readonly currency: string;
  readonly recorded: LimitBands;
  readonly simulated: LimitBands;
  /** On which side of both limits the parcels lie, with the value declared: nobody's behaviour changes. */
  readonly sides: { withinBoth: number; withinRecordedOnly: number; withinSimulatedOnly: number; withinNeither: number };
  /** Parcels whose value no rate converts. */
  notConverted: number;
}

const bandPercent = 5n;
const scale = 12;

const emptyBands = (limit: string): LimitBands => ({ limit, below: 0, justBelow: 0, justAbove: 0, above: 0 });

/** Counts the parcels of a trade around the limits; memory grows with the limits alone. */
export class ThresholdBands {
  readonly #rows = new Map<string, ThresholdBandsRow>();

  constructor(
    private readonly law: RuleBook,
    private readonly simulated: RuleBook,
  ) {}

  add({ header, items }: LodgedDeclaration): void {
    const { jurisdiction, acceptedOn, currency, discount } = header;
    const found = this.law.jurisdiction(jurisdiction)?.value;
    const territory = found?.territory;
    const [was, is] =
      territory === undefined ? [] : [reliefLimitOf(this.law, territory, acceptedOn), reliefLimitOf(this.simulated, territory, acceptedOn)];
    if (found === undefined || territory === undefined || was === undefined || is === undefined || was.currency !== is.currency) return;
    const row = this.#row(territory, was, is);
    const conversion = this.law.conversion(currency, was.currency, found.customsFx, acceptedOn);
    if ('kind' in conversion) {
      row.notConverted += 1;
      return;
    }
    const goods = items.reduce((sum, { goodsValue }) => sum.plus(Exact.parse(goodsValue)), Exact.ZERO).minus(Exact.parse(discount));
    // Rounded up to 10^-12, what lies above a limit stays above it.
    const value = conversion.apply(goods).toMinor(scale, 'up');
    const [inWas, inIs] = [count(row.recorded, value), count(row.simulated, value)];
    const side = inWas ? (inIs ? 'withinBoth' : 'withinRecordedOnly') : inIs ? 'withinSimulatedOnly' : 'withinNeither';
    row.sides[side] += 1;
  }

  rows(): readonly ThresholdBandsRow[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  #row(territory: string, was: Readonly<{ amount: string; currency: string }>, is: Readonly<{ amount: string }>): ThresholdBandsRow {
    const key = `${territory} ${was.amount} ${is.amount}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const sides = { withinBoth: 0, withinRecordedOnly: 0, withinSimulatedOnly: 0, withinNeither: 0 };
    const made: ThresholdBandsRow = {
      territory,
      currency: was.currency,
      recorded: emptyBands(was.amount),
      simulated: emptyBands(is.amount),
      sides,
      notConverted: 0,
    };
    this.#rows.set(key, made);
    return made;
  }
}

/** Counts a value in its band; whether it is within the limit. */
const count = (bands: LimitBands, value: bigint): boolean => {
  const limit = Exact.parse(bands.limit).toMinor(scale, 'up');
  const percent = limit === 0n ? undefined : value * 100n;
  if (percent !== undefined) {
    if (percent > limit * (100n - 2n * bandPercent) && percent <= limit * (100n - bandPercent)) bands.below += 1;
    else if (percent > limit * (100n - bandPercent) && value <= limit) bands.justBelow += 1;
    else if (value > limit && percent <= limit * (100n + bandPercent)) bands.justAbove += 1;
    else if (percent > limit * (100n + bandPercent) && percent <= limit * (100n + 2n * bandPercent)) bands.above += 1;
  }
  return value <= limit;
};
