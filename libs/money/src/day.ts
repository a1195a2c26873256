/** A legal day, `YYYY-MM-DD`, in the zone of the authority that the rule names. Days compare as text. */
export type Day = string;

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a day that exists in the (proleptic) Gregorian calendar, years 0001 to 9999. */
export const isDay = (text: string): boolean => {
  const found = shape.exec(text);
  if (found === null) return false;
  const [year, month, day] = [integer(found[1]), integer(found[2]), integer(found[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};

/** Days of a month (1 to 12). */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const integer = (digits = ''): number => Number.parseInt(digits, 10);
