import fc from 'fast-check';
import { lodgeH7 } from '../../../test/support/declarations/examples';
import {
  accepted,
  after,
  amendedTo,
  assessNow,
  britishImport,
  item,
  rate,
  refusal,
  specific,
  stateOf,
  when,
} from './declarations.examples';
import { type DeclarationCommand } from './declarations.decider';
import { type DeclarationEvent } from './declarations.events';
import { refundPosition } from './refundable';
import { type RefundRequest, type ReserveRefund } from './reserve-refund';

const id = (n: number): string => `${'0'.repeat(25)}${String(n)}`;
const units = (claim: number, quantity: number, more: Partial<Extract<RefundRequest, { kind: 'units' }>> = {}): ReserveRefund => ({
  type: 'ReserveRefund',
  claim: id(claim),
  channel: 'claim',
  refund: { kind: 'units', quantities: [{ seq: 1, quantity }], ...more },
});
const amounts = (claim: number, amount: string): ReserveRefund => ({
  type: 'ReserveRefund',
  claim: id(claim),
  channel: 'offset',
  refund: { kind: 'amounts', lines: [{ seq: 1, taxType: 'A00', beneficiary: 'GB', amount }], quantities: [] },
});
const withdraw = (claim: number): DeclarationCommand => ({ type: 'ReleaseReservation', claim: id(claim), reason: 'rejected' });

/** Duty of 10.00 on three units, no VAT. */
const lodged = britishImport({ ...item(1, '100', specific('A00', '10.00'), rate('B00', '0')), quantity: 3 });
const given = after(lodged, assessNow);
const then = (...commands: readonly DeclarationCommand[]): readonly DeclarationEvent[] =>
  commands.reduce((events, command) => [...events, ...accepted(when(events, command))], given);
const total = (events: readonly DeclarationEvent[]): string | undefined => {
  const last = events.at(-1);
  return last?.type === 'RefundReserved' ? last.data.total : undefined;
};

describe('a refund of units', () => {
  it('TV-52: 10.00 on three units are 3.33 for the first and 6.67 for the other two', () => {
    expect(accepted(when(given, units(1, 1)))).toEqual([
      {
        type: 'RefundReserved',
        data: {
          claim: id(1),
          channel: 'claim',
          lines: [{ seq: 1, taxType: 'A00', beneficiary: 'GB', amount: '3.33' }],
          total: '3.33',
          currency: 'GBP',
          quantities: [{ seq: 1, quantity: 1 }],
        },
      },
    ]);
    expect(total(then(units(1, 1), units(2, 2)))).toBe('6.67');
    expect(total(then(units(1, 1), units(2, 1), units(3, 1)))).toBe('3.34');
  });
  it('gives what an earlier claim left when claims are withdrawn in any order', () => {
    expect(total(then(units(1, 1), units(2, 2), withdraw(1), units(3, 1)))).toBe('3.33');
    expect(total(then(units(1, 1), withdraw(1), units(2, 3)))).toBe('10.00');
  });
  it('is never of more units than were imported', () => {
    expect(refusal(when(then(units(1, 2)), units(2, 2)))).toEqual(['QUANTITY_EXCEEDED', 'refund.quantities[0].quantity']);
    expect(refusal(when(given, { ...units(1, 1), refund: { kind: 'units', quantities: [{ seq: 2, quantity: 1 }] } }))).toEqual([
      'ITEM_UNKNOWN',
      'refund.quantities[0].seq',
    ]);
  });
  it('gives no more than amounts have left', () => {
    expect(total(then(amounts(1, '9.00'), units(2, 3)))).toBe('1.00');
    expect(refusal(when(then(amounts(1, '10.00')), units(2, 3)))).toEqual(['NOTHING_TO_REFUND', 'refund']);
  });
  it('may leave a tax type out: the duty may stay while the VAT goes', () => {
    expect(refusal(when(given, units(1, 3, { taxTypes: ['B00'] })))).toEqual(['NOTHING_TO_REFUND', 'refund']);
  });
  it('gives the EUR 3 duty back with the last unit of its item only', () => {
    const parcel = after(lodgeH7, assessNow);
    expect(refusal(when(parcel, units(1, 1)))).toEqual(['NOTHING_TO_REFUND', 'refund']);
    const whole = accepted(when(parcel, units(1, 5)));
    expect(total(whole)).toBe('3.00');
    expect(refusal(when(parcel, units(1, 5, { flatDuty: 'never' })))[0]).toBe('NOTHING_TO_REFUND');
    expect(total(accepted(when(parcel, units(1, 1, { flatDuty: 'pro_rata' }))))).toBe('0.60');
  });
});

