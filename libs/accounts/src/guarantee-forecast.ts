import { type Day, Exact } from '#money';
import { addDays } from '#rules';

/**
 * What a forecast rests on, minor units. `secured`: what the guarantee holds for open debts by their due days; `inWindow`: for the window’s
 * own charges.
 */
export type ForecastQuestion = Readonly<{
  share: bigint;
  secured: readonly Readonly<{ dueOn: Day; amount: bigint }>[];
  inWindow: bigint;
  windowStart: Day;
  today: Day;
}>;
/**
 * How the guarantee is likely to stand up to the next payment. `exceedsOn`: the first day on which a window that goes on as it began needs
 * more than the share; absent where it does not before the payment, or for a window without charges.
 */
export type GuaranteeForecast = Readonly<{ exposure: bigint; nextPaymentOn?: Day; releasedThen: bigint; exceedsOn?: Day }>;

const daysBetween = (from: Day, to: Day): number => {
  let days = 0;
  for (let day = from; day < to; day = addDays(day, 1)) days += 1;
  return days;
};

/**
 * The soft level’s warning looks ahead to the next day on which secured debt is due: what is released then if it is paid, and whether
 * charges at the pace of the window (rounding rule `guarantee-forecast`: whole minor units a day, up) exceed the share before. It decides
 * nothing.
 */
export const forecastGuarantee = ({ share, secured, inWindow, windowStart, today }: ForecastQuestion): GuaranteeForecast => {
  const exposure = secured.reduce((sum, { amount }) => sum + amount, inWindow);
  const nextPaymentOn = secured.flatMap(({ dueOn, amount }) => (amount > 0n && dueOn >= today ? [dueOn] : [])).sort()[0];
  const releasedThen = secured.reduce(
    (sum, { dueOn, amount }) => (nextPaymentOn !== undefined && dueOn <= nextPaymentOn ? sum + amount : sum),
    0n,
  );
  const answer = { exposure, ...(nextPaymentOn === undefined ? {} : { nextPaymentOn }), releasedThen };
  const pace = Exact.ofInteger(inWindow)
    .dividedBy(Exact.ofInteger(BigInt(daysBetween(windowStart, today) + 1)))
    .toMinor(0, 'up');
  if (exposure > share) return { ...answer, exceedsOn: today };
  if (pace === 0n) return answer;
  // The first day after which nothing is left: more than a hundred years of room is no forecast.
  const days = (share - exposure) / pace + 1n;
  const exceedsOn = days > 36_500n ? undefined : addDays(today, Number.parseInt(days.toString(), 10));
  return exceedsOn === undefined || (nextPaymentOn !== undefined && exceedsOn > nextPaymentOn) ? answer : { ...answer, exceedsOn };
};
