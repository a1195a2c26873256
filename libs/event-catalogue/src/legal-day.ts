import { DateTime } from 'luxon';
import { Remembered } from './remembered';

/** By zone and day of UTC: the zone's distance from UTC in milliseconds, where it is one all that day. */
const distances = new Remembered<number | undefined>(100_000);
/** By zone and day: when it begins. */
const starts = new Remembered<string>(100_000);
const dayLength = 24 * 60 * 60 * 1000;

const localDay = (instant: string, zone: string): string => {
  const local = DateTime.fromISO(instant, { zone });
  const found = local.toISODate();
  if (found === null) throw new RangeError(`${instant} in ${zone}: ${local.invalidReason ?? 'no such moment'}`);
  return found;
};

/** Throws RangeError for a zone or a day that does not exist. */
const distanceOn = (utcDay: string, zone: string): number | undefined =>
  distances.answer(`${zone} ${utcDay}`, () => distanceOf(utcDay, zone));

const distanceOf = (utcDay: string, zone: string): number | undefined => {
  const first = DateTime.fromISO(`${utcDay}T00:00:00.000Z`, { zone });
  if (!first.isValid) throw new RangeError(`${utcDay} in ${zone}: ${first.invalidReason}`);
  const last = DateTime.fromMillis(first.toMillis() + dayLength - 1, { zone });
  // On a day when the clocks change every moment is asked for by itself.
  return first.offset === last.offset ? first.offset * 60_000 : undefined;
};

/**
 * The legal day (YYYY-MM-DD) of a moment at an authority: deadlines and periods are days of its own clock (Regulation (EEC, Euratom)
 * 1182/71). `instant` is RFC 3339 UTC, `zone` an IANA name. Throws RangeError on a zone or a moment that does not exist: both come from
 * checked data.
 */
export const legalDayOf = (instant: string, zone: string): string => {
  const utcDay = instant.slice(0, 10);
  const distance = distanceOn(utcDay, zone);
  if (distance === undefined) return localDay(instant, zone);
  const moment = Date.parse(instant);
  const local = moment + distance;
  return Math.floor(local / dayLength) === Math.floor(moment / dayLength) ? utcDay : new Date(local).toISOString().slice(0, 10);
};

/** The moment a legal day begins at an authority: RFC 3339 UTC with milliseconds. Periods are half-open between two of these. */
export const startOfLegalDay = (day: string, zone: string): string => starts.answer(`${zone} ${day}`, () => startOf(day, zone));

const startOf = (day: string, zone: string): string => {
  const found = DateTime.fromISO(day, { zone }).startOf('day').toUTC().toISO();
  if (found === null) throw new RangeError(`${day} in ${zone}: no such day`);
  return found;
};
