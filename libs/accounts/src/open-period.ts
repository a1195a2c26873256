import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { type ChargeTable } from './charge-table';
import { type KnownPayment } from './known-payment';
import { type OpenItems } from './open-items';
import { type PeriodSecurity } from './security';
import { type ToleratedDebt } from './tolerated-debts';
import { type UnappliedCashes } from './unapplied-cash';
import { type VersionedMap } from './versioned-map';

/** Data of an event of a period, by its name. */
export type PeriodEventData<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];
/** Whose period it is and which days it has: `start` is in it, `end` is not. */
export type PeriodTerms = Readonly<
  Pick<PeriodEventData<'PeriodOpened'>, 'account' | 'authority' | 'holder' | 'kind' | 'currency' | 'cycle' | 'period' | 'start' | 'end'>
>;
/** What the window’s charges come to, and what the guarantee holds for it while no statement has made a debt of it. */
export type WindowTotal = Readonly<{ taxType: string; beneficiary: string; amount: bigint; secured: bigint }>;

/**
 * An open accounting period, minor units. The sums are the terms of the statement equation:
 * closing = opening + charged + adjusted + interest + penalties + reversed - applied - offset - remitted - writtenOff - tolerated, and
 * unapplied(closing) = unapplied(opening) + received - applied + reversed - returned.
 * Everything but `charges` and `payments` is O(open items); a change costs what it changes.
 */
export type OpenPeriodState = Readonly<{
  status: 'open';
  terms: PeriodTerms;
  opening: bigint;
  charged: bigint;
  adjusted: bigint;
  interest: bigint;
  penalties: bigint;
  reversed: bigint;
  applied: bigint;
  offset: bigint;
  remitted: bigint;
  writtenOff: bigint;
  tolerated: bigint;
  received: bigint;
  returned: bigint;
  openItems: OpenItems;
  unapplied: UnappliedCashes;
  /** The window’s charges with their adjustments, by tax type and beneficiary: what the statement will say. */
  totals: VersionedMap<WindowTotal>;
  /** Sum of what the guarantee holds for `totals`. */
  securedInWindow: bigint;
  /** The charges posted, with the SHA-256 of their data in canonical JSON. */
  charges: ChargeTable;
  /** What was credited or applied here, by receipt. */
  payments: VersionedMap<KnownPayment>;
  /** Payments that carry the payer's own identification, by what a second booking of the same has in common. */
  sightings: VersionedMap<string>;
  /** Receipts that are not final: debits initiated, card payments captured. */
  onTheirWay: VersionedMap<string>;
  /** The last charge of interest made here, by its reference. */
  interestCharged: VersionedMap<PeriodEventData<'InterestCharged'>>;
  /** References of the penalties imposed here, and claims set off here. */
  penaltiesHere: VersionedMap<true>;
  offsets: VersionedMap<true>;
  /** What was written off here less what was recovered here, by debt. */
  writtenOffHere: VersionedMap<bigint>;
  /** What was tolerated here less what of it, or of earlier periods, is owed again, by the debts that are paid together. */
  toleratedHere: VersionedMap<readonly ToleratedDebt[]>;
  /** Charges and the versions that adjusted them here. */
  adjustments: VersionedMap<true>;
  declinedCount: number;
  /** Events of what is left to the next period that are written already: the period is being closed. */
  handedOn: number;
  security?: PeriodSecurity;
  /** Why no charge is taken. */
  suspended?: string;
  /** The most that the window may come to. */
  limit?: bigint;
}>;

/** What the guarantee holds in all. */
export const exposureOf = ({ openItems, securedInWindow }: OpenPeriodState): bigint => openItems.secured + securedInWindow;

export type Refused = ReturnType<typeof refuse>;

export const wrongTarget = (command: Readonly<{ account: string; currency?: string }>, terms: PeriodTerms): Refused | undefined => {
  if (command.account !== terms.account) return refuse('ACCOUNT_MISMATCH', 'the command is for another account', { field: 'account' });
  if (command.currency === undefined || command.currency === terms.currency) return undefined;
  return refuse('CURRENCY_MISMATCH', `the account is kept in ${terms.currency}`, { field: 'currency' });
};

/** The cut-off decides by the day of posting: nothing is posted on a day of another period. */
export const outside = (day: string, field: string, terms: PeriodTerms): Refused | undefined =>
  isDay(day) && terms.start <= day && day < terms.end
    ? undefined
    : refuse('POSTED_OUTSIDE_PERIOD', `${day} is not in ${terms.start} to ${terms.end}`, { field });

/** The kind of account on the events of its payments, where its cash is kept apart in the journal: prepaid and desk accounts. */
export const paidKind = ({ kind }: PeriodTerms): { readonly accountKind?: 'cash' | 'consumer' } =>
  kind === 'cash' || kind === 'consumer' ? { accountKind: kind } : {};
