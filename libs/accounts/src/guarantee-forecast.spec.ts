import { forecastGuarantee, type ForecastQuestion } from './guarantee-forecast';

const question: ForecastQuestion = {
  share: 10_000_000n,
  secured: [{ dueOn: '2026-06-15', amount: 6_000_000n }],
  inWindow: 2_000_000n,
  windowStart: '2026-06-01',
  today: '2026-06-10',
};

describe('the forecast of a guarantee', () => {
  it('says what the next payment releases, and that the pace of the window fits until then', () => {
    expect(forecastGuarantee(question)).toEqual({ exposure: 8_000_000n, nextPaymentOn: '2026-06-15', releasedThen: 6_000_000n });
  });
  it('says the day on which the pace of the window exceeds the share before the payment', () => {
    // 300,000 in ten days is 30,000 a day; 100,000 are left and the fourth day needs more.
    expect(forecastGuarantee({ ...question, inWindow: 300_000n, share: 6_400_000n })).toMatchObject({ exceedsOn: '2026-06-14' });
  });
  it('says today where the exposure exceeds the share already, overdue debt counted', () => {
    expect(forecastGuarantee({ ...question, share: 7_999_999n })).toMatchObject({ exceedsOn: '2026-06-10' });
    expect(forecastGuarantee({ ...question, secured: [...question.secured, { dueOn: '2026-05-15', amount: 1n }] })).toMatchObject({
      exposure: 8_000_001n,
      nextPaymentOn: '2026-06-15',
      releasedThen: 6_000_001n,
    });
  });
  it('has no day where nothing is due or charged', () => {
    expect(forecastGuarantee({ ...question, secured: [], inWindow: 0n })).toEqual({ exposure: 0n, releasedThen: 0n });
    expect(forecastGuarantee({ ...question, secured: [], inWindow: 1n })).toEqual({ exposure: 1n, releasedThen: 0n });
  });
});
