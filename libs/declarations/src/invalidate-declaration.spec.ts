import { lodgeH7 } from '../../../test/support/declarations/examples';
import {
  accepted,
  after,
  amendedTo,
  assessNow,
  britishImport,
  charged,
  dutyOf,
  item,
  rate,
  refusal,
  types,
  when,
} from './declarations.examples';
import { type DeclarationCommand } from './declarations.decider';
import { type LodgeDeclaration } from './lodge-declaration';
import { type InvalidateDeclaration } from './invalidate-declaration';

const lodged = britishImport({ ...item(1, '1000', rate('A00', '2.00')), quantity: 4 });
const release: DeclarationCommand = { type: 'GrantRelease', charged };
const released = after(lodged, assessNow, release);
const proof = { kind: 'ProofOfExportOrDestruction', document: 'a'.repeat(64), receivedOn: '2026-05-01' };
const returned: InvalidateDeclaration = {
  type: 'InvalidateDeclaration',
  ground: 'distance_sales_return',
  appliedOn: '2026-06-08',
  invalidatedOn: '2026-06-20',
  requestedBy: 'R-1',
  approvedBy: 'OFFICER-2',
  evidence: [proof],
};
const claim = 'F'.repeat(26);
const reserve: DeclarationCommand = {
  type: 'ReserveRefund',
  claim,
  channel: 'claim',
  refund: { kind: 'units', quantities: [{ seq: 1, quantity: 1 }] },
};

describe('an invalidation', () => {
  it('takes back the last assessed totals whole, and tells the charge', () => {
    expect(accepted(when(released, returned))).toEqual([
      {
        type: 'DeclarationInvalidated',
        data: expect.objectContaining({
          mrn: lodged.header.mrn,
          version: 1,
          currency: 'GBP',
          totals: [
            {
              taxType: 'A00',
              beneficiary: 'GB',
              assessed: '20.00',
              relieved: '0.00',
              accountedElsewhere: '0.00',
              secured: '0.00',
              payable: '20.00',
            },
            {
              taxType: 'B00',
              beneficiary: 'GB',
              assessed: '204.00',
              relieved: '0.00',
              accountedElsewhere: '0.00',
              secured: '0.00',
              payable: '204.00',
            },
          ],
          payable: '224.00',
          charged,
          ground: 'distance_sales_return',
          appliedOn: '2026-06-08',
          requestedBy: 'R-1',
          approvedBy: 'OFFICER-2',
          evidence: [proof],
        }) as object,
      },
    ]);
  });
  it('of a version that is not assessed takes back what was assessed before it', () => {
    const given = [...released, ...accepted(when(released, amendedTo(lodged, [{ ...item(1, '900', rate('A00', '2.00')), quantity: 4 }])))];
    expect(accepted(when(given, returned))).toMatchObject([{ data: { version: 1, payable: '224.00' } }]);
  });
  it('says that what it takes back was provisional', () => {
    const provisional = { ...lodged, header: { ...lodged.header, provisional: true } };
    expect(accepted(when(after(provisional, assessNow), returned))).toMatchObject([{ data: { payable: '224.00', provisional: true } }]);
    const final = after(provisional, assessNow, amendedTo(lodged, lodged.items), assessNow);
    expect(accepted(when(final, returned))).toMatchObject([{ data: expect.not.objectContaining({ provisional: true }) as object }]);
  });
  it('of a declaration that was never assessed takes back nothing', () => {
    expect(accepted(when(after(lodged), { ...returned, ground: 'not_placed' }))).toMatchObject([
      { data: { version: 0, totals: [], relief: [], payable: '0.00' } },
    ]);
  });
  it.each<[string, Partial<InvalidateDeclaration>, string, string]>([
    ['after the 90 days of its ground', { appliedOn: '2026-06-09', invalidatedOn: '2026-06-20' }, 'WINDOW_CLOSED', 'appliedOn'],
    ['by one person', { approvedBy: 'R-1' }, 'SAME_PERSON', 'approvedBy'],
    ['without a document', { evidence: [] }, 'EVIDENCE_MISSING', 'evidence'],
    ['without proof that the goods left', { evidence: [{ ...proof, kind: 'CommercialInvoice' }] }, 'EVIDENCE_MISSING', 'evidence'],
    ['on a ground that the law does not know', { ground: 'regret' }, 'GROUND_UNKNOWN', 'ground'],
    ['on a ground for goods that are not released', { ground: 'not_placed' }, 'DECLARATION_ALREADY_RELEASED', 'ground'],
    ['before it was asked for', { invalidatedOn: '2026-06-07' }, 'DAY_INVALID', 'invalidatedOn'],
    ['asked for before acceptance', { appliedOn: '2026-03-09' }, 'DAY_INVALID', 'appliedOn'],
    ['for a claim that has reserved nothing', { claim }, 'RESERVATION_UNKNOWN', 'claim'],
  ])('is refused %s', (_, more, code, field) => {
    expect(refusal(when(released, { ...returned, ...more }))).toEqual([code, field]);
  });
  it('does not give back twice what a claim has reserved, unless it is that claim which it settles', () => {
    const given = [...released, ...accepted(when(released, reserve))];
    expect(refusal(when(given, returned))).toEqual(['REFUND_RESERVED', 'claim']);
    const events = accepted(when(given, { ...returned, claim }));
    expect(events.slice(0, 1)).toEqual([{ type: 'RefundReservationReleased', data: { claim, reason: 'invalidated' } }]);
    expect(types(events)).toEqual(['RefundReservationReleased', 'DeclarationInvalidated']);
  });
  it('is the end: nothing is accepted after it but the release of a reservation', () => {
    const ended = [...released, ...accepted(when(released, returned))];
    const commands: readonly DeclarationCommand[] = [
      assessNow,
      release,
      reserve,
      returned,
      amendedTo(lodged, lodged.items),
      { type: 'HoldRelease', reason: 'X' },
      { type: 'ReturnQuantity', returnCase: claim, items: [], returnedOn: '2026-05-01' },
    ];
    for (const command of commands) expect(refusal(when(ended, command))[0]).toBe('DECLARATION_INVALIDATED');
    expect(refusal(when(ended, { type: 'ReleaseReservation', claim, reason: 'rejected' }))[0]).toBe('RESERVATION_UNKNOWN');
  });
});

