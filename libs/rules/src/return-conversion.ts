import { legalDayOf } from '#event-catalogue';
import { type CurrencyCode, type Day, Exact, type Money, roundStep, type RoundingMode, type RoundingStep } from '#money';
import { addDays } from './calendar';
import { type RateMissing } from './fx';
import { type ExchangeRate } from './measure';
import { type RuleBook } from './rule-book';
import { type FxDateRule, type Period, type SchemeRuleSet } from './scheme';

/**
 * `rows` are the exchange rates used; none where the amount is in the currency of the return already, and then there is no rounding step
 * either.
 */
export type ConvertedReturnAmount = Readonly<{ kind: 'converted'; money: Money; step?: RoundingStep; rows: readonly ExchangeRate[] }>;

/** What a scheme says of the conversion of its returns: the name of the rounding rule, its mode, and which day's rate answers. */
export type ReturnConversionRule = Readonly<{ ruleId: string; fxDate: FxDateRule; mode: RoundingMode }>;

const iossConversion: ReturnConversionRule = { ruleId: 'EU-IOSS.return-conversion', fxDate: 'periodEndElseLater', mode: 'half-even' };

/**
 * The day whose rate converts a supply in its return, where that is its own: the United Kingdom converts each supply at the rate of the day
 * on which it takes place (VAT Act 1994 Sch. 6 para. 11), and what changes it later at the same. Undefined where the end of the period answers (IOSS), and in
 * the currency of the return.
 */
export const conversionDayOf = (scheme: SchemeRuleSet, currency: CurrencyCode, suppliedAt: string): Day | undefined =>
  scheme.returnFxDate === 'dayElseEarlier' && currency !== scheme.returnCurrency && scheme.period !== undefined
    ? legalDayOf(suppliedAt, scheme.period.zone)
    : undefined;

/**
 * An amount of a period in the currency of its return, converted and rounded once. IOSS: by the ECB rate of the period's last day, else of
 * the next publication (VAT Directive Art. 369u(2)), half-even. A correction of an old period passes that period. A missing rate is an
 * answer, not an exception.
 */
export const convertAtPeriodEnd = (
  book: RuleBook,
  amount: Money,
  to: CurrencyCode,
  period: Period,
  rule = iossConversion,
): ConvertedReturnAmount | RateMissing => convertOn(book, amount, to, addDays(period.end, -1), rule);

/** As `convertAtPeriodEnd`, by the rate of a day. */
export const convertOn = (
  book: RuleBook,
  amount: Money,
  to: CurrencyCode,
  day: Day,
  rule: ReturnConversionRule,
): ConvertedReturnAmount | RateMissing => {
  if (amount.currency === to) return { kind: 'converted', money: amount, rows: [] };
  const conversion = book.conversion(amount.currency, to, rule.fxDate, day);
  if ('kind' in conversion) return conversion;
  const { money, step } = roundStep(rule.ruleId, conversion.apply(Exact.ofMoney(amount)), to, rule.mode);
  return { kind: 'converted', money, step, rows: conversion.rows };
};
