import { type Day, daysInMonth } from '#money';

/**
 * A single day announced to be worked, or not, against the week and the list of holidays: a closure by decree, a closed day that counts
 * after all.
 */
export type CalendarChange = Readonly<{ day: Day; working: boolean; publishedOn: Day; source: string }>;

/**
 * Holidays of one place, as published; `version` is the day of the edition, `through` the last day the list speaks about. Of several
 * changes of one day the one published last stands, and of one day's publications the last in the list.
 */
export type Calendar = Readonly<{
  id: string;
  version: Day;
  from: Day;
  through: Day;
  holidays: readonly Day[];
  changes: readonly CalendarChange[];
  source: string;
}>;

/** A due date falls outside what a calendar covers: the list of holidays must be published first. */
export class CalendarNotCoveredError extends Error {
  override readonly name = 'CalendarNotCoveredError';
  readonly code = 'CALENDAR_NOT_COVERED';
  constructor(
    readonly calendar: string,
    readonly day: Day,
  ) {
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
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
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

/** What a change says of the day; without one, Monday to Friday and no holiday. @throws CalendarNotCoveredError */
export const isWorkingDay = (day: Day, calendar: Calendar): boolean => {
  if (day < calendar.from || day > calendar.through) throw new CalendarNotCoveredError(calendar.id, day);
  let change: CalendarChange | undefined;
  for (const row of calendar.changes) if (row.day === day && (change === undefined || change.publishedOn <= row.publishedOn)) change = row;
  return change?.working ?? (weekday(day) < 5 && !calendar.holidays.includes(day));
};

/** The calendar as it was known on a day: without the changes published later. One such day can move a due date (TV-45). */
export const calendarKnownOn = (calendar: Calendar, day: Day): Calendar => ({
  ...calendar,
  changes: calendar.changes.filter((c) => c.publishedOn <= day),
});

/** The `count`th working day after a day, itself not counted. @throws CalendarNotCoveredError */
export const workingDayAfter = (day: Day, count: number, calendar: Calendar): Day => {
  let found = day;
  for (let left = count; left > 0;) {
    found = addDays(found, 1);
    if (isWorkingDay(found, calendar)) left -= 1;
  }
  return found;
};

/** The day itself if it is a working day, else the next or previous one. @throws CalendarNotCoveredError */
export const adjusted = (day: Day, adjust: 'prev' | 'next' | 'none', calendar: Calendar): Day => {
  if (adjust === 'none') return day;
  let found = day;
  while (!isWorkingDay(found, calendar)) found = addDays(found, adjust === 'next' ? 1 : -1);
  return found;
};

const int = (digits: string): number => Number.parseInt(digits, 10);
const pad = (value: number, width: number): string => String(value).padStart(width, '0');
