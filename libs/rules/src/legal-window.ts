import { type Day } from '#money';
import { addDays, addMonths, type Calendar, isWorkingDay, workingDayAfter } from './calendar';

/** How long after a day somebody may act, in days or else in months. */
export type LegalWindow = Readonly<{
  days?: number;
  months?: number;
  /** A window that would end on a Saturday or Sunday ends on the Monday after it. */
  toWorkingDay?: true;
}>;

/** Monday to Friday. Holidays are each Member State's own and not known here, so an act on the day after one is for a person to admit. */
const weekdays: Calendar = {
  id: 'weekdays',
  version: '2016-05-01',
  from: '0001-01-01',
  through: '9999-12-31',
  holidays: [],
  changes: [],
  source: 'Regulation (EEC, Euratom) 1182/71 Art. 2(2)',
};

/**
 * The last day of a window: a period of months ends on the day of the same number, at a weekend on Monday (Regulation (EEC, Euratom)
 * 1182/71 Art. 3(2)(c), 3(4)).
 */
export const lastDayOfWindow = ({ days, months, toWorkingDay }: LegalWindow, start: Day): Day => {
  const last = days === undefined ? addMonths(start, months ?? 0) : addDays(start, days);
  return toWorkingDay !== true || isWorkingDay(last, weekdays) ? last : workingDayAfter(last, 1, weekdays);
};
