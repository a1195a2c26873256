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
const advise = (more: Partial<Extract<ConsignmentCommand, { type: 'AdviseConsignment' }>> = {}): ConsignmentCommand => ({
  type: 'AdviseConsignment',
  consignment,
  ...more,
});
const arrive = (arrivedAt = arrival.arrivedAt): ConsignmentCommand => ({ type: 'RecordArrival', arrival: { arrivedAt } });
const deliver = (deliveredAt = delivery.deliveredAt): ConsignmentCommand => ({ type: 'RecordDelivery', delivery: { deliveredAt } });

const fail = (attemptedAt = '2026-01-24T09:30:00.000Z', reason = 'REFUSED'): ConsignmentCommand => ({
  type: 'ReportUndeliverable',
  carrier: 'CARRIER-1',
  undeliverable: { attemptedAt, reason },
});
const collected = {
  carrier: 'CARRIER-1',
  consignmentNumber: 'LX000000017CN',
  collectedAt: '2026-01-23T09:30:00.000Z',
  consumptionCountry: 'FR',
  currency: 'EUR',
  lines: [{ taxType: 'B00', rate: '20', taxable: '50.00', amount: '10.00' }],
  total: '10.00',
};
const collect = (more: Partial<typeof collected> = {}): ConsignmentCommand => ({
  type: 'RecordCollection',
  collection: { ...collected, ...more },
});
const goingBack = {
  carrier: 'CARRIER-1',
  consignmentNumber: 'RX000000014DE',
  original: {},
  lines: [],
  dispatchCountry: 'DE',
  destination: 'CN',
  dispatchedAt: '2026-02-01T00:00:00.000Z',
};
const returning = (more: Partial<Extract<ConsignmentCommand, { type: 'AdviseReturn' }>> = {}): ConsignmentCommand => ({
  type: 'AdviseReturn',
  consignment: goingBack,
  ...more,
});

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
    [
      'another parcel under its number',
      advise({ consignment: { ...consignment, packages: 2 } }),
      given(advise()),
      'CONSIGNMENT_ALREADY_ADVISED',
      'packages',
    ],
    [
      'other orders under its number',
      advise({ consignment: { ...consignment, orders: [] } }),
      given(advise()),
      'CONSIGNMENT_ALREADY_ADVISED',
      'orders',
    ],
    ['a status of an unknown parcel', arrive(), given(), 'CONSIGNMENT_UNKNOWN', 'consignmentNumber'],
    [
      'a status with another time',
      arrive('2026-01-23T09:30:00.000Z'),
      given(advise(), arrive()),
      'CONSIGNMENT_STATUS_DIFFERS',
      'arrivedAt',
    ],
    ['arrival before dispatch', arrive('2026-01-14T09:30:00.000Z'), given(advise()), 'CONSIGNMENT_TIMES_OUT_OF_ORDER', 'arrivedAt'],
    [
      'delivery before arrival',
      deliver('2026-01-21T09:30:00.000Z'),
      given(advise(), arrive()),
      'CONSIGNMENT_TIMES_OUT_OF_ORDER',
      'deliveredAt',
    ],
    [
      'an announcement with times out of order',
      advise({ arrival: { arrivedAt: '2026-01-01T00:00:00.000Z' } }),
      given(),
      'CONSIGNMENT_TIMES_OUT_OF_ORDER',
      'arrivedAt',
    ],
  ])('refuses %s', (_, command, state, code, field) => {
    expect(when(command, state)).toMatchObject({ code, field });
  });
});

