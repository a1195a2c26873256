import { type Day, Exact } from '#money';
import { type ThresholdTest } from './assessment';
import { type Recorder } from './recorder';
import { type Threshold } from './scheme';

/**
 * The intrinsic value against the limit, unrounded, in the limit's currency, by the date rule of the threshold
 * (UCC-DA Art. 1(48); VAT Directive Art. 91(2) at checkout; 2015/2447 Art. 146 at import).
 */
export const testThreshold = (
  scheme: string,
  threshold: Threshold,
  value: Exact,
  currency: string,
  day: Day,
  recorder: Recorder,
): ThresholdTest => {
  const conversion = recorder.conversion(currency, threshold.currency, threshold.fxDate, day);
  const converted = conversion.apply(value);
  const order = converted.compare(Exact.parse(threshold.amount));
  return {
    scheme,
    value: converted.toDisplayText(),
    currency: threshold.currency,
    limit: threshold.amount,
    inclusive: threshold.inclusive,
    within: order < 0 || (order === 0 && threshold.inclusive),
    exchangeRows: conversion.rows,
  };
};

/** True where a code is among goods that a rule leaves out. */
export const isExcluded = (code: string, prefixes: readonly string[]): boolean => prefixes.some((p) => code.startsWith(p));
