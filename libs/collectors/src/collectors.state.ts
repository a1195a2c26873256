import { type ValueOf } from '#event-catalogue';
import { type CollectorEvent, type collectorRegistered } from './collectors.events';
import { type SchemeKind } from './scheme-number';

/** What a collector was registered with. */
export type CollectorDetails = ValueOf<(typeof collectorRegistered)['data']>;

/** A number and the days on which it is valid: `validFrom` (included) to `validTo` (included) and before `withdrawnFrom`. */
export type GrantedNumber = Readonly<{
  scheme: SchemeKind;
  schemeNumber: string;
  authority: string;
  validFrom: string;
  validTo?: string;
  withdrawnFrom?: string;
}>;

/** A collector's stream, folded. */
export type CollectorState = Readonly<{ kind: 'unknown' }> | Readonly<{ kind: 'registered'; details: CollectorDetails; numbers: readonly GrantedNumber[] }>;

export const unknownCollector: CollectorState = { kind: 'unknown' };

export const evolveCollector = (state: CollectorState, event: CollectorEvent): CollectorState => {
  switch (event.type) {
    case 'CollectorRegistered':
      return { kind: 'registered', details: event.data, numbers: [] };
    case 'SchemeNumberGranted':
    case 'SchemeNumberWithdrawn':
      return state.kind === 'unknown' ? state : { ...state, numbers: withEvent(state.numbers, event) };
    default:
      return state;
  }
};

/** The numbers after a grant or a withdrawal; the one place that knows what these events do. */
export const withEvent = (numbers: readonly GrantedNumber[], event: Extract<CollectorEvent, { readonly type: 'SchemeNumberGranted' | 'SchemeNumberWithdrawn' }>): readonly GrantedNumber[] => {
  const { scheme, schemeNumber } = event.data;
  if (event.type === 'SchemeNumberGranted') {
    const { authority, validFrom, validTo } = event.data;
    return [...numbers, { scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) }];
  }
  const { withdrawnFrom } = event.data;
  return numbers.map((n) => (n.scheme === scheme && n.schemeNumber === schemeNumber && n.withdrawnFrom === undefined ? { ...n, withdrawnFrom } : n));
};
