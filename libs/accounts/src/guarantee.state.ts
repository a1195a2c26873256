import { type GuaranteeEvent } from './account.events';
import { minorOf } from './period-amounts';

type Registered = Extract<GuaranteeEvent, { readonly type: 'GuaranteeRegistered' }>['data'];
type Changed = Extract<GuaranteeEvent, { readonly type: 'GuaranteeChanged' }>['data'];
/** One account’s part of a guarantee, minor units of its currency. */
export type GuaranteeShare = Readonly<Omit<Registered['shares'][number], 'share'> & { share: bigint }>;
/** A guarantee that was registered: its facts as they were told first, and what of them holds now. Minor units. */
export type RegisteredGuarantee = Readonly<{
  status: 'registered';
  facts: Registered;
  amount: bigint;
  validTo?: string;
  shares: readonly GuaranteeShare[];
  /** Why it covers nothing new any more. */
  ended?: Extract<Changed['reason'], 'replaced' | 'cancelled' | 'expired'>;
  /** Amounts the guarantor was asked for, by reference of the call. */
  calls: ReadonlyMap<string, bigint>;
}>;
/** A guarantee’s stream, folded. */
export type GuaranteeState = Readonly<{ status: 'none' }> | RegisteredGuarantee;

export const evolveGuarantee = (state: GuaranteeState, event: GuaranteeEvent): GuaranteeState => {
  if (event.type === 'GuaranteeRegistered') return { status: 'registered', facts: event.data, ...holding(event.data), calls: new Map() };
  if (state.status === 'none') throw new RangeError(`${event.type} of a guarantee that is not registered`);
  if (event.type === 'GuaranteeCalled')
    return { ...state, calls: new Map(state.calls).set(event.data.callReference, minorOf(event.data.currency)(event.data.amount)) };
  const { facts, calls } = state;
  const { reason } = event.data;
  return {
    status: 'registered',
    facts,
    ...holding(event.data),
    calls,
    ...(reason === 'replaced' || reason === 'cancelled' || reason === 'expired' ? { ended: reason } : {}),
  };
};

/** What now holds. */
const holding = ({ amount, currency, validTo, shares }: Registered | Changed) => {
  const minor = minorOf(currency);
  return {
    amount: minor(amount),
    ...(validTo === undefined ? {} : { validTo }),
    shares: shares.map((one): GuaranteeShare => ({ ...one, share: minor(one.share) })),
  };
};
