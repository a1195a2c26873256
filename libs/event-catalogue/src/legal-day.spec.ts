import { DateTime } from 'luxon';
import { legalDayOf, startOfLegalDay } from './legal-day';

describe('legalDayOf', () => {
  it.each([
    ['2026-06-30T22:00:00.000Z', 'Europe/Paris', '2026-07-01'],
    ['2026-06-30T21:59:59.999Z', 'Europe/Paris', '2026-06-30'],
    ['2026-06-30T22:00:00.000Z', 'Europe/London', '2026-06-30'],
    ['2025-12-31T23:59:59.999Z', 'Europe/London', '2025-12-31'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(legalDayOf(instant, zone)).toBe(day);
  });
  it('throws on a zone or a moment that does not exist', () => {
    expect(() => legalDayOf('2026-01-01T00:00:00.000Z', 'Europe/Atlantis')).toThrow(RangeError);
    expect(() => legalDayOf('2026-02-30T00:00:00.000Z', 'Europe/Paris')).toThrow(RangeError);
  });
});

describe('legalDayOf and the zone database', () => {
  it('agree at every quarter of an hour around changes of clocks, in zones far from UTC', () => {
    for (const zone of ['Europe/Dublin', 'America/Havana', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Apia', 'Australia/Lord_Howe'])
      for (const day of ['2026-03-07', '2026-03-28', '2026-04-04', '2026-07-15', '2026-10-03', '2026-10-24', '2026-10-31']) {
        const instants = Array.from({ length: 3 * 96 }, (_, quarter) => new Date(Date.parse(day) + quarter * 15 * 60_000).toISOString());
        expect([zone, instants.map((instant) => legalDayOf(instant, zone))]).toEqual([
          zone,
          instants.map((instant) => DateTime.fromISO(instant, { zone }).toISODate()),
        ]);
      }
  });
});

describe('startOfLegalDay', () => {
  it.each([
    ['2026-07-01', 'Europe/Paris', '2026-06-30T22:00:00.000Z'],
    ['2026-01-01', 'Europe/London', '2026-01-01T00:00:00.000Z'],
    ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
    ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, instant) => {
    expect(startOfLegalDay(day, zone)).toBe(instant);
    expect(legalDayOf(instant, zone)).toBe(day);
  });
  it('throws on a zone or a day that does not exist', () => {
    expect(() => startOfLegalDay('2026-02-30', 'Europe/Paris')).toThrow(RangeError);
    expect(() => startOfLegalDay('2026-01-01', 'Europe/Atlantis')).toThrow(RangeError);
  });
});
