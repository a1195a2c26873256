import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { minorOf } from './period-amounts';
import { securityOf } from './security';

export const shareApplied = (
  state: OpenPeriodState,
  { security, currency }: PeriodEventData<'GuaranteeShareApplied'>,
): OpenPeriodState => ({ ...state, security: securityOf(security, currency) });

export const standingApplied = (
  { suspended: _before, limit: _limit, ...state }: OpenPeriodState,
  { suspended, limit }: PeriodEventData<'AccountStandingApplied'>,
): OpenPeriodState => ({
  ...state,
  ...(suspended === undefined ? {} : { suspended }),
  ...(limit === undefined ? {} : { limit: minorOf(state.terms.currency)(limit) }),
});
