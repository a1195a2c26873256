import { isDay } from '#money';

/**
 * How a file writes days that it writes with slashes: its editions are of both kinds, and 2/3/2011 says nothing. A number above 12 is a day,
 * and a file is written one way; `unclear` where no line has such a number, or lines of it disagree.
 */
export type DayOrder = 'monthFirst' | 'dayFirst' | 'unclear';

const yearFirst = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?Z?$/;
const withSlashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) ([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** What moments with slashes tell of the order of their days. */
export class DayOrderTold {
  #monthFirst = false;
  #dayFirst = false;

  take(text: string): void {
    const [, first, second] = withSlashes.exec(text) ?? [];
    if (Number(first) > 12) this.#dayFirst = true;
    if (Number(second) > 12) this.#monthFirst = true;
  }

  get order(): DayOrder {
    if (this.#monthFirst === this.#dayFirst) return 'unclear';
    return this.#monthFirst ? 'monthFirst' : 'dayFirst';
  }
}

export const hasSlashes = (text: string): boolean => withSlashes.test(text);
export const beginsWithYear = (text: string): boolean => yearFirst.test(text);

/** A moment of the file as RFC 3339 UTC with milliseconds; undefined where it is none, or its day is unclear. */
export const momentOf = (text: string, order: DayOrder): string | undefined => {
  const found = yearFirst.exec(text) ?? turned(text, order);
  const [, day, hour, minute, second = '00', fraction = ''] = found ?? [];
  if (day === undefined || hour === undefined || minute === undefined || !isDay(day)) return undefined;
  return `${day}T${hour.padStart(2, '0')}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

/** The parts of a moment with slashes as those of one that begins with its year. */
const turned = (text: string, order: DayOrder): readonly (string | undefined)[] | undefined => {
  const [whole, first, second, year, ...time] = withSlashes.exec(text) ?? [];
  if (first === undefined || second === undefined || year === undefined || order === 'unclear') return undefined;
  const [month, day] = order === 'monthFirst' ? [first, second] : [second, first];
  return [whole, `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, ...time];
};
