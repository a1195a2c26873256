import { type InterestRule, type RateTimeline } from './interest';

/** A rule and a rate of interest, for its specifications. */

export const rule = (change: Partial<InterestRule> = {}): InterestRule => ({
  id: 'TEST',
  from: '2020-01-01',
  currency: 'GBP',
  firstDay: 1,
  paymentDayBears: false,
  dayCount: 'fixed365',
  compounding: 'none',
  rate: { timeline: 'TEST', fixedFor: 'eachDay', margins: [{ from: '2020-01-01', percent: '0' }] },
  rounding: { ruleId: 'TEST.interest', mode: 'down' },
  source: 'test',
  ...change,
});
export const at = (percent: string, from = '2020-01-01'): RateTimeline => ({
  id: 'TEST',
  through: '2030-12-31',
  rates: [{ from, percent }],
  source: 'test',
});
