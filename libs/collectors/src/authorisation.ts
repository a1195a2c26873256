import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AuthoriseRole, type ChangeAeoStatus, type RevokeRole } from './collectors.commands';
import { type CollectorEvent } from './collectors.events';
import { refuse } from './collectors.rejections';
import { type RegisteredCollector, sameRole } from './collectors.state';
import { firstDayWithout, overlap, validityFault } from './validity';

/** The same authorisation again changes nothing; other days that overlap its own are another message about it, and refused. */
export const authoriseRole = (
  { type: _type, ...role }: AuthoriseRole,
  { details: { collector }, roles }: RegisteredCollector,
): Decision<CollectorEvent> => {
  const fault = validityFault(role);
  if (fault !== undefined) return refuse('DAY_RANGE_INVALID', fault.message, fault.field);
  const known = roles.filter((one) => sameRole(one, role));
  if (known.some((one) => one.validFrom === role.validFrom && one.validTo === role.validTo)) return accept();
  const overlapping = known.find((one) => overlap(one, role));
  if (overlapping !== undefined)
    return refuse(
      'ROLE_ALREADY_AUTHORISED',
      `${role.authorisation} authorises ${role.responsibility} from ${overlapping.validFrom} already`,
      'validFrom',
    );
  return accept({ type: 'RoleAuthorised', data: { collector, ...role } });
};

export const revokeRole = (
  { type: _type, ...revoked }: RevokeRole,
  { details: { collector }, roles }: RegisteredCollector,
): Decision<CollectorEvent> => {
  const { revokedFrom, responsibility, authorisation } = revoked;
  if (!isDay(revokedFrom)) return refuse('DAY_RANGE_INVALID', `${revokedFrom} is no day of the calendar`, 'revokedFrom');
  const known = roles.filter((one) => sameRole(one, revoked));
  if (known.length === 0) return refuse('ROLE_NOT_AUTHORISED', `${authorisation} never authorised ${responsibility}`, 'authorisation');
  if (known.some((one) => one.endedFrom === revokedFrom)) return accept();
  const open = known.findLast((one) => one.endedFrom === undefined);
  if (open === undefined) return refuse('ROLE_ALREADY_REVOKED', `${authorisation} is revoked already`, 'authorisation');
  const end = firstDayWithout(open);
  if (revokedFrom < open.validFrom || (end !== undefined && revokedFrom >= end))
    return refuse('DAY_RANGE_INVALID', `${authorisation} does not hold on ${revokedFrom}`, 'revokedFrom');
  return accept({ type: 'RoleRevoked', data: { collector, ...revoked } });
};

/** Changes of one authority go forward in time; the status it has already is no change. */
export const changeAeoStatus = (
  { type: _type, ...change }: ChangeAeoStatus,
  { details: { collector }, aeo }: RegisteredCollector,
): Decision<CollectorEvent> => {
  const { authority, status, changedFrom } = change;
  if (!isDay(changedFrom)) return refuse('DAY_RANGE_INVALID', `${changedFrom} is no day of the calendar`, 'changedFrom');
  const last = aeo.findLast((one) => one.authority === authority);
  if (
    (last?.status ?? 'none') === status ||
    aeo.some((one) => one.authority === authority && one.status === status && one.changedFrom === changedFrom)
  )
    return accept();
  if (last !== undefined && changedFrom <= last.changedFrom)
    return refuse('DAY_RANGE_INVALID', `the status changed on ${last.changedFrom}: the next change is later`, 'changedFrom');
  return accept({ type: 'AeoStatusChanged', data: { collector, ...change } });
};
