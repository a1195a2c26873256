import { book, country, currency, day, type EventOf, eventType, list, oneOf, taxType, text, textUpTo } from '#event-catalogue';
import { exchangeRateRowShape, measureRowShape, schemeFields, vatRateRowShape } from './rule-shapes';
import { deadlineShape, shortPaymentShape, toleranceShape } from './tolerance-shapes';

/** Where a table was read: the publisher in words, and the content hash of the file where there was one. */
const tableSource = textUpTo(300);

export const ruleSetPublished = eventType('ruleSet', 'RuleSetPublished', 'A scheme has these parameters on these days.', schemeFields);

export const measuresPublished = eventType(
  'ruleSet',
  'MeasuresPublished',
  'A chapter of a tariff of one jurisdiction and tax type has these measures.',
  {
    jurisdiction: country,
    taxType,
    source: tableSource,
    measures: list(measureRowShape, { min: 1, max: 300 }),
  },
);

export const measureAnnulled = eventType(
  'ruleSet',
  'MeasureAnnulled',
  'A measure is void from a day on; from its first day, as if it had never been.',
  {
    jurisdiction: country,
    taxType,
    measureId: textUpTo(80),
    voidFrom: day,
    reason: text,
  },
);

export const exchangeRatesPublished = eventType(
  'ruleSet',
  'ExchangeRatesPublished',
  'One euro was worth this much of a currency on these days of a year.',
  {
    publisher: oneOf('ECB'),
    quote: currency,
    year: textUpTo(4),
    source: tableSource,
    rates: list(exchangeRateRowShape, { min: 1, max: 400 }),
  },
);

export const vatRatesPublished = eventType('ruleSet', 'VatRatesPublished', 'A country has these VAT rates on these days.', {
  country,
  source: tableSource,
  rates: list(vatRateRowShape, { min: 1, max: 300 }),
});

/** Rows of a set of tolerances that one event holds within its 64 KiB. */
export const toleranceRows = 300;

export const tolerancesPublished = eventType(
  'ruleSet',
  'TolerancesPublished',
  'Reconciliation judges by these tolerances from a day on, until the next set holds; what it does not name is as the product has it.',
  {
    from: day,
    source: tableSource,
    tolerances: list(toleranceShape, { max: toleranceRows }),
    /** Days after which the next leg is missed. */
    deadlines: list(deadlineShape, { max: 40 }),
  },
);

export const shortPaymentTolerancePublished = eventType(
  'ruleSet',
  'ShortPaymentTolerancePublished',
  'An authority tolerates payments that are short by so much from a day on, until its next set holds; nothing in a currency that is not named.',
  {
    authority: book,
    from: day,
    source: tableSource,
    tolerances: list(shortPaymentShape, { max: toleranceRows }),
  },
);

export const rulesEvents = [
  ruleSetPublished,
  measuresPublished,
  measureAnnulled,
  exchangeRatesPublished,
  vatRatesPublished,
  tolerancesPublished,
  shortPaymentTolerancePublished,
] as const;
export type RulesEvent = EventOf<(typeof rulesEvents)[number]>;

/** The table of the sets by which reconciliation judges. */
export const tolerancesTableId = 'tolerances/reconciliation';
/** The table of what an authority tolerates in payments. */
export const shortPaymentTableId = (authority: string): string => `tolerances/short-payment/${authority}`;

/** The reference a `ruleSet-` stream is derived from: one stream per table, so that a table can be published again and again. */
export const ruleSetReference = (event: RulesEvent): string => {
  switch (event.type) {
    case 'RuleSetPublished':
      return `scheme/${event.data.id}`;
    case 'MeasuresPublished':
    case 'MeasureAnnulled':
      return `tariff/${event.data.jurisdiction}/${event.data.taxType}`;
    case 'ExchangeRatesPublished':
      return `fx/${event.data.publisher}/${event.data.quote}`;
    case 'VatRatesPublished':
      return `vat/${event.data.country}`;
    case 'TolerancesPublished':
      return tolerancesTableId;
    case 'ShortPaymentTolerancePublished':
      return shortPaymentTableId(event.data.authority);
  }
};
