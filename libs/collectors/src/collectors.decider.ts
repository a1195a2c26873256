import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { isCountry } from '#rules';
import { authoriseRole, changeAeoStatus, revokeRole } from './authorisation';
import { type CollectorCommand, type GrantSchemeNumber, type RegisterCollector, type WithdrawSchemeNumber } from './collectors.commands';
import { type CollectorEvent } from './collectors.events';
import { refuse } from './collectors.rejections';
import {
  type CollectorDetails,
  type CollectorState,
  evolveCollector,
  type GrantedNumber,
  type RegisteredCollector,
  unknownCollector,
} from './collectors.state';
import { endDelegation, grantDelegation } from './delegation';
import { authorityOfNumber, isSchemeNumber } from './scheme-number';
import { reinstate, suspend } from './suspension';

const decide = (command: CollectorCommand, state: CollectorState): Decision<CollectorEvent> => {
  if (command.type === 'RegisterCollector') return register(command, state);
  if (state.kind === 'unknown') return refuse('COLLECTOR_UNKNOWN', 'no such collector is registered', 'collector');
  return decideRegistered(command, state);
};

const decideRegistered = (command: Exclude<CollectorCommand, RegisterCollector>, state: RegisteredCollector): Decision<CollectorEvent> => {
  switch (command.type) {
    case 'GrantSchemeNumber':
      return grant(command, state.details.collector, state.numbers);
    case 'WithdrawSchemeNumber':
      return withdraw(command, state.details.collector, state.numbers);
    case 'AuthoriseRole':
      return authoriseRole(command, state);
    case 'RevokeRole':
      return revokeRole(command, state);
    case 'GrantDelegation':
      return grantDelegation(command, state);
    case 'EndDelegation':
      return endDelegation(command, state);
    case 'Suspend':
      return suspend(command, state);
    case 'Reinstate':
      return reinstate(command, state);
    case 'ChangeAeoStatus':
      return changeAeoStatus(command, state);
  }
};

/** Registering the same facts again changes nothing and is no error: a duplicate message is normal. */
const register = ({ collector }: RegisterCollector, state: CollectorState): Decision<CollectorEvent> => {
  if (!isDay(collector.registeredOn))
    return refuse('DAY_RANGE_INVALID', `${collector.registeredOn} is no day of the calendar`, 'registeredOn');
  if (!isCountry(collector.establishedIn))
    return refuse('COUNTRY_UNKNOWN', `${collector.establishedIn} is no country code of ISO 3166-1`, 'establishedIn');
  if (state.kind === 'unknown') return accept({ type: 'CollectorRegistered', data: collector });
  const fields: readonly (keyof CollectorDetails)[] = ['collector', 'name', 'establishedIn', 'roles', 'registeredOn'];
  const differing = fields.find((f) => canonicalJson(state.details[f]) !== canonicalJson(collector[f]));
  return differing === undefined
    ? accept()
    : refuse('COLLECTOR_ALREADY_REGISTERED', `${collector.collector} is registered with another ${differing}`, differing);
};

const grant = (command: GrantSchemeNumber, collector: string, numbers: readonly GrantedNumber[]): Decision<CollectorEvent> => {
  const { scheme, schemeNumber, authority, validFrom, validTo, checkDigits = false } = command;
  if (!isSchemeNumber(scheme, schemeNumber, { checkDigits }))
    return refuse('SCHEME_NUMBER_MALFORMED', `not a number of ${scheme}`, 'schemeNumber');
  const grantor = authorityOfNumber(scheme, schemeNumber);
  if (grantor !== undefined && grantor !== authority)
    return refuse('SCHEME_NUMBER_AUTHORITY_DIFFERS', `${schemeNumber} is a number of ${grantor}`, 'authority');
  if (!isDay(validFrom)) return refuse('DAY_RANGE_INVALID', `${validFrom} is no day of the calendar`, 'validFrom');
  if (validTo !== undefined && (!isDay(validTo) || validTo < validFrom))
    return refuse('DAY_RANGE_INVALID', `${validTo} is no day from ${validFrom} on`, 'validTo');
  if (numbers.some((n) => sameGrant(n, command))) return accept();
  const overlapping = numbers.find((n) => n.scheme === scheme && n.schemeNumber === schemeNumber && overlaps(n, validFrom, validTo));
  if (overlapping !== undefined)
    return refuse('SCHEME_NUMBER_ALREADY_GRANTED', `${schemeNumber} is granted from ${overlapping.validFrom} already`, 'validFrom');
  return accept({
    type: 'SchemeNumberGranted',
    data: { collector, scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) },
  });
};

const sameGrant = (n: GrantedNumber, g: GrantSchemeNumber): boolean =>
  n.scheme === g.scheme &&
  n.schemeNumber === g.schemeNumber &&
  n.authority === g.authority &&
  n.validFrom === g.validFrom &&
  n.validTo === g.validTo;

const overlaps = (n: GrantedNumber, from: string, to: string | undefined): boolean =>
  (to === undefined || n.validFrom <= to) &&
  (n.validTo === undefined || n.validTo >= from) &&
  (n.withdrawnFrom === undefined || n.withdrawnFrom > from);

const withdraw = (
  { scheme, schemeNumber, withdrawnFrom, reason }: WithdrawSchemeNumber,
  collector: string,
  numbers: readonly GrantedNumber[],
): Decision<CollectorEvent> => {
  if (!isDay(withdrawnFrom)) return refuse('DAY_RANGE_INVALID', `${withdrawnFrom} is no day of the calendar`, 'withdrawnFrom');
  const granted = numbers.filter((n) => n.scheme === scheme && n.schemeNumber === schemeNumber);
  const valid = granted.findLast((n) => n.withdrawnFrom === undefined);
  if (valid === undefined) {
    if (granted.length === 0) return refuse('SCHEME_NUMBER_NOT_GRANTED', `${schemeNumber} was never granted`, 'schemeNumber');
    if (granted.some((n) => n.withdrawnFrom === withdrawnFrom)) return accept();
    return refuse('SCHEME_NUMBER_ALREADY_WITHDRAWN', `${schemeNumber} is withdrawn already`, 'schemeNumber');
  }
  if (withdrawnFrom < valid.validFrom)
    return refuse('DAY_RANGE_INVALID', `${schemeNumber} is valid from ${valid.validFrom} only`, 'withdrawnFrom');
  return accept({ type: 'SchemeNumberWithdrawn', data: { collector, scheme, schemeNumber, withdrawnFrom, reason } });
};

/** Who may collect: registered once, with scheme numbers, responsibilities, delegations, suspensions and AEO status that change by days. */
export const collectorDecider: Decider<CollectorCommand, CollectorState, CollectorEvent> = {
  category: 'collector',
  initial: unknownCollector,
  evolve: evolveCollector,
  decide,
};
