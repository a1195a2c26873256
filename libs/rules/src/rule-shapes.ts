import {
  additionalProcedure,
  boolean,
  code,
  count,
  country,
  currency,
  day,
  decimal,
  integer,
  list,
  MalformedValueError,
  oneOf,
  optional,
  record,
  taxType,
  text,
  textUpTo,
  type Shape,
} from '#event-catalogue';
import { parseExpression, UnsupportedExpressionError, VAT_CATEGORIES } from './expression';

/** Shapes of the rows of rule tables, one for the facts we ship and for the events that publish them. */
const fxDate = oneOf('dayElseEarlier', 'periodEndElseLater', 'penultimateWednesday');
export const roundingMode = oneOf('down', 'half-up', 'half-even', 'up');
/** Digits of a commodity code from the left; empty is all goods. */
const prefix: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || !/^[0-9]{0,10}$/.test(value))
      throw new MalformedValueError(at, 'up to ten digits of a commodity code');
    return value;
  },
  schema: { type: 'string', pattern: '^[0-9]{0,10}$' },
};
const goodsPrefixes = list(prefix);

const thresholdShape = record({
  amount: decimal,
  currency,
  basis: oneOf('consignment', 'item'),
  inclusive: boolean,
  valueDefinition: oneOf('intrinsic'),
  fxSource: oneOf('ECB'),
  fxDate,
});

const dueDateRules = [
  'lastDayOfFollowingMonth',
  'monthAndDaysAfterEnd',
  'dayOfFollowingMonth',
  'dayOfClosingMonth',
  'halfAggregation',
] as const;
const dayFields = { day: optional(integer(1)), calendar: optional(code), adjust: oneOf('prev', 'next', 'none') } as const;
const dueDateFields = { rule: oneOf(...dueDateRules), ...dayFields } as const;
const dueDateShape = record(dueDateFields);

export const schemeFields = {
  id: code,
  from: day,
  to: optional(day),
  destinations: list(country),
  threshold: optional(thresholdShape),
  excludedPrefixes: goodsPrefixes,
  collector: oneOf('vendor', 'intermediary', 'declarant'),
  liable: oneOf('supplier', 'importer'),
  chargeableEvent: oneOf('paymentAccepted', 'importAcceptance', 'taxCollected'),
  taxBase: oneOf('considerationWithFreight', 'customsValueAndDuty'),
  period: optional(
    record({ type: oneOf('month', 'quarter'), cutoffField: oneOf('suppliedOn', 'releasedOn', 'collectedOn'), zone: textUpTo(60) }),
  ),
  dueDate: optional(dueDateShape),
  nationalDueDates: optional(list(record({ state: country, ...dueDateFields }))),
  standardRateForAll: optional(boolean),
  returnCurrency: optional(currency),
  returnFxDate: optional(fxDate),
  rounding: record({ ruleId: textUpTo(80), level: oneOf('line', 'item', 'declaration', 'return'), mode: roundingMode }),
  correction: record({ channel: oneOf('laterReturn', 'currentPeriod', 'amend'), windowYears: count }),
  nettingPerBeneficiary: boolean,
  nilReturn: boolean,
  retentionYears: count,
  source: text,
} as const;

export const jurisdictionShape = record({
  id: country,
  zone: textUpTo(60),
  territory: country,
  tariff: country,
  vatTable: optional(country),
  dutyTaxType: taxType,
  vatTaxType: optional(taxType),
  vatOnDutyTaxType: optional(taxType),
  currencies: list(record({ currency, from: day, to: optional(day) })),
  customsFx: fxDate,
  valueRounding: roundingMode,
  dutyRounding: roundingMode,
  vatRounding: roundingMode,
  vatBaseIncludesForgoneDuty: boolean,
  dutyValue: optional(oneOf('goods')),
  personalImportShare: optional(decimal),
  valueInWholeUnits: optional(boolean),
  dutyBeneficiary: code,
  vatBeneficiary: code,
});

export const lowValueShape = record({
  id: code,
  territory: country,
  from: day,
  to: optional(day),
  treatment: oneOf('relief', 'flat'),
  threshold: thresholdShape,
  transactionTypes: list(oneOf('B2C', 'C2C', 'B2B', 'gift')),
  excludedPrefixes: goodsPrefixes,
  flat: optional(textUpTo(80)),
  reliefUpTo: optional(decimal),
  claim: optional(additionalProcedure),
  relievesVat: optional(boolean),
  exceptPreferences: optional(goodsPrefixes),
  source: text,
});

const calendarChange = record({ day, working: boolean, publishedOn: day, source: text });
export const calendarShape = record({
  id: code,
  version: day,
  from: day,
  through: day,
  holidays: list(day),
  changes: list(calendarChange),
  source: text,
});

const dayRule = record({
  rule: oneOf(...dueDateRules, 'daysAfterEnd', 'nextDayOfMonths'),
  ...dayFields,
  months: optional(list(integer(1))),
  workingDays: optional(integer(1)),
});
const cycleTerms = record({
  until: optional(day),
  due: dayRule,
  statement: optional(dayRule),
  preliminary: optional(dayRule),
  matures: optional(dayRule),
  source: text,
});
export const cycleShape = record({
  id: code,
  every: oneOf('day', 'month', 'quarter'),
  startDay: optional(integer(1)),
  zone: textUpTo(60),
  terms: list(cycleTerms, { min: 1 }),
});

export const interestRuleShape = record({
  id: code,
  from: day,
  to: optional(day),
  currency,
  firstDay: count,
  paymentDayBears: boolean,
  dayCount: oneOf('fixed365', 'actual'),
  compounding: oneOf('none', 'daily'),
  rate: record({
    timeline: code,
    fixedFor: oneOf('eachDay', 'dueMonth'),
    lag: optional(record({ workingDays: integer(1), calendar: code })),
    margins: list(record({ from: day, percent: decimal }), { min: 1 }),
  }),
  minPrincipal: optional(decimal),
  minCharge: optional(record({ amount: decimal, below: oneOf('raise', 'waive') })),
  waiverDays: optional(integer(1)),
  rounding: record({ ruleId: textUpTo(80), mode: roundingMode }),
  source: text,
});
export const rateTimelineShape = record({ id: code, through: day, rates: list(record({ from: day, percent: decimal })), source: text });

/** The text of a rule; it parses, or the event is refused. */
const expressionText: Shape<string> = {
  parse: (value, at) => {
    const written = textUpTo(200).parse(value, at);
    try {
      parseExpression(written);
    } catch (error) {
      if (error instanceof UnsupportedExpressionError)
        throw new MalformedValueError(at, 'the text of a rule, like "12% + 3.00 GBP/100 kg"');
      throw error;
    }
    return written;
  },
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

/** One measure inside a table of one jurisdiction and tax type. */
export const measureRowShape = record({
  codePrefix: prefix,
  origin: textUpTo(2),
  from: day,
  to: optional(day),
  publishedAt: day,
  expression: expressionText,
});

export const vatRateFields = { category: oneOf(...VAT_CATEGORIES), rate: decimal, from: day, to: optional(day) } as const;
export const vatRateRowShape = record(vatRateFields);
export const exchangeRateRowShape = record({ day, rate: decimal });
