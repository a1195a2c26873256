import { isDeepStrictEqual } from 'node:util';
import cycleFacts from '../facts/cycles.json';
import { addDays, type Calendar, calendarKnownOn, CalendarNotCoveredError, isWorkingDay, workingDayAfter } from './calendar';
import { cyclePeriodOf, periodOf } from './calendar-queries';
import { periodOfCycle } from './periods';
import { shippedRuleBook } from './shipped-rule-book';
import { sized } from '../../../test/support/size';

const book = shippedRuleBook();
const calendar = (id: string): Calendar => {
  const found = book.calendars().get(id);
  if (found === undefined) throw new Error(`no calendar ${id}`);
  return found;
};

describe('the period of an account', () => {
  it.each([
    // TV-55
    ['EU-HALF', '2026-05-10', '2026-05', '2026-06-15'],
    ['EU-HALF', '2026-02-28', '2026-02', '2026-03-16'],
    ['EU-HALF', '2026-04-01', '2026-04', '2026-05-15'],
    ['EU-SIXTEENTH', '2026-05-31', '2026-05', '2026-06-16'],
    ['EU-SIXTEENTH', '2026-02-01', '2026-02', '2026-03-16'],
    ['EU-SIXTEENTH', '2026-04-30', '2026-04', '2026-05-16'],
    // TV-56: 15 February 2026 is a Sunday, 28 February 2026 a Saturday
    ['UK-DUTY', '2026-01-20', '2026-01', '2026-02-16'],
    ['UK-EXCISE', '2026-01-15', '2026-01-15', '2026-02-27'],
    ['UK-EXCISE', '2026-02-14', '2026-01-15', '2026-02-27'],
    ['UK-EXCISE', '2026-02-15', '2026-02-15', '2026-03-27'],
    ['UK-DUTY', '2026-12-31', '2026-12', '2027-01-15'],
    // TV-46: the duties of September 2025, with Labor Day before and Columbus Day after
    ['US-POSTAL', '2025-09-01', '2025-09', '2025-10-09'],
    ['US-POSTAL', '2025-09-30', '2025-09', '2025-10-09'],
    // TV-48
    ['NO-QUARTER', '2026-01-01', '2026-Q1', '2026-04-20'],
    ['NO-QUARTER', '2026-06-30', '2026-Q2', '2026-07-20'],
    ['NO-QUARTER', '2026-08-15', '2026-Q3', '2026-10-20'],
    ['NO-QUARTER', '2026-12-31', '2026-Q4', '2027-01-20'],
    ['AU-QUARTER', '2026-03-31', '2026-Q1', '2026-04-28'],
    ['AU-QUARTER', '2026-04-01', '2026-Q2', '2026-07-28'],
    ['AU-QUARTER', '2026-09-30', '2026-Q3', '2026-10-28'],
    ['AU-QUARTER', '2026-10-01', '2026-Q4', '2027-02-28'],
    ['UK-AT-ONCE', '2026-02-10', '2026-02', '2026-03-01'],
    ['EU-AT-ONCE', '2026-12-31', '2026-12', '2027-01-01'],
    // TV-63
    ['EU-IOSS-MONTH', '2026-01-31', '2026-01', '2026-02-28'],
    ['EU-IOSS-MONTH', '2025-12-01', '2025-12', '2026-01-31'],
    ['UK-VAT-QUARTER', '2026-01-01', '2026-Q1', '2026-05-07'],
    ['UK-VAT-QUARTER', '2025-12-31', '2025-Q4', '2026-02-07'],
  ])('%s on %s: %s due %s', (cycle, day, id, dueOn) => {
    const period = cyclePeriodOf(book, cycle, day);
    expect([period.id, period.dueOn]).toEqual([id, dueOn]);
    // No authority of these names a day of the statement: it is the cut-off.
    expect(period.statementOn).toBe(period.end);
  });

  it.each([
    // TV-44 and TV-54: ten business days after the 17th
    ['CA-CARM', '2026-01-18', '2026-01-18', '2026-02-18', '2026-02-25', '2026-03-03'],
    ['CA-CARM', '2026-02-17', '2026-01-18', '2026-02-18', '2026-02-25', '2026-03-03'],
    ['CA-CARM', '2026-03-17', '2026-02-18', '2026-03-18', '2026-03-25', '2026-03-31'],
    ['CA-CARM', '2026-04-17', '2026-03-18', '2026-04-18', '2026-04-25', '2026-05-01'],
    ['CA-CARM', '2026-12-17', '2026-11-18', '2026-12-18', '2026-12-25', '2027-01-05'],
    ['CA-CARM', '2026-12-18', '2026-12-18', '2027-01-18', '2027-01-25', '2027-01-29'],
    ['CA-CLVS', '2026-01-01', '2026-01', '2026-02-01', '2026-02-25', '2026-03-03'],
    ['CA-CLVS', '2026-01-31', '2026-01', '2026-02-01', '2026-02-25', '2026-03-03'],
    // Before CARM: the last business day of the month of the statement (31 March 2024 is Easter Sunday); the period that ran on 21 October
    // 2024 is the first of the new law.
    ['CA-CARM', '2024-03-01', '2024-02-18', '2024-03-18', '2024-03-25', '2024-03-28'],
    ['CA-CARM', '2024-10-17', '2024-09-18', '2024-10-18', '2024-10-25', '2024-10-31'],
    ['CA-CARM', '2024-10-18', '2024-10-18', '2024-11-18', '2024-11-25', '2024-11-29'],
  ])('%s on %s: [%s, %s), statement %s, due %s', (cycle, day, id, end, statementOn, dueOn) => {
    const period = cyclePeriodOf(book, cycle, day);
    expect([period.id, period.end, period.statementOn, period.dueOn]).toEqual([id, end, statementOn, dueOn]);
  });

  it('China: charges mature on day 31 and are due on day 45 after release (TV-62)', () => {
    expect(cyclePeriodOf(book, 'CN-CBEC', '2026-03-01')).toEqual({
      id: '2026-03-01',
      start: '2026-03-01',
      end: '2026-03-02',
      statementOn: '2026-04-01',
      maturesOn: '2026-04-01',
      dueOn: '2026-04-15',
    });
  });

  it('is refused where the calendar of holidays ends, or is missing', () => {
    expect(() => cyclePeriodOf(book, 'UK-DUTY', '2028-12-15')).toThrow('calendar GB-ENG does not cover 2029-01-15');
    expect(() => cyclePeriodOf(book, 'US-POSTAL', '2023-11-15')).toThrow('calendar US-FED does not cover 2023-12-01');
    const rules = book.cycle('UK-DUTY');
    if (rules === undefined) throw new Error('no cycle');
    expect(() => periodOfCycle(rules, '2026-01-01', new Map())).toThrow(CalendarNotCoveredError);
  });

  it('is a bug for a cycle that is not in the book', () => {
    expect(() => cyclePeriodOf(book, 'WEEKLY', '2026-01-01')).toThrow('no account cycle WEEKLY');
  });
});