describe('a reservation', () => {
  it('is never of more than was assessed as payable, over all claims and channels', () => {
    expect(refusal(when(given, amounts(1, '10.01')))).toEqual(['REFUND_EXCEEDS_ASSESSED', 'refund.lines[0].amount']);
    expect(refusal(when(then(units(1, 1)), amounts(2, '6.68')))).toEqual(['REFUND_EXCEEDS_ASSESSED', 'refund.lines[0].amount']);
    expect(total(then(units(1, 1), amounts(2, '6.67')))).toBe('6.67');
    expect(refusal(when(given, amounts(1, '0.00')))).toEqual(['AMOUNT_NEGATIVE', 'refund.lines[0].amount']);
    expect(refusal(when(after(lodged), units(1, 1)))[0]).toBe('DECLARATION_NOT_ASSESSED');
  });
  it('is made once for a claim', () => {
    expect(when(then(units(1, 1)), units(1, 1))).toEqual({ accepted: [] });
    expect(refusal(when(then(units(1, 1)), units(1, 2)))).toEqual(['REFUND_ALREADY_RESERVED', 'claim']);
    expect(refusal(when(given, withdraw(1)))).toEqual(['RESERVATION_UNKNOWN', 'claim']);
  });
  it('keeps a later version from leaving less than it takes', () => {
    const free = amendedTo(lodged, [{ ...item(1, '100', specific('A00', '3.00'), rate('B00', '0')), quantity: 3 }]);
    const story = then(units(1, 1), free);
    expect(accepted(when(story, assessNow))).toMatchObject([
      { type: 'AssessmentRefused', data: { code: 'REFUND_EXCEEDS_ASSESSMENT', field: 'items.1' } },
    ]);
    const settled = then(units(1, 1), { ...free, claim: id(1) });
    expect(accepted(when(settled, assessNow))).toMatchObject([{ type: 'DutyAssessed', data: { changes: { payable: '-7.00' } } }, {}]);
  });
  it('is shown with what is left', () => {
    expect(
      refundPosition(
        stateOf(
          then(units(1, 1), { type: 'ReturnQuantity', returnCase: id(9), items: [{ seq: 1, quantity: 2 }], returnedOn: '2026-04-01' }),
        ),
      ),
    ).toEqual({
      currency: 'GBP',
      taxes: [
        { seq: 1, taxType: 'A00', beneficiary: 'GB', payable: '10.00', reserved: '3.33', left: '6.67' },
        { seq: 1, taxType: 'B00', beneficiary: 'GB', payable: '0.00', reserved: '0.00', left: '0.00' },
      ],
      units: [{ seq: 1, imported: 3, refunded: 1, returned: 2 }],
    });
    expect(refundPosition(stateOf(after(lodged)))).toBeUndefined();
  });
});

describe('units that went back', () => {
  const back = (returnCase: number, quantity: number): DeclarationCommand => ({
    type: 'ReturnQuantity',
    returnCase: id(returnCase),
    items: [{ seq: 1, quantity }],
    returnedOn: '2026-04-01',
  });
  it('are never more than were imported, and told once by a return case', () => {
    expect(accepted(when(given, back(1, 2)))).toEqual([
      { type: 'QuantityReturned', data: { returnCase: id(1), items: [{ seq: 1, quantity: 2 }], returnedOn: '2026-04-01' } },
    ]);
    expect(when(then(back(1, 2)), back(1, 2))).toEqual({ accepted: [] });
    expect(refusal(when(then(back(1, 2)), back(1, 1)))).toEqual(['RETURN_ALREADY_RECORDED', 'returnCase']);
    expect(refusal(when(then(back(1, 2)), back(2, 2)))).toEqual(['QUANTITY_EXCEEDED', 'items[0].quantity']);
    expect(
      refusal(when(given, { type: 'ReturnQuantity', returnCase: id(1), items: [{ seq: 1, quantity: 1 }], returnedOn: '2026-03-09' })),
    ).toEqual(['DAY_INVALID', 'returnedOn']);
  });
});

describe('laws of refunds', () => {
  const command = fc.oneof(
    fc
      .record({ claim: fc.integer({ min: 1, max: 6 }), quantity: fc.integer({ min: 1, max: 3 }) })
      .map(({ claim, quantity }) => units(claim, quantity)),
    fc
      .record({ claim: fc.integer({ min: 1, max: 6 }), minor: fc.integer({ min: 1, max: 1100 }) })
      .map(({ claim, minor }) => amounts(claim, `${String(Math.floor(minor / 100))}.${String(minor % 100).padStart(2, '0')}`)),
    fc.integer({ min: 1, max: 6 }).map(withdraw),
  );
  it('whatever is claimed and withdrawn, no more is reserved than is payable and no more units than came; all units give all of it', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const events = commands.reduce<readonly DeclarationEvent[]>((before, c) => {
          const decision = when(before, c);
          return 'accepted' in decision ? [...before, ...decision.accepted] : before;
        }, given);
        const position = refundPosition(stateOf(events));
        const [duty] = position?.taxes ?? [];
        expect(duty && Number(duty.reserved) <= Number(duty.payable)).toBe(true);
        expect(position?.units.every(({ imported, refunded }) => refunded <= imported)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
