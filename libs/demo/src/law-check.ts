import { cyclesOf } from '#accounts';
import { CalendarNotCoveredError, periodOf, type RuleBook } from '#rules';
import { firstDay, lastDay } from './days';
import { accountCycles } from './parties';
import type { Horizon } from './settings';
import { DemoInputError } from './stage';

/** Refuses, before anything is written, a story on days for which the schemes or the calendars of the accounts have no rules. */
export const checkLaw = ({ firstMonth, lastMonth }: Horizon, rules: RuleBook): void => {
  const cycles = cyclesOf(rules);
  const days = [firstDay(firstMonth), lastDay(lastMonth)];
  const outside = (day: string): string | undefined => {
    const scheme = ['EU-IOSS', 'UK-SUPPLY'].find((id) => periodOf(rules, id, day) === undefined);
    if (scheme !== undefined) return `${scheme} is not in force on ${day}`;
    for (const { uk, eu } of Object.values(accountCycles)) for (const cycle of [uk, eu]) cycles.periodOf(cycle, day);
    return undefined;
  };
  for (const day of days) {
    let reason: string | undefined;
    try {
      reason = outside(day);
    } catch (error) {
      if (!(error instanceof CalendarNotCoveredError)) throw error;
      reason = error.message;
    }
    if (reason !== undefined)
      throw new DemoInputError(
        'DATE_OUTSIDE_RULES',
        'rebase',
        `the story would run from ${days[0] ?? ''} to ${days[1] ?? ''}: ${reason}; move it with --rebase`,
      );
  }
};