describe('what happens to a parcel', () => {
  it('tax is collected from the recipient, once; it counts from that moment', () => {
    expect(when(collect(), given(advise()))).toEqual([['TaxCollectedFromRecipient', collected.collectedAt]]);
    expect(when(collect(), given(advise(), collect()))).toEqual([]);
  });
  it('tax is collected under the authorisation that the parcel was announced under, if it was one', () => {
    const numbers = (schemeNumber: string) => {
      const decision = consignmentDecider.decide(collect(), given(advise({ consignment: { ...consignment, schemeNumber } })));
      return 'accepted' in decision
        ? decision.accepted.map(({ data }) => ('schemeNumber' in data ? data.schemeNumber : undefined))
        : decision.rejected;
    };
    expect([numbers('SAFR2021000001'), numbers('IM3720000015')]).toEqual([['SAFR2021000001'], [undefined]]);
    const announced = advise({ consignment: { ...consignment, schemeNumber: 'SAFR2021000001' } });
    expect(when(collect(), given(announced, collect()))).toEqual([]);
  });
  it('is that it could not be delivered, also after the tax was collected', () => {
    expect(when(fail(), given(advise({ arrival }), collect()))).toEqual([['ConsignmentUndeliverable', '2026-01-24T09:30:00.000Z']]);
    expect(when(fail(), given(advise(), fail()))).toEqual([]);
  });
  it('is that it goes back, under a number of its own, and arrives where it came from', () => {
    expect(when(returning({ arrival: { arrivedAt: '2026-02-09T00:00:00.000Z' } }), given())).toEqual([
      ['ReturnConsignmentAdvised', goingBack.dispatchedAt],
      ['ConsignmentArrived', '2026-02-09T00:00:00.000Z'],
    ]);
    expect(when(deliver('2026-02-10T00:00:00.000Z'), given(returning()))).toEqual([['ConsignmentDelivered', '2026-02-10T00:00:00.000Z']]);
    expect(when(returning(), given(returning()))).toEqual([]);
  });

  it.each([
    ['a failed delivery of an unknown parcel', fail(), given(), 'CONSIGNMENT_UNKNOWN', 'consignmentNumber'],
    ['another reason for it', fail(undefined, 'ADDRESS'), given(advise(), fail()), 'CONSIGNMENT_STATUS_DIFFERS', 'reason'],
    [
      'a failed delivery of a delivered parcel',
      fail('2026-01-25T00:00:00.000Z'),
      given(advise({ delivery })),
      'CONSIGNMENT_ALREADY_DELIVERED',
      'attemptedAt',
    ],
    [
      'a failed delivery before arrival',
      fail('2026-01-21T00:00:00.000Z'),
      given(advise({ arrival })),
      'CONSIGNMENT_TIMES_OUT_OF_ORDER',
      'attemptedAt',
    ],
    [
      'a delivery after it failed',
      deliver('2026-01-25T00:00:00.000Z'),
      given(advise(), fail()),
      'CONSIGNMENT_UNDELIVERABLE',
      'deliveredAt',
    ],
    [
      'a collection after it failed',
      collect({ collectedAt: '2026-01-24T09:30:00.000Z' }),
      given(advise(), fail()),
      'CONSIGNMENT_UNDELIVERABLE',
      'collectedAt',
    ],
    [
      'a collection before dispatch',
      collect({ collectedAt: '2026-01-01T00:00:00.000Z' }),
      given(advise()),
      'CONSIGNMENT_TIMES_OUT_OF_ORDER',
      'collectedAt',
    ],
    [
      'a second collection',
      collect({ lines: [{ taxType: 'B00', rate: '20', taxable: '55.00', amount: '11.00' }], total: '11.00' }),
      given(advise(), collect()),
      'COLLECTION_ALREADY_RECORDED',
      'lines',
    ],
    ['a collection whose lines do not add up', collect({ total: '10.01' }), given(advise()), 'COLLECTION_TOTAL_DIFFERS', 'total'],
    [
      'a collection in another country',
      collect({ consumptionCountry: 'DE' }),
      given(advise({ consignment: { ...consignment, destination: 'FR' } })),
      'COLLECTION_COUNTRY_DIFFERS',
      'consumptionCountry',
    ],
    ['a collection for a return', collect(), given(returning()), 'CONSIGNMENT_IS_A_RETURN', 'consignmentNumber'],
    ['a return under the number of a parcel', returning(), given(advise()), 'CONSIGNMENT_ALREADY_ADVISED', 'consignmentNumber'],
    ['a parcel under the number of a return', advise(), given(returning()), 'CONSIGNMENT_ALREADY_ADVISED', 'consignmentNumber'],
    [
      'another return under its number',
      returning({ consignment: { ...goingBack, destination: 'US' } }),
      given(returning()),
      'CONSIGNMENT_ALREADY_ADVISED',
      'destination',
    ],
  ])('refuses %s', (_, command, state, code, field) => {
    expect(when(command, state)).toMatchObject({ code, field });
  });
});
