import { addDays, epochDay, isWorkingDay, penultimateWednesdayOf, weekday } from './calendar';
import { lastCorrectionDay, periodOf } from './calendar-queries';
import { shippedRuleBook } from './shipped-rule-book';

const book = shippedRuleBook();

describe('the return period of a scheme', () => {
  it.each([
    // TV-63, then the UK quarter: one month and seven days
    ['EU-IOSS', '2026-01-15', '2026-01', '2026-01-01', '2026-02-01', '2026-02-28'],
    ['EU-IOSS', '2025-12-31', '2025-12', '2025-12-01', '2026-01-01', '2026-01-31'],
    ['EU-IOSS', '2024-01-01', '2024-01', '2024-01-01', '2024-02-01', '2024-02-29'],
    ['UK-SUPPLY', '2026-01-01', '2026-Q1', '2026-01-01', '2026-04-01', '2026-05-07'],
    ['UK-SUPPLY', '2026-05-31', '2026-Q2', '2026-04-01', '2026-07-01', '2026-08-07'],
    ['UK-SUPPLY', '2025-12-31', '2025-Q4', '2025-10-01', '2026-01-01', '2026-02-07'],
  ])('%s on %s: %s [%s, %s) due %s', (scheme, day, id, start, end, dueOn) => {
    expect(periodOf(book, scheme, day)).toEqual({ id, start, end, dueOn });
  });

  it.each([
    // VAT Directive Art. 369zb(2), and the day of deferred import VAT where a state asks for it
    ['2026-01-31', undefined, '2026-02-28'],
    ['2026-01-31', 'FR', '2026-02-28'],
    ['2026-01-31', 'ES', '2026-02-16'],
  ])('of special arrangements, %s in %s, is due %s', (day, state, dueOn) => {
    expect(periodOf(book, 'EU-SA', day, state)).toEqual({ id: '2026-01', start: '2026-01-01', end: '2026-02-01', dueOn });
  });

  it('is none for a standard import, and none before a scheme began', () => {
    expect(periodOf(book, 'STANDARD-IMPORT', '2026-01-15')).toBeUndefined();
    expect(periodOf(book, 'EU-IOSS', '2021-06-30')).toBeUndefined();
  });

  it('can be corrected for three years from its due day (TV-63)', () => {
    expect(lastCorrectionDay(book, 'EU-IOSS', '2023-01-15')).toBe('2026-02-28');
  });
});

describe('the calendar', () => {
  it.each([
    ['2026-03-31', '2026-03-18'],
    ['2026-04-15', '2026-04-22'],
    ['2025-12-01', '2025-12-24'],
    ['2024-02-29', '2024-02-21'],
  ])('the penultimate Wednesday of the month of %s is %s', (day, wednesday) => {
    expect(penultimateWednesdayOf(day)).toBe(wednesday);
    expect(weekday(wednesday)).toBe(2);
  });

  it('counts days without a clock', () => {
    expect(epochDay('1970-01-01')).toBe(0);
    expect(epochDay('2026-07-01')).toBe(20635);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it('knows the substitute day of a holiday', () => {
    const calendar = book.calendars().get('GB-ENG');
    if (calendar === undefined) throw new Error('no calendar');
    expect(['2026-12-25', '2026-12-28', '2026-12-29'].map((d) => isWorkingDay(d, calendar))).toEqual([false, false, true]);
  });
});
