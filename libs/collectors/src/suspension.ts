import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type ReinstateCollector, type SuspendCollector } from './collectors.commands';
import { type CollectorEvent } from './collectors.events';
import { refuse } from './collectors.rejections';
import { type RegisteredCollector, type Suspension } from './collectors.state';

const lastAt = (suspensions: readonly Suspension[], authority: string | undefined): Suspension | undefined =>
  suspensions.findLast((one) => one.authority === authority);

/** Each authority suspends by itself, and all of them together; what one said is ended by the same. */
export const suspend = (
  { type: _type, ...asked }: SuspendCollector,
  { details: { collector }, suspensions }: RegisteredCollector,
): Decision<CollectorEvent> => {
  const { authority, suspendedFrom } = asked;
  if (!isDay(suspendedFrom)) return refuse('DAY_RANGE_INVALID', `${suspendedFrom} is no day of the calendar`, 'suspendedFrom');
  if (suspensions.some((one) => one.authority === authority && one.validFrom === suspendedFrom)) return accept();
  const last = lastAt(suspensions, authority);
  if (last !== undefined && last.endedFrom === undefined)
    return refuse('COLLECTOR_ALREADY_SUSPENDED', `suspended from ${last.validFrom}`, 'suspendedFrom');
  if (last?.endedFrom !== undefined && suspendedFrom < last.endedFrom)
    return refuse('DAY_RANGE_INVALID', `reinstated on ${last.endedFrom}: a new suspension is not earlier`, 'suspendedFrom');
  return accept({ type: 'CollectorSuspended', data: { collector, ...asked } });
};

export const reinstate = (
  { type: _type, ...asked }: ReinstateCollector,
  { details: { collector }, suspensions }: RegisteredCollector,
): Decision<CollectorEvent> => {
  const { authority, reinstatedFrom } = asked;
  if (!isDay(reinstatedFrom)) return refuse('DAY_RANGE_INVALID', `${reinstatedFrom} is no day of the calendar`, 'reinstatedFrom');
  const last = lastAt(suspensions, authority);
  if (last === undefined) return refuse('COLLECTOR_NOT_SUSPENDED', 'there is no suspension to end', 'authority');
  if (suspensions.some((one) => one.authority === authority && one.endedFrom === reinstatedFrom)) return accept();
  if (last.endedFrom !== undefined) return refuse('COLLECTOR_NOT_SUSPENDED', `reinstated on ${last.endedFrom} already`, 'reinstatedFrom');
  if (reinstatedFrom < last.validFrom) return refuse('DAY_RANGE_INVALID', `suspended from ${last.validFrom} only`, 'reinstatedFrom');
  return accept({ type: 'CollectorReinstated', data: { collector, ...asked } });
};
