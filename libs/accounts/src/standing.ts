import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { exposureOf, type OpenPeriodState, type PeriodTerms, type Refused, wrongTarget } from './open-period';
import { amountsOf } from './period-amounts';
import { isPercent, overLimitOf, type PeriodSecurity, storedSecurity } from './security';

/** A guarantee’s share for this account, from now on; minor units of the account’s currency. Zero covers nothing. */
export type ApplyGuaranteeShare = Readonly<{
  type: 'ApplyGuaranteeShare';
  account: string;
  authority: string;
  security: PeriodSecurity;
  appliedOn: string;
}>;
/**
 * The account as it now stands: suspended, or with no reason in use; `limit` is the most that one period is charged with, minor units, and
 * none where absent.
 */
export type ApplyStanding = Readonly<{ type: 'ApplyStanding'; account: string; suspended?: string; limit?: bigint; appliedOn: string }>;

/**
 * A share below the exposure is accepted: what is owed is owed, and the excess is recorded (B46); new charges are declined until there is
 * room. What was reserved before stays reserved: the new terms hold for what comes.
 */
export const applyGuaranteeShare = (
  { account, authority, security, appliedOn }: ApplyGuaranteeShare,
  state: OpenPeriodState,
): Decision<AccountPeriodEvent> => {
  const { terms } = state;
  const fault = wrongTarget({ account }, terms) ?? tooEarly(appliedOn, terms);
  if (fault !== undefined) return fault;
  if (authority !== terms.authority) return refuse('ACCOUNT_MISMATCH', `the account is with ${terms.authority}`, { field: 'authority' });
  if (security.share < 0n) return refuse('GUARANTEE_INVALID', 'a share is not negative', { field: 'security.share' });
  for (const field of ['reservePercent', 'softPercent'] as const)
    if (!isPercent(security[field]))
      return refuse('GUARANTEE_INVALID', `${security[field]} is no percentage from 0 to 100`, { field: `security.${field}` });
  if (state.security !== undefined && sameSecurity(state.security, security))
    return refuse('NOTHING_CHANGED', 'the share is applied already');
  const exposure = exposureOf(state);
  const over = overLimitOf(security, exposure);
  const { holder, currency } = terms;
  return accept({
    type: 'GuaranteeShareApplied',
    data: {
      account,
      authority,
      holder,
      currency,
      security: storedSecurity(security, exposure, currency),
      ...(over === undefined ? {} : { overLimit: amountsOf(currency)(over) }),
      appliedOn,
    },
  });
};

const sameSecurity = (a: PeriodSecurity, b: PeriodSecurity): boolean =>
  a.guarantee === b.guarantee &&
  a.share === b.share &&
  a.reservePercent === b.reservePercent &&
  a.softPercent === b.softPercent &&
  a.validTo === b.validTo;

export const applyStanding = (
  { account, suspended, limit, appliedOn }: ApplyStanding,
  state: OpenPeriodState,
): Decision<AccountPeriodEvent> => {
  const fault = wrongTarget({ account }, state.terms) ?? tooEarly(appliedOn, state.terms);
  if (fault !== undefined) return fault;
  if (limit !== undefined && limit < 0n) return refuse('GUARANTEE_INVALID', 'a limit is not negative', { field: 'limit' });
  if (state.suspended === suspended && state.limit === limit)
    return refuse('NOTHING_CHANGED', suspended === undefined ? 'the account takes charges' : 'the account is suspended already');
  const { holder, currency } = state.terms;
  const limited = limit === undefined ? {} : { limit: amountsOf(currency)(limit), currency };
  return accept({
    type: 'AccountStandingApplied',
    data: { account, holder, ...(suspended === undefined ? {} : { suspended }), ...limited, appliedOn },
  });
};

/** A period that is past its cut-off and not closed yet still takes it; the next one begins with it. */
const tooEarly = (day: string, { start, end }: PeriodTerms): Refused | undefined =>
  isDay(day) && day >= start ? undefined : refuse('POSTED_OUTSIDE_PERIOD', `${day} is not in ${start} to ${end}`, { field: 'appliedOn' });
