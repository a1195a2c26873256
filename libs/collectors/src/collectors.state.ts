import { type ValueOf } from '#event-catalogue';
import { type CollectorEvent, type collectorRegistered } from './collectors.events';
import { type SchemeKind } from './scheme-number';
import { type Validity } from './validity';

type DataOf<Name extends CollectorEvent['type']> = Extract<CollectorEvent, { readonly type: Name }>['data'];

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

export type AuthorisedRole = Validity & Omit<DataOf<'RoleAuthorised'>, 'collector' | 'validFrom' | 'validTo'>;
export type Delegation = Validity & Omit<DataOf<'DelegationGranted'>, 'collector' | 'validFrom' | 'validTo'>;
/** Without an authority it is suspended at all of them. */
export type Suspension = Validity & Readonly<{ authority?: string; reason: string }>;
export type AeoStatus = Omit<DataOf<'AeoStatusChanged'>, 'collector'>;

export type RegisteredCollector = Readonly<{
  kind: 'registered';
  details: CollectorDetails;
  numbers: readonly GrantedNumber[];
  roles: readonly AuthorisedRole[];
  delegations: readonly Delegation[];
  suspensions: readonly Suspension[];
  /** In order of their day. */
  aeo: readonly AeoStatus[];
}>;
/** A collector's stream, folded. */
export type CollectorState = Readonly<{ kind: 'unknown' }> | RegisteredCollector;

export const unknownCollector: CollectorState = { kind: 'unknown' };

export const evolveCollector = (state: CollectorState, event: CollectorEvent): CollectorState => {
  if (event.type === 'CollectorRegistered')
    return { kind: 'registered', details: event.data, numbers: [], roles: [], delegations: [], suspensions: [], aeo: [] };
  return state.kind === 'unknown' ? state : changed(state, event);
};

const changed = (
  state: RegisteredCollector,
  event: Exclude<CollectorEvent, { readonly type: 'CollectorRegistered' }>,
): RegisteredCollector => {
  switch (event.type) {
    case 'SchemeNumberGranted':
    case 'SchemeNumberWithdrawn':
      return { ...state, numbers: withEvent(state.numbers, event) };
    case 'RoleAuthorised': {
      const { collector: _collector, ...role } = event.data;
      return { ...state, roles: [...state.roles, role] };
    }
    case 'RoleRevoked':
      return { ...state, roles: ended(state.roles, (role) => sameRole(role, event.data), event.data.revokedFrom) };
    case 'DelegationGranted': {
      const { collector: _collector, ...delegation } = event.data;
      return { ...state, delegations: [...state.delegations, delegation] };
    }
    case 'DelegationEnded':
      return {
        ...state,
        delegations: ended(state.delegations, ({ delegation }) => delegation === event.data.delegation, event.data.endedFrom),
      };
    case 'CollectorSuspended': {
      const { collector: _collector, suspendedFrom: validFrom, ...suspension } = event.data;
      return { ...state, suspensions: [...state.suspensions, { ...suspension, validFrom }] };
    }
    case 'CollectorReinstated':
      return {
        ...state,
        suspensions: ended(state.suspensions, ({ authority }) => authority === event.data.authority, event.data.reinstatedFrom),
      };
    case 'AeoStatusChanged': {
      const { collector: _collector, ...status } = event.data;
      return { ...state, aeo: [...state.aeo, status] };
    }
  }
};

/** The same responsibility under the same authorisation; it may be authorised again after its end. */
export const sameRole = (a: Omit<AuthorisedRole, keyof Validity>, b: Omit<AuthorisedRole, keyof Validity>): boolean =>
  a.authority === b.authority && a.responsibility === b.responsibility && a.authorisation === b.authorisation;

const ended = <T extends Validity>(all: readonly T[], which: (one: T) => boolean, endedFrom: string): readonly T[] =>
  all.map((one) => (which(one) && one.endedFrom === undefined ? { ...one, endedFrom } : one));

/** The numbers after a grant or a withdrawal; the one place that knows what these events do. */
export const withEvent = (
  numbers: readonly GrantedNumber[],
  event: Extract<CollectorEvent, { readonly type: 'SchemeNumberGranted' | 'SchemeNumberWithdrawn' }>,
): readonly GrantedNumber[] => {
  const { scheme, schemeNumber } = event.data;
  if (event.type === 'SchemeNumberGranted') {
    const { authority, validFrom, validTo } = event.data;
    return [...numbers, { scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) }];
  }
  const { withdrawnFrom } = event.data;
  return numbers.map((n) =>
    n.scheme === scheme && n.schemeNumber === schemeNumber && n.withdrawnFrom === undefined ? { ...n, withdrawnFrom } : n,
  );
};
