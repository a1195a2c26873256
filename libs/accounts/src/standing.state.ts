import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { securityOf } from './security';

export const shareApplied = (state: OpenPeriodState, { security, currency }: PeriodEventData<'GuaranteeShareApplied'>): OpenPeriodState => ({ ...state, security: securityOf(security, currency) });

export const standingApplied = ({ suspended: _before, ...state }: OpenPeriodState, { suspended }: PeriodEventData<'AccountStandingApplied'>): OpenPeriodState =>
  suspended === undefined ? state : { ...state, suspended };
