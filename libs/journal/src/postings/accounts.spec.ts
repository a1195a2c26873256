import { type Recorded } from '#event-catalogue';
import { id, leftOn, movesOf, recorded } from '../journal.examples';

const own = { account: id('A'), holder: 'R-1', currency: 'EUR' };
const receipt = id('R');
const of = (type: string, data: object, book = 'EU-FR', stream = `accountPeriod-${id('P')}`): Recorded =>
  recorded({ type, data: { ...own, ...data } }, book, stream);
const debt = (kind: string, amount: string, more: object = {}) => ({
  kind,
  reference: 'EU-FR-S00000001',
  taxType: 'A00',
  beneficiary: 'EU',
  amount,
  ...more,
});

const booked = (stream: string, amount: string, more: object = {}): Recorded =>
  recorded(
    { type: 'ReceiptRecorded', data: { bankAccount: 'BANK', entryReference: stream, currency: 'EUR', amount, ...more } },
    'EU-FR',
    `receipt-${id(stream)}`,
  );
const returned = (amount: string, more: object): Recorded =>
  recorded({ type: 'ReceiptReturned', data: { currency: 'EUR', amount, ...more } }, 'EU-FR', `receipt-${receipt}`);
const received = (amount: string, more: object = {}): Recorded => of('PaymentReceived', { receipt, amount, ...more });
const allocated = (pairs: readonly unknown[], more: object = {}): Recorded => of('PaymentAllocated', { receipt, pairs, ...more });
const reversed = (amount: string, debts: readonly unknown[], more: object = {}): Recorded =>
  of('PaymentReversed', { receipt, amount, final: true, reopened: debts.map((one) => ({ debt: one })), ...more });

