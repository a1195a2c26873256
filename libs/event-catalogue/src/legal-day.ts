import { DateTime } from 'luxon';

/** Legal days by zone and quarter of an hour: clocks of the world change, and its days begin, at whole quarters of an hour UTC only. */
const known = new Map<string, string>();
const mostKnown = 100_000;

/**
 * The legal day (YYYY-MM-DD) of a moment at an authority: deadlines and periods are days of its own clock (Regulation (EEC, Euratom) 1182/71).
 * `instant` is RFC 3339 UTC, `zone` an IANA name. Throws RangeError on a zone or a moment that does not exist: both come from checked data.
 */
export const legalDayOf = (instant: string, zone: string): string => {
  const quarter = `${zone} ${instant.slice(0, 14)}${String(Math.trunc(Number(instant.slice(14, 16)) / 15))}`;
  const remembered = known.get(quarter);
  if (remembered !== undefined) return remembered;
  const local = DateTime.fromISO(instant, { zone });
  const found = local.toISODate();
  if (found === null) throw new RangeError(`${instant} in ${zone}: ${local.invalidReason ?? 'no such moment'}`);
  if (known.size >= mostKnown) known.clear();
  known.set(quarter, found);
  return found;
};

/** The moment a legal day begins at an authority: RFC 3339 UTC with milliseconds. Periods are half-open between two of these. */
export const startOfLegalDay = (day: string, zone: string): string => {
  const found = DateTime.fromISO(day, { zone }).startOf('day').toUTC().toISO();
  if (found === null) throw new RangeError(`${day} in ${zone}: no such day`);
  return found;
};
