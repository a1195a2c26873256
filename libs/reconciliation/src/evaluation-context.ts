import { breakId } from '#break-work';
import { legalDayOf } from '#event-catalogue';
import { type Break, type Why } from './case';
import { type BreakCode, breakCatalogue } from './break-catalogue';
import { dayAfter } from './days';
import { textOf } from './exact-units';
import { type Law } from './law';
import { type LegalExpiry } from './legal-expiry';
import { type ReconciliationRules, type SchemeCalendar, type ZoneOfAuthority } from './reconciliation-rules';
import { type SettlementBook } from './settlement-book';

/** All that an evaluation may know beside the legs of its case. */
export interface EvaluationContext {
  /** RFC 3339 UTC; nothing later is in the legs. */
  readonly asOf: string;
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
  given: Omit<EvaluationContext, 'dayAt' | 'detail'> & { readonly zoneOf: ZoneOfAuthority; readonly detail?: boolean },
): EvaluationContext => {
  const days = new Map<string, string>();
  const dayAt = (authority: string): string => {
    const zone = given.zoneOf(authority);
    const found = days.get(zone) ?? legalDayOf(given.asOf, zone);
    days.set(zone, found);
    return found;
  };
  const { asOf, rules, settlement, calendar, law } = given;
  return { asOf, rules, settlement, calendar, law, dayAt, detail: given.detail ?? false };
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

const sentenceOf = ({ criterion, expected, found, distance, tolerance }: Omit<Why, 'sentence'>): string =>
  `${criterion}: expected ${expected}, found ${found}; the difference is ${distance}${tolerance === undefined ? '' : `, tolerated ${tolerance}`}.`;

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
