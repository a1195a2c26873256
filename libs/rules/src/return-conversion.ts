import { type CurrencyCode, Exact, type Money, roundStep, type RoundingStep } from '#money';
import { addDays } from './calendar';
import { type RateMissing } from './fx';
import { type ExchangeRate, type TableRef } from './measure';
import { type RuleBook } from './rule-book';
import { type Period } from './scheme';

export type ConvertedReturnAmount = Readonly<{ kind: 'converted'; money: Money; step: RoundingStep; rows: readonly ExchangeRate[]; tables: readonly TableRef[] }>;

/**
 * An amount of a period in the currency of its return, once, half-even: the ECB rate of the period's last day, else of the next publication (VAT Directive
 * Art. 369h(2)). A correction of an old period passes that period. The answer names the rows used; a missing rate is an answer, not an exception.
 */
export const convertAtPeriodEnd = (book: RuleBook, amount: Money, to: CurrencyCode, period: Period, ruleId = 'EU-IOSS.return-conversion'): ConvertedReturnAmount | RateMissing => {
  const conversion = book.conversion(amount.currency, to, 'periodEndElseLater', addDays(period.end, -1));
  if ('kind' in conversion) return conversion;
  const { money, step } = roundStep(ruleId, conversion.apply(Exact.ofMoney(amount)), to, 'half-even');
  const tables = conversion.rows.map((row) => book.exchangeTable(row)).filter((t) => t !== undefined);
  return { kind: 'converted', money, step, rows: conversion.rows, tables };
};