const interest = (kind: string, amount: string): Recorded =>
  of('InterestCharged', {
    kind,
    interestReference: 'INT-1',
    on: { reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU' },
    amount,
  });
const penalty = (type: string, amount: string): Recorded => of(type, { penaltyReference: 'PEN-1', beneficiary: 'FR', amount });

describe('money that comes and goes', () => {
  it.each<readonly [string, Recorded, readonly string[]]>([
    ['J09', received('50.00'), ['J09: 2010 50.00 = 2000 50.00']],
    [
      'J10, J21: paid, so no longer secured',
      allocated([debt('statement', '40.00')], { released: '40.00' }),
      ['J10: 2000 40.00, 9101 40.00 = 1100 40.00, 9100 40.00'],
    ],
    [
      'J10: interest, a penalty and a disputed debt',
      allocated([debt('interest', '65.75'), debt('penalty', '10.00'), debt('statement', '5.00', { contested: true })]),
      ['J10: 2000 80.75 = 1130 5.00, 1150 65.75, 1160 10.00'],
    ],
    ['J14a: a direct debit on its way', received('50.00', { means: 'directDebit', final: false }), ['J14a: 1010 50.00 = 2000 50.00']],
    ['J14a: a card payment captured', received('50.00', { means: 'card', final: false }), ['J14a: 1010 50.00 = 2000 50.00']],
    ['J09: a card payment that is final', received('50.00', { means: 'card', final: true }), ['J09: 2010 50.00 = 2000 50.00']],
    ['J14b: settled', of('PaymentSettled', { receipt, bankEntry: id('B'), amount: '50.00' }), ['J14b: 2010 50.00 = 1010 50.00']],
    [
      'J14c: rejected',
      reversed('50.00', [debt('statement', '40.00')], { final: false, reserved: '40.00' }),
      ['J14c: 1100 40.00, 2000 50.00, 9100 40.00 = 1010 50.00, 2000 40.00, 9101 40.00'],
    ],
    [
      'J15: charged back after allocation',
      reversed('50.00', [debt('statement', '40.00'), debt('interest', '4.00')]),
      ['J15: 1100 40.00, 1150 4.00, 2000 50.00 = 2000 44.00, 2010 50.00'],
    ],
    ['J15: the reversal meets its entry', returned('50.00', { reversal: id('B') }), ['J15: 2010 50.00 = 2010 50.00']],
    ['J15: nothing shows the way back yet', returned('50.00', {}), []],
    ['J22: the guarantor pays', received('60.00', { means: 'guarantor' }), ['J22: 2010 60.00 = 2000 60.00']],
    ['J23 TV-12: a deposit is used up', received('160.00', { means: 'deposit' }), ['J23: 2050 160.00 = 2000 160.00']],
    [
      'J30 TV-58: USD 108.00 at 1.0790, the gain by rule',
      received('100.00', { original: { amount: '108.00', currency: 'USD', converted: '100.09', gain: '0.09' } }),
      ['J30: 2010 108.00, 3900 100.09 = 2000 100.00, 3900 108.00, 5020 0.09'],
    ],
    [
      'J30 TV-58: the difference unapplied by rule',
      received('100.09', { original: { amount: '108.00', currency: 'USD', converted: '100.09' } }),
      ['J30: 2010 108.00, 3900 100.09 = 2000 100.09, 3900 108.00'],
    ],
    [
      'J30: half of it charged back',
      reversed('50.00', [], { original: { amount: '108.00', currency: 'USD', converted: '100.09', gain: '0.09' } }),
      ['J15: 2000 50.00, 3900 54.00, 5020 0.04 = 2010 54.00, 3900 50.04'],
    ],
    [
      'J43: cash of the wrong account waits in suspense for the right one',
      of('PaymentTransferred', { receipt, toAccount: id('B'), amount: '50.00' }),
      ['J43: 2000 50.00 = 2010 50.00'],
    ],
    [
      'J43: the balance of a cash account',
      of('PaymentTransferred', { receipt, toAccount: id('B'), amount: '50.00', accountKind: 'cash' }),
      ['J43: 2005 50.00 = 2010 50.00'],
    ],
    ['J36: a cash account is topped up', received('50.00', { accountKind: 'cash' }), ['J36: 2010 50.00 = 2005 50.00']],
    ['J36: a charge takes from it', allocated([debt('charge', '40.00')], { accountKind: 'cash' }), ['J36: 2005 40.00 = 1100 40.00']],
  ])('%s', (_what, event, entries) => {
    expect(movesOf(event)).toEqual(entries);
  });

  it('leaves nothing in suspense once both sides are there', () => {
    const back = booked('B', '-50.00', { reversal: true, endToEndId: 'E2E' });
    const reopened = [debt('statement', '40.00')];
    const chargedBack = [
      booked('R', '50.00'),
      received('50.00'),
      allocated(reopened),
      back,
      reversed('50.00', reopened),
      returned('50.00', { reversal: id('B') }),
    ];
    const debited = [
      received('50.00', { means: 'directDebit', final: false }),
      booked('B', '50.00'),
      of('PaymentSettled', { receipt, bankEntry: id('B'), amount: '50.00' }),
    ];
    const repaid = [
      booked('R', '50.00'),
      received('50.00'),
      reversed('50.00', [], { paymentReference: 'BACK-1' }),
      returned('50.00', { account: id('A'), paymentReference: 'BACK-1' }),
      booked('B', '-50.00', { endToEndId: 'BACK-1' }),
    ];
    const nobodys = [
      booked('R', '50.00'),
      returned('50.00', { paymentReference: 'BACK-1' }),
      booked('B', '-50.00', { endToEndId: 'BACK-1' }),
    ];
    const foreign = { original: { amount: '108.00', currency: 'USD', converted: '100.09', gain: '0.09' } };
    const exchanged = [
      booked('R', '108.00', { currency: 'USD' }),
      received('100.00', foreign),
      reversed('100.00', [], foreign),
      booked('B', '-108.00', { currency: 'USD', reversal: true }),
      recorded({ type: 'ReceiptReturned', data: { amount: '108.00', currency: 'USD', reversal: id('B') } }, 'EU-FR', `receipt-${receipt}`),
    ];
    for (const story of [chargedBack, debited, repaid, nobodys, exchanged]) {
      expect(leftOn(story, '2010', 'receipt', 'reference', 'currency')).toEqual([]);
      expect(leftOn(story, '1010', 'receipt')).toEqual([]);
    }
    for (const account of ['1000', '2000', '3900', '5020']) expect(leftOn(exchanged, account, 'currency')).toEqual([]);
    expect(leftOn(chargedBack, '1100', 'reference', 'taxType')).toEqual([]);
  });
});

const tolerated = (type: string, rests: readonly string[], more: object): Recorded =>
  of(type, { rests: rests.map((amount) => ({ debt: debt('statement', amount) })), ...more });

describe('debts beside charges', () => {
  it.each<readonly [string, Recorded, readonly string[]]>([
    ['J24 TV-53: interest to the day before', interest('charged', '65.75'), ['J24: 1150 65.75 = 4100 65.75']],
    ['J24 TV-53: taken back', interest('reversed', '65.75'), ['J24: 4100 65.75 = 1150 65.75']],
    ['J25: a penalty', penalty('PenaltyImposed', '100.00'), ['J25: 1160 100.00 = 4110 100.00']],
    ['J25: reduced', penalty('PenaltyReduced', '40.00'), ['J25: 4110 40.00 = 1160 40.00']],
    [
      'J26: remitted',
      of('DebtRemitted', { debt: debt('statement', '12.00'), released: '12.00' }),
      ['J26: 4920 12.00, 9101 12.00 = 1100 12.00, 9100 12.00'],
    ],
    [
      'J26: remitted while disputed',
      of('DebtRemitted', { debt: debt('statement', '12.00', { contested: true }) }),
      ['J26: 4920 12.00 = 1130 12.00'],
    ],
    [
      'J12: short, and tolerated as what a bank kept',
      tolerated('ShortPaymentTolerated', ['0.12', '0.30'], { books: 'bankCharge', released: '0.42' }),
      ['J12: 5030 0.42, 9101 0.42 = 1100 0.42, 9100 0.42'],
    ],
    [
      'J12: short, and tolerated as a small difference',
      tolerated('ShortPaymentTolerated', ['0.12'], { books: 'smallDifference' }),
      ['J12: 2900 0.12 = 1100 0.12'],
    ],
    [
      'J12: owed again',
      tolerated('ToleratedRestReopened', ['0.12'], { books: 'bankCharge', reserved: '0.12' }),
      ['J12: 1100 0.12, 9100 0.12 = 5030 0.12, 9101 0.12'],
    ],
    [
      'J27, J40: written off, and owed all the same',
      of('DebtWrittenOff', { debt: debt('interest', '3.00'), released: '3.00' }),
      ['J27: 5000 3.00, 9101 3.00, 9500 3.00 = 1150 3.00, 9100 3.00, 9501 3.00'],
    ],
    ['J40: paid after all', of('DebtRecovered', { debt: debt('interest', '3.00') }), ['J40: 1150 3.00, 9501 3.00 = 5000 3.00, 9500 3.00']],
    ['J28: disputed', of('DebtContested', { debt: debt('statement', '30.00') }), ['J28: 1130 30.00 = 1100 30.00']],
    [
      'J10 back, J20: an allocation that was a mistake',
      of('AllocationUndone', { receipt, reopened: [{ debt: debt('statement', '30.00') }], reserved: '30.00' }),
      ['J10: 1100 30.00, 9100 30.00 = 2000 30.00, 9101 30.00'],
    ],
    [
      'J28: what was in dispute is taken off',
      of('DebtContestLapsed', { debt: debt('penalty', '30.00') }),
      ['J28: 1160 30.00 = 1130 30.00'],
    ],
    ['J28: a disputed penalty stands again', of('DebtContestEnded', { debt: debt('penalty', '30.00') }), ['J28: 1160 30.00 = 1130 30.00']],
  ])('%s', (_what, event, entries) => {
    expect(movesOf(event)).toEqual(entries);
  });

  it('leave no loss once they are recovered', () => {
    const owed = debt('statement', '30.00');
    const story = [received('30.00'), of('DebtWrittenOff', { debt: owed }), of('DebtRecovered', { debt: owed }), allocated([owed])];
    for (const account of ['5000', '9500', '9501', '2000']) expect(leftOn(story, account, 'reference', 'taxType')).toEqual([]);
  });

  it('are settled under their own references', () => {
    const story = [
      interest('charged', '65.75'),
      penalty('PenaltyImposed', '100.00'),
      received('165.75'),
      allocated([
        debt('interest', '65.75', { reference: 'INT-1' }),
        { ...debt('penalty', '100.00'), reference: 'PEN-1', beneficiary: 'FR' },
      ]),
    ];
    for (const account of ['1150', '1160', '2000']) expect(leftOn(story, account, 'reference', 'taxType', 'beneficiary')).toEqual([]);
  });
});

describe('guarantees', () => {
  const registered = (form: string, amount: string): Recorded =>
    recorded(
      {
        type: 'GuaranteeRegistered',
        data: { guarantee: id('G'), guaranteeReference: 'GRN-1', holder: 'R-1', form, amount, currency: 'EUR' },
      },
      'EU-FR',
    );
  const changed = (data: object): Recorded =>
    recorded({ type: 'GuaranteeChanged', data: { guarantee: id('G'), holder: 'R-1', currency: 'EUR', ...data } }, 'EU-FR');

  it.each<readonly [string, Recorded, readonly string[]]>([
    ['J41: capacity', registered('undertaking', '100000.00'), ['J41: 9000 100000.00 = 9001 100000.00']],
    ['J41: reduced', changed({ amount: '80000.00', amountBefore: '100000.00' }), ['J41: 9001 20000.00 = 9000 20000.00']],
    ['J41: shares alone', changed({ amount: '100000.00' }), []],
    ['J23 TV-12: a deposit', registered('deposit', '160.00'), ['J41: 9000 160.00 = 9001 160.00', 'J23: 2010 160.00 = 2050 160.00']],
    [
      'J23: a deposit goes back',
      changed({ form: 'deposit', amount: '0.00', amountBefore: '160.00' }),
      ['J41: 9001 160.00 = 9000 160.00', 'J23: 2050 160.00 = 2010 160.00'],
    ],
  ])('%s', (_what, event, entries) => {
    expect(movesOf(event)).toEqual(entries);
  });

  it('hold what is open, each unit once (TV-57: 60 000, 30 000, 60 000 paid, 15 000: 45 000)', () => {
    const charged = (charge: string, amount: string): Recorded =>
      of('ChargePosted', {
        charge: id(charge),
        subject: id('D'),
        reference: charge,
        lines: [{ taxType: 'A00', beneficiary: 'EU', amount }],
        security: { reserved: amount },
      });
    const story = [
      charged('M', '60000.00'),
      charged('J', '30000.00'),
      received('60000.00'),
      allocated([debt('statement', '60000.00')], { released: '60000.00' }),
      charged('N', '15000.00'),
    ];
    expect(leftOn(story, '9100', 'party', 'accountId', 'kind')).toEqual([`R-1 ${id('A')} reserve 4500000`]);
    expect(leftOn(story, '1100', 'party')).toEqual(['R-1 4500000']);
  });
});
