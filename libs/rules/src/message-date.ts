import { type InputFault, isOfThisCentury } from '#event-catalogue';
import { isDay } from '#money';
import { addDays } from './calendar';

/**
 * Days that what happened may lie ahead of the clock it is told by: as long as a collection may be sent before the day on which it is booked
 * (SEPA Direct Debit Core Scheme Rulebook, EPC016-06: at the earliest 14 calendar days before its due date). It leaves room for value
 * days over holidays, time zones and clocks that are wrong.
 */
const mostDaysAhead = 14;

/** What is wrong with a day or moment (RFC 3339) of any message, whoever tells it and whenever: it exists, in the years 2000 to 2099. */
export const dateFault = (value: string, field: string): InputFault | undefined => {
  if (!isDay(value.slice(0, 10))) return { code: 'DATE_INVALID', field, message: 'expected a day that exists' };
  return isOfThisCentury(value) ? undefined : { code: 'DATE_OUT_OF_RANGE', field, message: 'expected a year from 2000 to 2099' };
};

/** The last day that something may be said to have happened on, told at a moment. */
const lastDayTold = (at: string): string => addDays(at.slice(0, 10), mostDaysAhead);

/** What is wrong with the day or moment of something that happened and is told at a moment. */
export const aheadFault = (value: string, field: string, at: string): InputFault | undefined => {
  const last = lastDayTold(at);
  return value.slice(0, 10) <= last
    ? undefined
    : { code: 'DATE_AHEAD', field, message: `expected a day up to ${last}, ${String(mostDaysAhead)} days from now` };
};