describe('TV-65: goods of 100.00 with freight of 8.00 under an IOSS number', () => {
  const ioss: LodgeDeclaration = {
    ...lodgeH7,
    header: { ...lodgeH7.header, freight: '8.00', statedValue: { amount: '100.00', currency: 'EUR' } },
    items: lodgeH7.items.slice(0, 1).map((each) => ({ ...each, goodsValue: '100.00' })),
    controls: {},
  };
  const payable = (declaration: LodgeDeclaration): readonly string[] =>
    dutyOf(after(declaration, assessNow)).totals.map((total) => `${total.taxType} ${total.accountedElsewhere} ${total.payable}`);
  it('bear the duty of 3.00; the VAT, on the duty too, is in the return', () => {
    expect(payable(ioss)).toEqual(['A00 0.00 3.00', 'B00 22.20 0.00']);
  });
  it('bear the VAT on the duty of 0.60 besides what is on the goods where there is no IOSS number', () => {
    const { scheme: _, schemeNumber: __, suppliedOn: ___, ...header } = ioss.header;
    expect(payable({ ...ioss, header, items: ioss.items.map((each) => ({ ...each, additionalProcedures: ['C07'] })) })).toEqual([
      'A00 0.00 3.00',
      'B00 0.00 22.20',
    ]);
  });
  it('give the duty back by invalidation only', () => {
    const unit: DeclarationCommand = {
      type: 'ReserveRefund',
      claim,
      channel: 'claim',
      refund: { kind: 'units', quantities: [{ seq: 1, quantity: 1 }] },
    };
    const given = after(ioss, assessNow, release);
    expect(refusal(when(given, unit))).toEqual(['NOTHING_TO_REFUND', 'refund']);
    expect(accepted(when(given, { ...returned, appliedOn: '2026-08-01', invalidatedOn: '2026-08-02' }))).toMatchObject([
      { data: { payable: '3.00', charged } },
    ]);
  });
});

describe('a hold', () => {
  const short: DeclarationCommand = {
    type: 'HoldRelease',
    reason: 'GUARANTEE_EXCEEDED',
    account: charged.account,
    charge: charged.charge,
    missing: '226.40',
    currency: 'GBP',
  };
  it('tells what is missing (TV-18), and the goods may be released later', () => {
    const held = after(lodged, assessNow, short);
    expect(held.at(-1)).toEqual({
      type: 'ReleaseHeld',
      data: {
        heldAt: lodged.header.acceptedAt,
        heldOn: '2026-03-10',
        reason: 'GUARANTEE_EXCEEDED',
        account: charged.account,
        charge: charged.charge,
        missing: '226.40',
        currency: 'GBP',
      },
    });
    expect(refusal(when(held, short))[0]).toBe('DECLARATION_ALREADY_HELD');
    expect(types(accepted(when(held, { ...short, missing: '26.40' })))).toEqual(['ReleaseHeld']);
    expect(types(accepted(when(held, release)))).toEqual(['ReleaseGranted']);
  });
  it('comes too late for released goods', () => {
    expect(refusal(when(released, short))[0]).toBe('DECLARATION_ALREADY_RELEASED');
  });
});
