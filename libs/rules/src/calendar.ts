import { type Day, daysInMonth } from '#money';

/** Bank holidays and ad-hoc closures of one place, as published; `through` is the last day the list speaks about. */
export type Calendar = Readonly<{ id: string; from: Day; through: Day; holidays: readonly Day[]; source: string }>;

/** A due date falls outside what a calendar covers: the list of holidays must be published first. */
export class CalendarNotCoveredError extends Error {
  override readonly name = 'CalendarNotCoveredError';
  readonly code = 'CALENDAR_NOT_COVERED';
  constructor(readonly calendar: string, readonly day: Day) {
    super(`calendar ${calendar} does not cover ${day}`);
  }
}

type Civil = Readonly<{ year: number; month: number; day: number }>;

export const civil = (day: Day): Civil => ({ year: int(day.slice(0, 4)), month: int(day.slice(5, 7)), day: int(day.slice(8, 10)) });

/** The day of a year and month that may lie outside 1..12; a day beyond the month's end is its last. */
export const dayOf = (year: number, month: number, day: number): Day => {
  const months = year * 12 + (month - 1);
  const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
  return `${pad(y, 4)}-${pad(m, 2)}-${pad(Math.min(day, daysInMonth(y, m)), 2)}`;
};

/** Days since 1970-01-01 (civil-from-days of Howard Hinnant): no clock, no zone. */
export const epochDay = (day: Day): number => {
  const { year, month, day: d } = civil(day);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
};

const fromEpochDay = (epoch: number): Day => {
  const z = epoch + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return dayOf(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
};

export const addDays = (day: Day, days: number): Day => fromEpochDay(epochDay(day) + days);

/** The same day of another month, or that month's last day. */
export const addMonths = (day: Day, months: number): Day => {
  const { year, month, day: d } = civil(day);
  return dayOf(year, month + months, d);
};

/** 29 February plus a year is 28 February. */
export const addYears = (day: Day, years: number): Day => addMonths(day, years * 12);

/** 0 Monday to 6 Sunday. */
export const weekday = (day: Day): number => (((epochDay(day) + 3) % 7) + 7) % 7;

/** The Wednesday before the last Wednesday of the month that `day` lies in. */
export const penultimateWednesdayOf = (day: Day): Day => {
  const { year, month } = civil(day);
  const last = dayOf(year, month, 31);
  return addDays(last, -((weekday(last) + 5) % 7) - 7);
};

/** Monday to Friday and no holiday. @throws CalendarNotCoveredError */
export const isWorkingDay = (day: Day, calendar: Calendar): boolean => {
  if (day < calendar.from || day > calendar.through) throw new CalendarNotCoveredError(calendar.id, day);
  return weekday(day) < 5 && !calendar.holidays.includes(day);
};

/** The day itself if it is a working day, else the next or previous one. @throws CalendarNotCoveredError */
export const adjusted = (day: Day, adjust: 'prev' | 'next' | 'none', calendar: Calendar | undefined): Day => {
  if (adjust === 'none' || calendar === undefined) return day;
  let found = day;
  while (!isWorkingDay(found, calendar)) found = addDays(found, adjust === 'next' ? 1 : -1);
  return found;
};

const int = (digits: string): number => Number.parseInt(digits, 10);
const pad = (value: number, width: number): string => String(value).padStart(width, '0');
