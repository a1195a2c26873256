import type { Rejection } from '#event-store';
import { type ConsignmentCommand, consignmentDecider } from './consignment.decider';
import type { ConsignmentState } from './consignment.state';

const consignment = {
  carrier: 'CARRIER-1',
  consignmentNumber: 'LX000000017CN',
  orders: [{ seller: 'V-IE-1', orderNumber: 'A-1' }],
  mode: 'air' as const,
  dispatchCountry: 'CN',
  dispatchedAt: '2026-01-15T09:30:00.000Z',
  packages: 1,
};
const arrival = { arrivedAt: '2026-01-22T09:30:00.000Z' };
const delivery = { deliveredAt: '2026-01-24T09:30:00.000Z' };
const advise = (more: Partial<Extract<ConsignmentCommand, { type: 'AdviseConsignment' }>> = {}): ConsignmentCommand => ({ type: 'AdviseConsignment', consignment, ...more });
const arrive = (arrivedAt = arrival.arrivedAt): ConsignmentCommand => ({ type: 'RecordArrival', arrival: { arrivedAt } });
const deliver = (deliveredAt = delivery.deliveredAt): ConsignmentCommand => ({ type: 'RecordDelivery', delivery: { deliveredAt } });

const given = (...commands: readonly ConsignmentCommand[]): ConsignmentState =>
  commands.reduce<ConsignmentState>((state, command) => {
    const decision = consignmentDecider.decide(command, state);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    return decision.accepted.reduce<ConsignmentState>(consignmentDecider.evolve, state);
  }, consignmentDecider.initial);
const when = (command: ConsignmentCommand, state: ConsignmentState): readonly (readonly [string, string | undefined])[] | Rejection => {
  const decision = consignmentDecider.decide(command, state);
  return 'rejected' in decision ? decision.rejected : decision.accepted.map((e) => [e.type, e.effectiveAt] as const);
};

describe('a consignment', () => {
  it('is advised with what has happened to it, each fact at its own moment', () => {
    expect(when(advise({ arrival, delivery }), given())).toEqual([
      ['ConsignmentAdvised', consignment.dispatchedAt],
      ['ConsignmentArrived', arrival.arrivedAt],
      ['ConsignmentDelivered', delivery.deliveredAt],
    ]);
  });

  it('reported again adds only what is new', () => {
    expect(when(advise({ arrival, delivery }), given(advise({ arrival })))).toEqual([['ConsignmentDelivered', delivery.deliveredAt]]);
    expect(when(arrive(), given(advise(), arrive()))).toEqual([]);
    expect(when(deliver(), given(advise()))).toEqual([['ConsignmentDelivered', delivery.deliveredAt]]);
  });

  it.each([
    ['another parcel under its number', advise({ consignment: { ...consignment, packages: 2 } }), given(advise()), 'CONSIGNMENT_ALREADY_ADVISED', 'packages'],
    ['other orders under its number', advise({ consignment: { ...consignment, orders: [] } }), given(advise()), 'CONSIGNMENT_ALREADY_ADVISED', 'orders'],
    ['a status of an unknown parcel', arrive(), given(), 'CONSIGNMENT_UNKNOWN', 'consignmentNumber'],
    ['a status with another time', arrive('2026-01-23T09:30:00.000Z'), given(advise(), arrive()), 'CONSIGNMENT_STATUS_DIFFERS', 'arrivedAt'],
    ['arrival before dispatch', arrive('2026-01-14T09:30:00.000Z'), given(advise()), 'CONSIGNMENT_TIMES_OUT_OF_ORDER', 'arrivedAt'],
    ['delivery before arrival', deliver('2026-01-21T09:30:00.000Z'), given(advise(), arrive()), 'CONSIGNMENT_TIMES_OUT_OF_ORDER', 'deliveredAt'],
    ['an announcement with times out of order', advise({ arrival: { arrivedAt: '2026-01-01T00:00:00.000Z' } }), given(), 'CONSIGNMENT_TIMES_OUT_OF_ORDER', 'arrivedAt'],
  ])('refuses %s', (_, command, state, code, field) => {
    expect(when(command, state)).toMatchObject({ code, field });
  });
});
