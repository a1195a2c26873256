import type { ImportStartedData } from '#advance-data';
import type { DemoSettings } from '#runtime';
import { signOf } from '#money';
import { dayAfter, lastDay, latest, monthOf, nextMonth } from './days';
import type { ModelChoice } from './models/model';

/** What a user asks for; see the rules of the demonstration in docs/demo.md. */
export interface DemoRequest {
  /** Order files in the Online Retail layout, plain or gzip; none: a generated trade. */
  readonly orders: readonly string[];
  /** Moves the first order's day to this day. For a generated trade: its first day. */
  readonly rebase?: string;
  readonly dispatch: string;
  readonly currency: string;
  readonly seed: number;
  /** Share of planted faults as a decimal from 0 to 1. */
  readonly noise: string;
  readonly parcels: number;
  /** Who collects; `all`: each parcel has a model of its own among those lawful for it. */
  readonly model: ModelChoice;
}

/** Whether nothing is to be planted. */
export const isZeroShare = (noise: string): boolean => signOf(noise) === 0;

/** First day of a generated trade: its three months lie on both sides of 1 July 2026, when the duty of EUR 3 begins. */
export const generatedTradeStart = '2026-05-18';

/** Name, content hash and size of an input file. */
export type InputDigest = ImportStartedData['inputs'][number];

/** Months of the story and the day on which it is judged. */
export interface Horizon {
  readonly firstMonth: string;
  /** The last month in which anything happens: the last due date lies in it. */
  readonly lastMonth: string;
  readonly legalNow: string;
}

/** Longest time from order to acceptance of a declaration: dispatch after a day, a week on the way, a late one twelve days more. */
const daysToLastAcceptance = 1 + 7 + 12;

/**
 * Everything that falls due after the last order: the IOSS return of its month and of the months of its corrections by the end of the month
 * after, the UK return one month and seven days after its quarter, statements by the 16th of the month after acceptance or the next working
 * day. Legal now is the day after the last of them (demo rule 8).
 */
export const horizonOf = (firstDayOfOrders: string, lastDayOfFacts: string, model: ModelChoice): Horizon => {
  // A payment is captured on the day after its order, and that day decides the period.
  const month = monthOf(dayAfter(lastDayOfFacts, 1));
  const quarterEnd = `${month.slice(0, 5)}${String(Math.ceil(Number(month.slice(5)) / 3) * 3).padStart(2, '0')}`;
  const ukDue = `${nextMonth(nextMonth(quarterEnd))}-07`;
  const iossDue = lastDay(nextMonth(month));
  const statementsDue = `${nextMonth(monthOf(dayAfter(lastDayOfFacts, daysToLastAcceptance)))}-20`;
  // Refunds of the last goods that came back follow the payment of their statement.
  const refunds = model === 'vendor' ? statementsDue : `${nextMonth(monthOf(statementsDue))}-20`;
  const last = latest(ukDue, iossDue, statementsDue, refunds);
  return { firstMonth: monthOf(firstDayOfOrders), lastMonth: monthOf(last), legalNow: dayAfter(last, 1) };
};

/** The settings event's data for a request over inputs with these digests. */
export const settingsOf = (request: DemoRequest, inputs: readonly InputDigest[], horizon: Horizon): DemoSettings => ({
  seed: request.seed,
  noise: request.noise,
  ...(request.rebase === undefined ? {} : { rebase: request.rebase }),
  dispatch: request.dispatch,
  currency: request.currency,
  ...(request.orders.length === 0 ? { parcels: request.parcels } : {}),
  ...(request.model === 'vendor' ? {} : { model: request.model }),
  inputs,
  legalNow: horizon.legalNow,
});
