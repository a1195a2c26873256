export { AmountError, type AmountErrorCode } from './amount-error';
export { apportion, partialShare, shareOfUnits } from './apportionment';
export { type CurrencyCode, isCurrency, scaleOf, UnknownCurrencyError } from './currency';
export { type Day, daysInMonth, isDay } from './day';
export { Exact, type RoundingMode } from './exact';
export { add, compare, formatMoney, isZero, LARGEST_MINOR, type Money, moneyOf, negate, parseMoney, subtract, sum, zero } from './money';
export { round, roundStep, type RoundingStep } from './rounding';
export { signOf } from './sign';
