import { canonicalJson } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type EndDelegation, type GrantDelegation } from './collectors.commands';
import { type CollectorEvent } from './collectors.events';
import { refuse } from './collectors.rejections';
import { type RegisteredCollector } from './collectors.state';
import { firstDayWithout, validityFault } from './validity';

/** One reference is one delegation for ever: another content under it is refused, the same again changes nothing. */
export const grantDelegation = (
  { type: _type, ...asked }: GrantDelegation,
  { details: { collector }, delegations }: RegisteredCollector,
): Decision<CollectorEvent> => {
  const fault = validityFault(asked);
  if (fault !== undefined) return refuse('DAY_RANGE_INVALID', fault.message, fault.field);
  if (asked.delegate === collector) return refuse('DELEGATION_TO_ITSELF', 'a collector acts for itself without a delegation', 'delegate');
  const granted = { ...asked, scope: [...new Set(asked.scope)].sort() };
  const known = delegations.find(({ delegation }) => delegation === asked.delegation);
  if (known === undefined) return accept({ type: 'DelegationGranted', data: { collector, ...granted } });
  const { endedFrom: _endedFrom, ...before } = known;
  return canonicalJson(before) === canonicalJson(granted)
    ? accept()
    : refuse('DELEGATION_ALREADY_GRANTED', `${asked.delegation} is another delegation`, 'delegation');
};

export const endDelegation = (
  { delegation, endedFrom }: EndDelegation,
  { details: { collector }, delegations }: RegisteredCollector,
): Decision<CollectorEvent> => {
  if (!isDay(endedFrom)) return refuse('DAY_RANGE_INVALID', `${endedFrom} is no day of the calendar`, 'endedFrom');
  const known = delegations.find((one) => one.delegation === delegation);
  if (known === undefined) return refuse('DELEGATION_UNKNOWN', `${delegation} was never granted`, 'delegation');
  if (known.endedFrom !== undefined)
    return known.endedFrom === endedFrom
      ? accept()
      : refuse('DELEGATION_ALREADY_ENDED', `${delegation} ended on ${known.endedFrom}`, 'delegation');
  const end = firstDayWithout(known);
  if (endedFrom < known.validFrom || (end !== undefined && endedFrom >= end))
    return refuse('DAY_RANGE_INVALID', `${delegation} does not hold on ${endedFrom}`, 'endedFrom');
  return accept({ type: 'DelegationEnded', data: { collector, delegate: known.delegate, delegation, endedFrom } });
};
