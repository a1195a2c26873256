import { DateTime } from 'luxon';
import type { Day } from '#money';

/** The civil day of an instant (RFC 3339 UTC) in an IANA zone. Throws RangeError when either is not one. */
export const dayIn = (zone: string, instant: string): Day => {
  const day = DateTime.fromISO(instant, { zone: 'utc' }).setZone(zone).toISODate();
  if (day === null) throw new RangeError(`${instant} has no day in ${zone}`);
  return day;
};