describe('the Periodic Monthly Statement', () => {
  const released = ['2024-12', ...Array.from({ length: 11 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`)];
  // TV-45: CBP's dates of 2025, preliminary on the 11th and final on the 15th working day
  const dates = [
    '01-16 01-23',
    '02-18 02-24',
    '03-17 03-21',
    '04-15 04-21',
    '05-15 05-21',
    '06-16 06-23',
    '07-16 07-22',
    '08-15 08-21',
    '09-16 09-22',
    '10-16 10-22',
    '11-18 11-24',
    '12-15 12-19',
  ];

  it.each(released.map((month, i) => [month, dates[i]]))('of releases in %s: %s', (month, expected) => {
    const { id, preliminaryOn, statementOn, dueOn } = cyclePeriodOf(book, 'US-PMS', `${month}-15`);
    expect([id, `${String(preliminaryOn?.slice(5))} ${statementOn.slice(5)}`, dueOn]).toEqual([month, expected, statementOn]);
  });

  it('moves by one day where the closure of 9 January 2025 is all that is known', () => {
    const rules = book.cycle('US-PMS');
    if (rules === undefined) throw new Error('no cycle');
    const known = (day: string) => {
      const period = periodOfCycle(rules, '2024-12-15', new Map([['US-FED', calendarKnownOn(calendar('US-FED'), day)]]));
      return [period.preliminaryOn, period.dueOn];
    };
    expect(known('2024-12-29')).toEqual(['2025-01-16', '2025-01-23']);
    expect(known('2024-12-30')).toEqual(['2025-01-17', '2025-01-24']);
    expect(known('2026-01-05')).toEqual(['2025-01-16', '2025-01-23']);
  });
});

describe('every cycle we ship', () => {
  const ids = cycleFacts.rows.map(({ id }) => id);
  const days = Array.from({ length: sized(430, 1000) }, (_, i) => addDays('2024-12-20', i));

  it.each(ids)('%s: its periods follow each other without gap or overlap, and its days come after the period', (id) => {
    let before = cyclePeriodOf(book, id, addDays('2024-12-20', -1));
    const wrong: unknown[] = [];
    for (const day of days) {
      const period = cyclePeriodOf(book, id, day);
      const isOfTheDay = period.start <= day && day < period.end;
      const follows = period.id === before.id ? isDeepStrictEqual(period, before) : period.start === before.end;
      const isDueAfter = period.dueOn >= period.end && period.statementOn >= period.end;
      if (!isOfTheDay || !follows || !isDueAfter) wrong.push({ day, period, before });
      before = period;
    }
    expect(wrong).toEqual([]);
  });

  it.each(ids)('%s names calendars that are there, and one wherever it counts working days', (id) => {
    const cycle = book.cycle(id);
    expect(cycle?.startDay ?? 1).toBeLessThanOrEqual(28);
    expect(cycle?.terms.at(-1)?.until).toBeUndefined();
    for (const { due, statement, preliminary, matures } of cycle?.terms ?? []) {
      for (const rule of [due, statement, preliminary, matures]) {
        if (rule === undefined) continue;
        expect(rule.calendar === undefined || book.calendars().has(rule.calendar)).toBe(true);
        expect(rule.calendar === undefined && (rule.workingDays !== undefined || rule.adjust !== 'none')).toBe(false);
        expect(rule.rule === 'nextDayOfMonths').toBe(rule.months !== undefined);
      }
    }
  });

  it.each([
    ['EU-IOSS-MONTH', 'EU-IOSS'],
    ['UK-VAT-QUARTER', 'UK-SUPPLY'],
  ])('%s is the period of the returns of %s', (cycle, scheme) => {
    for (const day of days) expect(cyclePeriodOf(book, cycle, day)).toMatchObject(periodOf(book, scheme, day) ?? {});
  });
});

describe('holidays', () => {
  // Computed here from the rules of each place, apart from the dates in the file.
  const years = [2024, 2025, 2026, 2027, 2028, 2029];
  const day = (year: number, month: number, d: number): string =>
    `${String(year)}-${String(month).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  const weekday = (of: string): number => (new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7;
  const nth = (year: number, month: number, on: number, n: number): string =>
    addDays(day(year, month, 1), ((on - weekday(day(year, month, 1)) + 7) % 7) + 7 * (n - 1));
  const lastMonday = (year: number, month: number): string => addDays(nth(year, month + 1, 0, 1), -7);
  /** Easter Sunday by Gauss, as corrected by Lichtenberg. */
  const easter = (year: number): string => {
    const k = Math.floor(year / 100);
    const m = 15 + Math.floor((3 * k + 3) / 4) - Math.floor((8 * k + 13) / 25);
    const a = year % 19;
    const d = (19 * a + m) % 30;
    const r = Math.floor((d + Math.floor(a / 11)) / 29);
    const og = 21 + d - r;
    const sz = 7 - ((year + Math.floor(year / 4) + (2 - Math.floor((3 * k + 3) / 4))) % 7);
    return addDays(day(year, 3, 1), og + (7 - ((og - sz) % 7)) - 1);
  };
  const inPlace = (holidays: readonly string[]): readonly string[] => {
    const taken = new Set<string>();
    for (const holiday of [...holidays].sort()) {
      let found = holiday;
      while (weekday(found) > 4 || taken.has(found)) found = addDays(found, 1);
      taken.add(found);
    }
    return [...taken];
  };
  const nearest = (holiday: string): string => addDays(holiday, weekday(holiday) === 5 ? -1 : weekday(holiday) === 6 ? 1 : 0);
  const rules: Readonly<Record<string, (y: number) => readonly string[]>> = {
    'GB-ENG': (y) =>
      inPlace([
        day(y, 1, 1),
        addDays(easter(y), -2),
        addDays(easter(y), 1),
        nth(y, 5, 0, 1),
        lastMonday(y, 5),
        lastMonday(y, 8),
        day(y, 12, 25),
        day(y, 12, 26),
      ]),
    'US-FED': (y) => [
      ...[day(y, 1, 1), day(y, 6, 19), day(y, 7, 4), day(y, 11, 11), day(y, 12, 25)].map(nearest),
      ...[nth(y, 1, 0, 3), nth(y, 2, 0, 3), lastMonday(y, 5), nth(y, 9, 0, 1), nth(y, 10, 0, 2), nth(y, 11, 3, 4)],
    ],
    'CA-FED': (y) =>
      inPlace([
        ...[day(y, 1, 1), addDays(easter(y), -2), addDays(easter(y), 1)],
        ...[
          addDays(day(y, 5, 24), -weekday(day(y, 5, 24))),
          day(y, 7, 1),
          nth(y, 8, 0, 1),
          nth(y, 9, 0, 1),
          day(y, 9, 30),
          nth(y, 10, 0, 2),
          day(y, 11, 11),
          day(y, 12, 25),
          day(y, 12, 26),
        ],
      ]),
    'EU-TARGET': (y) =>
      [day(y, 1, 1), addDays(easter(y), -2), addDays(easter(y), 1), day(y, 5, 1), day(y, 12, 25), day(y, 12, 26)].filter(
        (d) => weekday(d) < 5,
      ),
  };

  it.each(Object.keys(rules))('of %s from 2024 to 2028 are those of its rules', (id) => {
    const computed = years.flatMap((y) => rules[id]?.(y) ?? []).filter((d) => d >= '2024-01-01' && d <= '2028-12-31');
    expect(calendar(id).holidays.filter((d) => d >= '2024-01-01')).toEqual([...new Set(computed)].sort());
    expect(calendar(id).through).toBe('2028-12-31');
  });

  it('stand in the file in order, each a weekday within what the calendar covers', () => {
    for (const { from, through, holidays } of book.calendars().values()) {
      expect(holidays).toEqual([...new Set(holidays)].sort());
      expect(holidays.filter((d) => weekday(d) > 4 || d < from || d > through)).toEqual([]);
    }
  });

  it('give way to what is announced for a single day, the last announcement first', () => {
    const changes = [
      { day: '2026-07-03', working: true, publishedOn: '2026-06-01', source: 'opened' },
      { day: '2026-07-03', working: false, publishedOn: '2026-06-20', source: 'closed again' },
      { day: '2026-07-11', working: true, publishedOn: '2026-06-01', source: 'a Saturday that is worked' },
      { day: '2026-07-13', working: false, publishedOn: '2026-06-01', source: 'a Monday that is not' },
    ];
    const changed = { ...calendar('US-FED'), changes };
    expect(['2026-07-03', '2026-07-11', '2026-07-13'].map((d) => isWorkingDay(d, changed))).toEqual([false, true, false]);
    expect(['2026-07-03', '2026-07-11', '2026-07-13'].map((d) => isWorkingDay(d, calendarKnownOn(changed, '2026-06-10')))).toEqual([
      true,
      true,
      false,
    ]);
    expect(workingDayAfter('2026-07-10', 2, changed)).toBe('2026-07-14');
  });
});
