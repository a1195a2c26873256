import { startOfLegalDay } from '#event-catalogue';
import { addDays } from '#rules';

const known = new Map<string, string>();
const knownDays = 50_000;

/** The day `days` after `day`, both YYYY-MM-DD. Remembers its answers: a question asks for the same few hundred days again and again. */
export const dayAfter = (day: string, days: number): string => {
  const key = `${day}+${String(days)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const computed = addDays(day, days);
  if (known.size >= knownDays) known.clear();
  known.set(key, computed);
  return computed;
};

/** The same time of day, `days` days later (UTC). */
export const instantAfter = (instant: string, days: number): string => dayAfter(instant.slice(0, 10), days) + instant.slice(10);

/** The last moment (UTC) of a day. */
export const endOfDay = (day: string): string => `${day}T23:59:59.999Z`;

const knownEnds = new Map<string, string>();

/** The last millisecond (RFC 3339 UTC) of a legal day in a zone. Remembers its answers. */
export const endOfLegalDay = (day: string, zone: string): string => {
  const key = `${day} ${zone}`;
  const found = knownEnds.get(key);
  if (found !== undefined) return found;
  const end = justBefore(startOfLegalDay(dayAfter(day, 1), zone));
  if (knownEnds.size >= knownDays) knownEnds.clear();
  knownEnds.set(key, end);
  return end;
};

/** The last millisecond before a moment. */
export const justBefore = (moment: string): string => new Date(Date.parse(moment) - 1).toISOString();

/** Days from one day to another; negative where the other is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / 86_400_000;

/**
 * First day of a return period, `2026-01` or `2026-Q1`. The day of supply in UTC may lie in another period than the day at the authority.
 */
export const firstDayOfPeriod = (period: string): string => {
  const [year = '', part = ''] = period.split('-');
  const month = part.startsWith('Q') ? String(Number(part.slice(1)) * 3 - 2).padStart(2, '0') : part;
  return `${year}-${month}-01`;
};
