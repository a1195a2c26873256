import { Exact } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { type OpenItem } from './open-items';
import { amountsOf, minorOf } from './period-amounts';

/** How a guarantee stands behind the account while the period is open (UCC Art. 89, 95); minor units. */
export type PeriodSecurity = Readonly<{
  guarantee: string;
  share: bigint;
  /** Percent of a debt that is reserved. */
  reservePercent: string;
  /** Percent of the share above which the holder is warned. */
  softPercent: string;
  /** First day on which it covers nothing new. */
  validTo?: string;
}>;
type StoredSecurity = NonNullable<Extract<AccountPeriodEvent, { readonly type: 'PeriodClosed' }>['data']['security']>;

/** Security as events tell it, without the exposure: that is what the open items and the window’s charges add up to. */
export const securityOf = ({ exposure: _exposure, share, ...rest }: StoredSecurity, currency: string): PeriodSecurity => ({
  ...rest,
  share: minorOf(currency)(share),
});
export const storedSecurity = ({ share, ...rest }: PeriodSecurity, exposure: bigint, currency: string): StoredSecurity => {
  const text = amountsOf(currency);
  return { ...rest, share: text(share), exposure: text(exposure) };
};

const HUNDRED_PERCENT = '100';

/** A canonical decimal from 0 to 100. */
export const isPercent = (text: string): boolean =>
  Exact.isCanonical(text) && !text.startsWith('-') && Exact.parse(text).compare(Exact.HUNDRED) <= 0;

/**
 * Rounding rule `guarantee-reserve`: percent of the debt, up to the minor unit, so that never less than the percent is covered. Nothing
 * without a guarantee.
 */
export const reserveOf = (security: Pick<PeriodSecurity, 'reservePercent'> | undefined, amount: bigint): bigint => {
  if (security === undefined) return 0n;
  if (security.reservePercent === HUNDRED_PERCENT) return amount;
  return Exact.ofInteger(amount).percent(Exact.parse(security.reservePercent)).toMinor(0, 'up');
};

/**
 * What the guarantee holds when `amount` of a debt is open again: as for a new debt, and never more than for the whole of it. `item`: what
 * of it is open before.
 */
export const heldAgain = (security: PeriodSecurity | undefined, item: OpenItem | undefined, amount: bigint): bigint => {
  const held = reserveOf(security, amount);
  const room = reserveOf(security, (item?.open ?? 0n) + amount) - (item?.secured ?? 0n);
  return room < 0n ? 0n : held < room ? held : room;
};

/** By how much an exposure exceeds the share, where it does: the debt stands all the same, and reconciliation shows it (B46). */
export const overLimitOf = (security: PeriodSecurity | undefined, exposure: bigint): bigint | undefined =>
  security === undefined || exposure <= security.share ? undefined : exposure - security.share;

/** `soft` above the percent of the share at which the holder is to be warned. */
export const levelOf = ({ share, softPercent }: PeriodSecurity, exposure: bigint): 'normal' | 'soft' =>
  Exact.ofInteger(exposure).compare(Exact.ofInteger(share).percent(Exact.parse(softPercent))) > 0 ? 'soft' : 'normal';
