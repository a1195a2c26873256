import { breakId } from '#break-work';
import { legalDayOf } from '#event-catalogue';
import { type Break, type Why } from './case';
import { type BreakCode, breakCatalogue } from './break-catalogue';
import { dayAfter, endOfDay, endOfLegalDay } from './days';
import { textOf } from './exact-units';
import { type Horizon } from './case-index/horizon';
import { type Law } from './law';
import { type LegalExpiry } from './legal-expiry';
import { type ReconciliationRules, type SchemeCalendar, type ZoneOfAuthority } from './reconciliation-rules';
import { type SettlementBook } from './settlement-book';

/** All that an evaluation may know beside the legs of its case. */
export interface EvaluationContext {
  /**
   * RFC 3339 UTC. What is told of a parcel asks `isBy`, `hasCome`, `isDayBy` or `today` instead: who reads the moment itself is judged anew
   * at every other.
   */
  readonly asOf: string;
  /** The day of `asOf` in UTC. */
  readonly today: string;
  /** Whether it is not later than a deadline. */
  readonly isBy: (deadline: string) => boolean;
  /** Whether what begins at a moment has begun. */
  readonly hasCome: (moment: string) => boolean;
  /** Whether the legal day at an authority is not later than a day. */
  readonly isDayBy: (authority: string, day: string) => boolean;
  readonly rules: ReconciliationRules;
  readonly settlement: SettlementBook;
  readonly calendar: SchemeCalendar;
  readonly law: Law;
  /** The legal day of `asOf` at an authority. */
  readonly dayAt: (authority: string) => string;
  /** Whether matches are wanted beside breaks. */
  readonly detail: boolean;
}

/** The context of one question; legal days are looked up once per authority's zone. */
export const evaluationContext = (
  given: Pick<EvaluationContext, 'asOf' | 'rules' | 'settlement' | 'calendar' | 'law'> & {
    readonly zoneOf: ZoneOfAuthority;
    readonly detail?: boolean;
    readonly horizon?: Horizon;
  },
): EvaluationContext => {
  const days = new Map<string, string>();
  const dayIn = (zone: string): string => {
    const found = days.get(zone) ?? legalDayOf(given.asOf, zone);
    days.set(zone, found);
    return found;
  };
  const { asOf, rules, settlement, calendar, law, zoneOf, horizon, detail = false } = given;
  return {
    rules,
    settlement,
    calendar,
    law,
    detail,
    get asOf() {
      horizon?.until(asOf);
      return asOf;
    },
    get today() {
      const today = asOf.slice(0, 10);
      horizon?.until(endOfDay(today));
      return today;
    },
    isBy: (deadline) => {
      if (asOf > deadline) return false;
      horizon?.until(deadline);
      return true;
    },
    hasCome: (moment) => {
      if (moment <= asOf) return true;
      horizon?.before(moment);
      return false;
    },
    isDayBy: (authority, day) => {
      const zone = zoneOf(authority);
      if (dayIn(zone) > day) return false;
      horizon?.until(endOfLegalDay(day, zone));
      return true;
    },
    dayAt: (authority) => {
      const zone = zoneOf(authority);
      const day = dayIn(zone);
      horizon?.until(endOfLegalDay(day, zone));
      return day;
    },
  };
};

/** How matches and breaks name the rules that judged them: `reconciliation@1`. */
export const ruleVersion = (rules: ReconciliationRules): string => `${rules.id}@${String(rules.version)}`;

/** What a finding knows of its break; the catalogue knows the rest. */
export interface BreakInput {
  /** What it is about, by `subjectOf`. */
  readonly subject: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly since: string;
  readonly criterion: string;
  readonly expected: string;
  readonly found: string;
  readonly distance: string;
  readonly tolerance?: string;
  readonly causedBy?: { readonly caseKey: string; readonly code: BreakCode };
  readonly legalExpiry?: LegalExpiry;
}

/** Distances that are none: of what is of two kinds, and of what is not there. */
const notComparable = 'not comparable';
const lateSince = 'late since ';

const sentenceOf = ({ criterion, expected, found, distance, tolerance }: Omit<Why, 'sentence'>): string => {
  const by = distance === notComparable || distance.startsWith(lateSince) ? distance : `the difference is ${distance}`;
  const tolerated = tolerance === undefined ? '' : `, tolerated ${tolerance}`;
  return `${criterion}: expected ${expected}, found ${found}; ${by}${tolerated}.`;
};

export const breakOf = (context: EvaluationContext, code: BreakCode, input: BreakInput): Break => {
  const { severity, whoActs, ageLimitDays } = breakCatalogue[code];
  const { subject, amount, currency, since, causedBy, legalExpiry, criterion, expected, found, distance, tolerance } = input;
  const why = { criterion, expected, found, distance, ...(tolerance === undefined ? {} : { tolerance }) };
  return {
    id: breakId(code, subject),
    code,
    subject,
    severity,
    whoActs,
    amount: textOf(amount),
    currency,
    since,
    dueBy: dayAfter(since.slice(0, 10), ageLimitDays),
    ...(legalExpiry === undefined ? {} : { legalExpiry }),
    ...(causedBy === undefined ? {} : { causedBy }),
    rule: ruleVersion(context.rules),
    why: { ...why, sentence: sentenceOf(why) },
  };
};
