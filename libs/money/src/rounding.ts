import { type CurrencyCode, scaleOf } from './currency';
import { type Day } from './day';
import { type Exact, type RoundingMode } from './exact';
import { formatMoney, type Money, moneyOf } from './money';

/** One rounding, as an explanation prints it: which rule asked for it, to which unit, from and to which number. */
export type RoundingStep = Readonly<{ ruleId: string; mode: RoundingMode; unit: string; before: string; after: string }>;

/** Rounds to whole minor units of the currency, with its scale on that day. @throws UnknownCurrencyError | AmountError AMOUNT_TOO_LARGE */
export const round = (exact: Exact, currency: CurrencyCode, mode: RoundingMode, on?: Day): Money =>
  moneyOf(exact.toMinor(scaleOf(currency, on), mode), currency);

/** `round`, with the step that explains it. */
export const roundStep = (
  ruleId: string,
  exact: Exact,
  currency: CurrencyCode,
  mode: RoundingMode,
  on?: Day,
): Readonly<{ money: Money; step: RoundingStep }> => {
  const money = round(exact, currency, mode, on);
  return {
    money,
    step: { ruleId, mode, unit: unitOf(scaleOf(currency, on)), before: exact.toCanonicalText(), after: formatMoney(money, on) },
  };
};

/** One minor unit in major units: `0.01`. */
const unitOf = (scale: number): string => (scale === 0 ? '1' : `0.${'1'.padStart(scale, '0')}`);
