import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type SchemeNumberEvent } from './collectors.events';
import { refuse } from './collectors.rejections';
import { isSchemeNumber, type SchemeKind } from './scheme-number';

type Named = Readonly<{ scheme: SchemeKind; schemeNumber: string; collector: string }>;
/** The first half of a grant: the number becomes the collector's, from `reservedFrom` on. Of its own number it is no news. */
export type ReserveSchemeNumber = Named & Readonly<{ type: 'ReserveSchemeNumber'; reservedFrom: string }>;
/**
 * The number passes to another party (a business sold as a going concern). A withdrawal alone does not free it: authorities do not give a
 * number twice.
 */
export type ReleaseSchemeNumber = Named & Readonly<{ type: 'ReleaseSchemeNumber'; releasedFrom: string; reason: string }>;
export type SchemeNumberCommand = ReserveSchemeNumber | ReleaseSchemeNumber;

/** Whose the number is, or from which day it is free again. */
export type SchemeNumberState =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'held'; holder: string; from: string }>
  | Readonly<{ kind: 'free'; from: string; last: string }>;

const evolve = (_state: SchemeNumberState, { type, data }: SchemeNumberEvent): SchemeNumberState =>
  type === 'SchemeNumberReserved'
    ? { kind: 'held', holder: data.collector, from: data.reservedFrom }
    : { kind: 'free', from: data.releasedFrom, last: data.collector };

const decide = (command: SchemeNumberCommand, state: SchemeNumberState): Decision<SchemeNumberEvent> => {
  if (!isSchemeNumber(command.scheme, command.schemeNumber))
    return refuse('SCHEME_NUMBER_MALFORMED', `not a number of ${command.scheme}`, 'schemeNumber');
  return command.type === 'ReserveSchemeNumber' ? reserve(command, state) : release(command, state);
};

const reserve = ({ type: _type, ...data }: ReserveSchemeNumber, state: SchemeNumberState): Decision<SchemeNumberEvent> => {
  const { schemeNumber, collector, reservedFrom } = data;
  if (!isDay(reservedFrom)) return refuse('DAY_RANGE_INVALID', `${reservedFrom} is no day of the calendar`, 'validFrom');
  if (state.kind === 'held')
    return state.holder === collector
      ? accept()
      : refuse('SCHEME_NUMBER_HELD_BY_ANOTHER', `${schemeNumber} is the number of another collector`, 'schemeNumber');
  if (state.kind === 'free' && reservedFrom < state.from)
    return refuse('SCHEME_NUMBER_HELD_BY_ANOTHER', `${schemeNumber} is the number of another collector until ${state.from}`, 'validFrom');
  return accept({ type: 'SchemeNumberReserved', data });
};

const release = ({ type: _type, ...data }: ReleaseSchemeNumber, state: SchemeNumberState): Decision<SchemeNumberEvent> => {
  const { schemeNumber, collector, releasedFrom } = data;
  if (!isDay(releasedFrom)) return refuse('DAY_RANGE_INVALID', `${releasedFrom} is no day of the calendar`, 'releasedFrom');
  if (state.kind === 'free' && state.last === collector && state.from === releasedFrom) return accept();
  if (state.kind !== 'held' || state.holder !== collector)
    return refuse('SCHEME_NUMBER_NOT_GRANTED', `${schemeNumber} is not the number of ${collector}`, 'collector');
  if (releasedFrom < state.from)
    return refuse('DAY_RANGE_INVALID', `${schemeNumber} is the collector's from ${state.from} only`, 'releasedFrom');
  return accept({ type: 'SchemeNumberReleased', data });
};

/** One stream per number decides whose it is, so that two collectors cannot hold it, whatever the order of the requests. */
export const schemeNumberDecider: Decider<SchemeNumberCommand, SchemeNumberState, SchemeNumberEvent> = {
  category: 'schemeNumber',
  initial: { kind: 'none' },
  evolve,
  decide,
};
