import { DateTime } from 'luxon';

/** Calendar arithmetic of the demo, in UTC, on texts. */
const utc = (text: string): DateTime => DateTime.fromISO(text, { zone: 'utc' });
const minute = 60_000;

/** A day of UTC always has 24 hours; the story needs these millions of times. */
export const addMinutes = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * minute).toISOString();
export const addHours = (instant: string, hours: number): string => addMinutes(instant, hours * 60);
export const addDays = (instant: string, days: number): string => addHours(instant, days * 24);
export const dayOf = (instant: string): string => instant.slice(0, 10);
export const monthOf = (dayOrInstant: string): string => dayOrInstant.slice(0, 7);
export const dayAfter = (day: string, days: number): string => utc(day).plus({ days }).toFormat('yyyy-MM-dd', { locale: 'en-US' });
/** First day of the month after `month` (YYYY-MM). */
export const nextMonth = (month: string): string => utc(`${month}-01`).plus({ months: 1 }).toFormat('yyyy-MM', { locale: 'en-US' });
/** The month before `month`. */
export const monthBefore = (month: string): string => utc(`${month}-01`).minus({ months: 1 }).toFormat('yyyy-MM', { locale: 'en-US' });
export const firstDay = (month: string): string => `${month}-01`;
export const lastDay = (month: string): string => utc(`${month}-01`).endOf('month').toFormat('yyyy-MM-dd', { locale: 'en-US' });
/** The quarter of a month, `2026-Q1`. */
export const quarterOf = (month: string): string => `${month.slice(0, 4)}-Q${String(Math.ceil(Number(month.slice(5)) / 3))}`;
/** Months from `first` to `last`, both included. */
export const monthsBetween = (first: string, last: string): readonly string[] => {
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
};
export const noon = (day: string): string => `${day}T12:00:00.000Z`;
export const latest = (...days: readonly string[]): string => days.reduce((a, b) => (a > b ? a : b));
