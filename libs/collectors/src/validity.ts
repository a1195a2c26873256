import { isDay } from '#money';

/**
 * Days on which something holds: from `validFrom` (included) to `validTo` (excluded; absent: open), and before `endedFrom` where it was
 * ended early.
 */
export type Validity = Readonly<{ validFrom: string; validTo?: string; endedFrom?: string }>;

/** The first day on which it no longer holds; undefined while it is open. */
export const firstDayWithout = ({ validTo, endedFrom }: Validity): string | undefined =>
  validTo === undefined || (endedFrom !== undefined && endedFrom < validTo) ? endedFrom : validTo;

export const holdsOn = (validity: Validity, day: string): boolean => {
  const end = firstDayWithout(validity);
  return validity.validFrom <= day && (end === undefined || day < end);
};

export const overlap = (a: Validity, b: Validity): boolean => {
  const [endOfA, endOfB] = [firstDayWithout(a), firstDayWithout(b)];
  return (endOfB === undefined || a.validFrom < endOfB) && (endOfA === undefined || b.validFrom < endOfA);
};

/** What is wrong with a stated validity: a day that does not exist, or an end that is not after the beginning. */
export const validityFault = ({ validFrom, validTo }: Validity): Readonly<{ field: string; message: string }> | undefined => {
  if (!isDay(validFrom)) return { field: 'validFrom', message: `${validFrom} is no day of the calendar` };
  if (validTo === undefined || (isDay(validTo) && validTo > validFrom)) return undefined;
  return { field: 'validTo', message: `${validTo} is no day after ${validFrom}` };
};
