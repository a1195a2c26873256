import { lastDayOf, shippedWindows, windowOf } from '#declarations';
import { type ClaimBasis, claimRuleOf } from '#returns';
import { addMonths, lastDayOfWindow } from '#rules';
import { type BreakCode } from './break-catalogue';

/** The last day of a right that the law gives, and where it gives it: then nothing can be done about a break any more. */
export interface LegalExpiry {
  /** Day at the authority. */
  readonly on: string;
  /**
   * `invalidation` of the declaration, `repayment` of duty and tax, `notification` of a debt that was not assessed or charged, `correction`
   * in a later return.
   */
  readonly right: 'invalidation' | 'repayment' | 'notification' | 'correction';
  readonly law: string;
}
/** The days that legal time limits of a declaration count from. */
export interface LegalClock {
  readonly authority: string;
  readonly jurisdiction: string;
  readonly acceptedOn: string;
  /** Day on which the debt was entered in the accounts. */
  readonly notifiedOn: string;
}

/** Which right a break of a code runs out with, where its declaration is enough to tell. */
type Limit =
  | Readonly<{ right: 'invalidation'; ground: string }>
  | Readonly<{ right: 'repayment'; basis: ClaimBasis }>
  | Readonly<{ right: 'notification' }>;
const recovered: Limit = { right: 'notification' };
const limits: Partial<Readonly<Record<BreakCode, Limit>>> = {
  B16: { right: 'invalidation', ground: 'undelivered' },
  B21: { right: 'invalidation', ground: 'duplicate' },
  B22: recovered,
  B23: recovered,
  B24: recovered,
  B25: recovered,
  B26: recovered,
  B27: recovered,
  B31: recovered,
  B32: { right: 'repayment', basis: 'overcharged' },
  B40: recovered,
  B41: { right: 'repayment', basis: 'overcharged' },
  B45: recovered,
  B47: recovered,
  B70: recovered,
  B73: recovered,
  B74: recovered,
};

/** Months after which a customs debt may not be notified any more; of other territories this book knows no limit. */
const notifications: readonly { readonly territory: string; readonly months: number; readonly law: string }[] = [
  { territory: 'EU', months: 36, law: 'Regulation (EU) 952/2013 Art. 103(1)' },
];
const territoryOf = (authority: string): string => (authority.startsWith('EU-') ? 'EU' : authority);

const invalidationUntil = ({ authority, acceptedOn }: LegalClock, ground: string): LegalExpiry | undefined => {
  const window = windowOf(shippedWindows, authority, 'invalidation', ground, acceptedOn);
  const on = window === undefined ? undefined : lastDayOf(window, acceptedOn);
  return window === undefined || on === undefined ? undefined : { on, right: 'invalidation', law: window.law };
};

/**
 * By the rule of the day of acceptance. Undefined where the law grants nothing on the basis, or counts from a day that is not told here.
 */
export const repaymentUntil = (
  { authority, jurisdiction, acceptedOn, notifiedOn }: LegalClock,
  basis: ClaimBasis,
): LegalExpiry | undefined => {
  const rule = claimRuleOf(authority, jurisdiction, basis, acceptedOn);
  const start = rule?.counted === 'acceptance' ? acceptedOn : rule?.counted === 'notification' ? notifiedOn : undefined;
  return rule === undefined || start === undefined ? undefined : { on: lastDayOfWindow(rule, start), right: 'repayment', law: rule.law };
};

const notificationUntil = ({ authority, acceptedOn }: LegalClock): LegalExpiry | undefined => {
  const rule = notifications.find(({ territory }) => territory === territoryOf(authority));
  return rule === undefined ? undefined : { on: addMonths(acceptedOn, rule.months), right: 'notification', law: rule.law };
};

/** When the right runs out that would end a break of a code. */
export const legalExpiryOf = (code: BreakCode, clock: LegalClock): LegalExpiry | undefined => {
  const limit = limits[code];
  switch (limit?.right) {
    case 'invalidation':
      return invalidationUntil(clock, limit.ground);
    case 'repayment':
      return repaymentUntil(clock, limit.basis);
    case 'notification':
      return notificationUntil(clock);
    default:
      return undefined;
  }
};
