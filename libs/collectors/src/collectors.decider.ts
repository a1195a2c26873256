import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type CollectorEvent } from './collectors.events';
import { refuse } from './collectors.rejections';
import { type CollectorDetails, type CollectorState, evolveCollector, type GrantedNumber, unknownCollector } from './collectors.state';
import { isSchemeNumber, type SchemeKind } from './scheme-number';

/** A party becomes known; `roles` say what it does in the trade. */
export type RegisterCollector = Readonly<{ type: 'RegisterCollector'; collector: CollectorDetails }>;
/** `validFrom` and `validTo` are both days of validity, in the zone of the authority. `checkDigits`: see `isSchemeNumber`. */
export type GrantSchemeNumber = Readonly<{
  type: 'GrantSchemeNumber';
  scheme: SchemeKind;
  schemeNumber: string;
  authority: string;
  validFrom: string;
  validTo?: string;
  checkDigits?: boolean;
}>;
/** `withdrawnFrom` is the first day without the number: exclusion takes effect on a day (Implementing Regulation (EU) 282/2011 Art. 58). */
export type WithdrawSchemeNumber = Readonly<{ type: 'WithdrawSchemeNumber'; scheme: SchemeKind; schemeNumber: string; withdrawnFrom: string; reason: string }>;
/** What may be asked of a collector's stream. */
export type CollectorCommand = RegisterCollector | GrantSchemeNumber | WithdrawSchemeNumber;

const decide = (command: CollectorCommand, state: CollectorState): Decision<CollectorEvent> => {
  if (command.type === 'RegisterCollector') return register(command, state);
  if (state.kind === 'unknown') return refuse('COLLECTOR_UNKNOWN', 'no such collector is registered', 'collector');
  return command.type === 'GrantSchemeNumber' ? grant(command, state.details.collector, state.numbers) : withdraw(command, state.details.collector, state.numbers);
};

/** Registering the same facts again changes nothing and is no error: a duplicate message is normal. */
const register = ({ collector }: RegisterCollector, state: CollectorState): Decision<CollectorEvent> => {
  if (!isDay(collector.registeredOn)) return refuse('DAY_RANGE_INVALID', `${collector.registeredOn} is no day of the calendar`, 'registeredOn');
  if (state.kind === 'unknown') return accept({ type: 'CollectorRegistered', data: collector });
  const fields: readonly (keyof CollectorDetails)[] = ['collector', 'name', 'establishedIn', 'roles', 'registeredOn'];
  const differing = fields.find((f) => canonicalJson(state.details[f]) !== canonicalJson(collector[f]));
  return differing === undefined ? accept() : refuse('COLLECTOR_ALREADY_REGISTERED', `${collector.collector} is registered with another ${differing}`, differing);
};

const grant = (command: GrantSchemeNumber, collector: string, numbers: readonly GrantedNumber[]): Decision<CollectorEvent> => {
  const { scheme, schemeNumber, authority, validFrom, validTo, checkDigits = false } = command;
  if (!isSchemeNumber(scheme, schemeNumber, { checkDigits })) return refuse('SCHEME_NUMBER_MALFORMED', `not a number of ${scheme}`, 'schemeNumber');
  if (!isDay(validFrom)) return refuse('DAY_RANGE_INVALID', `${validFrom} is no day of the calendar`, 'validFrom');
  if (validTo !== undefined && (!isDay(validTo) || validTo < validFrom)) return refuse('DAY_RANGE_INVALID', `${validTo} is no day from ${validFrom} on`, 'validTo');
  if (numbers.some((n) => sameGrant(n, command))) return accept();
  const overlapping = numbers.find((n) => n.scheme === scheme && n.schemeNumber === schemeNumber && overlaps(n, validFrom, validTo));
  if (overlapping !== undefined) return refuse('SCHEME_NUMBER_ALREADY_GRANTED', `${schemeNumber} is granted from ${overlapping.validFrom} already`, 'validFrom');
  return accept({ type: 'SchemeNumberGranted', data: { collector, scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) } });
};

const sameGrant = (n: GrantedNumber, g: GrantSchemeNumber): boolean =>
  n.scheme === g.scheme && n.schemeNumber === g.schemeNumber && n.authority === g.authority && n.validFrom === g.validFrom && n.validTo === g.validTo;

const overlaps = (n: GrantedNumber, from: string, to: string | undefined): boolean =>
  (to === undefined || n.validFrom <= to) && (n.validTo === undefined || n.validTo >= from) && (n.withdrawnFrom === undefined || n.withdrawnFrom > from);

const withdraw = ({ scheme, schemeNumber, withdrawnFrom, reason }: WithdrawSchemeNumber, collector: string, numbers: readonly GrantedNumber[]): Decision<CollectorEvent> => {
  if (!isDay(withdrawnFrom)) return refuse('DAY_RANGE_INVALID', `${withdrawnFrom} is no day of the calendar`, 'withdrawnFrom');
  const granted = numbers.filter((n) => n.scheme === scheme && n.schemeNumber === schemeNumber);
  const valid = granted.findLast((n) => n.withdrawnFrom === undefined);
  if (valid === undefined) {
    if (granted.length === 0) return refuse('SCHEME_NUMBER_NOT_GRANTED', `${schemeNumber} was never granted`, 'schemeNumber');
    if (granted.some((n) => n.withdrawnFrom === withdrawnFrom)) return accept();
    return refuse('SCHEME_NUMBER_ALREADY_WITHDRAWN', `${schemeNumber} is withdrawn already`, 'schemeNumber');
  }
  if (withdrawnFrom < valid.validFrom) return refuse('DAY_RANGE_INVALID', `${schemeNumber} is valid from ${valid.validFrom} only`, 'withdrawnFrom');
  return accept({ type: 'SchemeNumberWithdrawn', data: { collector, scheme, schemeNumber, withdrawnFrom, reason } });
};

/** Who may collect: registered once, with scheme numbers that are granted and withdrawn by days. */
export const collectorDecider: Decider<CollectorCommand, CollectorState, CollectorEvent> = { category: 'collector', initial: unknownCollector, evolve: evolveCollector, decide };
