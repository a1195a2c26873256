import { verifyLog } from '#integrity';
import { ledgerCatalogue } from '#runtime';
import { type Changes, golden, type Written, writtenLog } from '../support/invariants/written-log';
import {
  august,
  charge,
  charged,
  debt,
  id,
  item,
  mistaken,
  own,
  paidClaim,
  receipt,
  refundLine,
  security,
  sound,
  statement,
  tax,
  vat,
} from '../support/invariants/sound-log';

const whatIn = async (changes: Changes, log: readonly Written[] = sound): Promise<readonly string[]> => {
  const { findings } = await verifyLog(await writtenLog(log, changes), ledgerCatalogue);
  return findings.map(({ what, event = '', expected, found }) => `${what} ${event}: ${expected}, not ${found}`);
};

/** Every law of docs/accounting.md that is proved from the log alone can be broken, and then says so. */
describe('a log that somebody wrote by hand', () => {
  it('is found sound when it is', async () => {
    expect(await whatIn({})).toEqual([]);
  });

  it.each<readonly [string, Changes, string]>([
    [
      'law 3: a charge that is not the sum of its lines',
      { 'ChargePosted 0': { total: '49.00' } },
      'account ChargePosted: total of 4800 minor units, not 4900',
    ],
    [
      'law 3: an adjustment that is not the sum of its lines',
      { 'ChargeAdjusted 0': { total: '3.00' } },
      'account ChargeAdjusted: total of 200 minor units, not 300',
    ],
    [
      'law 4: a decrease of more than is open',
      { 'ChargeAdjusted 0': { lines: [{ ...tax, amount: '-41.00', reducesOpen: '41.00' }], total: '-41.00' } },
      'account ChargeAdjusted: open debt of A00 for EU of at least 0, not -100',
    ],
    [
      'law 4: a remission of more than is open',
      { 'DebtRemitted 0': { debt: debt('31.00') } },
      'account DebtRemitted: open debt of A00 for EU of at least 0, not -100',
    ],
    [
      'law 4: a dispute about more than is open',
      { 'DebtContested 0': { debt: debt('33.00') } },
      'account DebtContested: open debt of A00 for EU of at least 0, not -100',
    ],
    [
      'law 5: a payment applied beyond its amount',
      { 'PaymentAllocated 0': { pairs: [debt('11.00')] } },
      `account PaymentAllocated: cash of ${receipt} of at least 0, not -100`,
    ],
    [
      'law 5: a reversal of another amount than it says',
      { 'PaymentReversed 0': { amount: '11.00' } },
      'account PaymentReversed: amount of 1000 minor units, not 1100',
    ],
    [
      'law 6: a transfer of less than all that is unapplied',
      { 'PaymentTransferred 0': { amount: '19.00' } },
      `account PaymentTransferred: cash of ${mistaken} of 2000 minor units, not 1900`,
    ],
    [
      'law 17: a transfer by one person',
      { 'PaymentTransferred 0': { approvedBy: 'CASHIER-1' } },
      'approval PaymentTransferred: another approver than CASHIER-1, not CASHIER-1',
    ],
    [
      'law 7: more taken of a tax than it came to',
      { 'RefundReserved 1': { lines: [{ seq: 1, ...tax, amount: '41.00' }], total: '41.00' } },
      `refund RefundReserved: at most 4200 minor units taken of declaration-${id('D')}/1 A00 EU, not 4300`,
    ],
    [
      'law 7: more approved than was paid',
      { 'RefundApproved 0': { lines: [refundLine('29.00')], total: '29.00' } },
      'refund RefundApproved: at most 42.00 given back of A00 of 26FR1 item 1, not 4300',
    ],
    [
      'law 7: more approved than was taken',
      { 'RefundApproved 0': { lines: [refundLine('2.01')], total: '2.01' } },
      'refund RefundApproved: at most 200 minor units, as reserved, not 201',
    ],
    [
      'law 7: approved in another sum than its lines',
      { 'RefundApproved 1': { total: '13.00' } },
      'refund RefundApproved: total of 1400 minor units, not 1300',
    ],
    [
      'law 7: more paid than was approved',
      { 'RefundPaid 0': { amount: '14.01' } },
      `refund RefundPaid: owed to claim ${paidClaim} of at least 0, not -1`,
    ],
    [
      'law 7: set off what is paid out already',
      { 'RefundOffset 0': { claim: paidClaim } },
      `refund RefundOffset: owed to claim ${paidClaim} of at least 0, not -200`,
    ],
    [
      'law 8: more units back than came',
      { 'QuantityReturned 0': { items: [{ seq: 1, quantity: 4 }] } },
      'units QuantityReturned: at most 3 units of item 1, not 4',
    ],
    [
      'law 8: tax given back for more units than came',
      { 'RefundReserved 1': { quantities: [{ seq: 1, quantity: 3 }] } },
      'units RefundReserved: at most 3 units of item 1, not 4',
    ],
    [
      'law 9: a statement with another sum of charges',
      { 'PeriodClosed 0': { charged: '47.00' } },
      'account PeriodClosed: charged of 4800 minor units, not 4700',
    ],
    [
      'law 9: a statement without its adjustments',
      { 'PeriodClosed 0': { adjusted: undefined } },
      'account PeriodClosed: adjusted of 200 minor units, not 0',
    ],
    [
      'law 9: a statement with another closing balance',
      { 'PeriodClosed 1': { closing: '132.35' } },
      'account PeriodClosed: closing of 13236 minor units, not 13235',
    ],
    [
      'law 9: a statement without what was taken back',
      { 'PeriodClosed 1': { returned: '0.00' } },
      'account PeriodClosed: returned of 3000 minor units, not 0',
    ],
    [
      'law 9: a period that opens with another balance',
      { 'PeriodOpened 1': { opening: '49.00' } },
      'account PeriodOpened: opening of 5000 minor units, not 4900',
    ],
    [
      'law 9: a debt handed on as another',
      { 'OpenItemsCarried 1': { openItems: [item('41.00'), item('9.00', vat)] } },
      `account OpenItemsCarried: ${statement} A00 EU of 4200 minor units, not 4100`,
    ],
    [
      'law 9: a debt that is not handed on',
      { 'OpenItemsCarried 0': { openItems: [item('42.00')] } },
      `account PeriodClosed: statement ${statement} B00 FR of 800 minor units handed on, not 0`,
    ],
    ['law 9: a charge on no statement', { 'PeriodClosed 0': { chargeCount: 0 } }, 'account PeriodClosed: 1 charges stated, not 0'],
    [
      'law 12: an exposure that nobody reserved',
      { 'GuaranteeShareApplied 0': security('51.00') },
      'account GuaranteeShareApplied: exposure of 5000 minor units, not 5100',
    ],
    ['law 12: released twice', { 'DebtWrittenOff 0': { released: '36.00' } }, 'account DebtWrittenOff: exposure of at least 0, not -1000'],
    [
      'law 12: an exposure that is not that of the open debts',
      { 'OpenItemsCarried 2': { openItems: [{ ...item('28.00'), secured: '27.00' }] } },
      'account PeriodClosed: exposure of 2700 minor units, not 2800',
    ],
    [
      'law 12: shares beyond the guarantee',
      { 'GuaranteeRegistered 0': { amount: '39999.00' } },
      'share GuaranteeRegistered: shares of at most 3999900 minor units, not 4000000',
    ],
    [
      'law 13: a share that is not what was collected less what is kept',
      { 'BeneficiaryShareEstablished 0': { lines: [{ taxType: 'A00', collected: '1240.40', retained: '310.00', due: '930.30' }] } },
      'share BeneficiaryShareEstablished: due of 93040 minor units of A00, not 930.30',
    ],
    [
      'law 13: more handed on than is due',
      { 'BeneficiaryDistributed 0': { amount: '930.31' } },
      'share BeneficiaryDistributed: due to EU of at least 0, not -1',
    ],
    [
      'law 17: who asked has approved',
      { 'DebtRemitted 0': { approvedBy: 'OFFICER-07' } },
      'approval DebtRemitted: another approver than OFFICER-07, not OFFICER-07',
    ],
    [
      'law 19: a series with a gap',
      { 'NumberAssigned 2': { number: 3 }, 'PeriodClosed 1': { statementNumber: 3 } },
      'number NumberAssigned: number 2, not 3',
    ],
    ['law 19: a statement with another number', { 'PeriodClosed 1': { statementNumber: 7 } }, 'number PeriodClosed: number 2, not 7'],
  ])('%s', async (_law, changes, finding) => {
    expect(await whatIn(changes)).toContain(finding);
  });

  it('law 4: names a debt of which more is recovered than was written off', async () => {
    const recovered: Written = [`accountPeriod-${august}`, golden('DebtRecovered', { ...own, debt: debt('9.00', vat), receipt })];
    const more = sound.flatMap((written): readonly Written[] => (written[1]?.type === 'DebtWrittenOff' ? [written, recovered] : [written]));
    expect(await whatIn({}, more)).toContain(`account DebtRecovered: written off of ${statement} of at least 0, not -100`);
  });

  it.each<readonly [string, object, readonly string[]]>([
    [
      'of more than is open',
      { rests: [{ debt: debt('31.00'), dueOn: '2026-08-16' }], total: '31.00', allowed: '31.00' },
      ['account ShortPaymentTolerated: open debt of A00 for EU of at least 0, not -100'],
    ],
    [
      'of more than was allowed',
      { rests: [{ debt: debt('1.00'), dueOn: '2026-08-16' }], total: '1.00', allowed: '0.99' },
      ['account ShortPaymentTolerated: at most 0.99 tolerated, not 1.00'],
    ],
    [
      'of another sum than its debts',
      { rests: [{ debt: debt('1.00'), dueOn: '2026-08-16' }], total: '0.90' },
      ['account ShortPaymentTolerated: total of 100 minor units, not 90'],
    ],
  ])('law 4: names a toleration %s', async (_what, change, findings) => {
    const tolerated: Written = [
      `accountPeriod-${august}`,
      golden('ShortPaymentTolerated', { ...own, receipt, released: undefined, ...change }),
    ];
    const more = sound.flatMap((written): readonly Written[] => (written[1]?.type === 'DebtRemitted' ? [tolerated, written] : [written]));
    expect(await whatIn({}, more)).toEqual(expect.arrayContaining([...findings]));
  });

  it('law 4: names a debt of which more is owed again than was tolerated', async () => {
    const reopened: Written = [
      `accountPeriod-${august}`,
      golden('ToleratedRestReopened', {
        ...own,
        receipt,
        rests: [{ debt: debt('1.00'), dueOn: '2026-08-16' }],
        total: '1.00',
        reserved: undefined,
        overLimit: undefined,
      }),
    ];
    const more = sound.flatMap((written): readonly Written[] => (written[1]?.type === 'DebtRemitted' ? [reopened, written] : [written]));
    expect(await whatIn({}, more)).toContain(`account ToleratedRestReopened: tolerated of ${statement} of at least 0, not -100`);
  });

  it('law 9: names a charge that is posted twice', async () => {
    const again = sound.flatMap((written): readonly Written[] =>
      written[1]?.type === 'PaymentAllocated' ? [written, [written[0], charged()]] : [written],
    );
    expect(await whatIn({}, again)).toContain(`account ChargePosted: a charge that was not posted before, not ${charge}`);
  });

  it('law 4: names amounts that are none in their currency', async () => {
    expect(await whatIn({ 'PenaltyImposed 0': { amount: '150.000' } })).toContainEqual(
      expect.stringMatching(/^account PenaltyImposed: amounts in the digits of their currency/),
    );
  });
});
