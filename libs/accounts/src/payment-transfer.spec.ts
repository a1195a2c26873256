import { type AccountPeriodCommand } from './account-period.decider';
import { cashJanuary, decide, deskJanuary, followedBy, january, nothing, payment, play, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountEvents } from './accounts.events';
import { type OpenItem } from './open-items';
import { PaymentHistory } from './payment-history';
import { type TransferPayment } from './payment-transfer';

const item: OpenItem = {
  kind: 'statement',
  reference: 'GB-S00000001',
  taxType: 'A00',
  beneficiary: 'GB',
  open: 3_000n,
  dueOn: '2026-01-16',
};
const received = payment('E1', 5_000n, { remittance: 'thanks', endToEndId: 'PAYER-1' });
const { account } = january;
const { receipt, bookedOn, valueOn, remittance = '', endToEndId = '' } = received;
const right = { account: deskJanuary.account, authority: 'GB', currency: 'GBP' };
const transfer: TransferPayment = {
  type: 'TransferPayment',
  account,
  receipt,
  to: right,
  transferredOn: '2026-01-25',
  reason: 'the payer named the other vendor',
  settledBefore: [],
  booked: { bookedOn, valueOn, remittance, endToEndId },
  requestedBy: 'CASHIER-1',
  approvedBy: 'OFFICER-1',
};
const undo: AccountPeriodCommand = {
  type: 'UndoAllocation',
  account,
  receipt,
  references: [item.reference],
  undoneOn: '2026-01-24',
  reason: 'the debt of another',
  bookedOn,
  settledBefore: [],
};
const opened = (...openItems: readonly OpenItem[]): AccountPeriodCommand => ({
  type: 'OpenPeriod',
  terms: january,
  carried: { ...nothing, openItems },
});
const whole = play([opened(), received]).state;
const answer = (state: AccountPeriodState, command: AccountPeriodCommand): unknown => {
  const decision = decide(command, state);
  if (!('rejected' in decision)) return 'accepted';
  const { code, field, details } = decision.rejected;
  return [code, field, ...(details === undefined ? [] : [details])];
};

describe('a receipt that was identified to the wrong account', () => {
  it('leaves it with what the right one needs to credit it, who asked and who agreed', () => {
    const { events, state } = play([transfer], whole);
    const { type: _type, to: _to, settledBefore: _settled, booked: _booked, ...data } = transfer;
    expect(events).toEqual([
      {
        type: 'PaymentTransferred',
        data: { ...data, ...transfer.booked, holder: 'R-1', toAccount: right.account, amount: '50.00', currency: 'GBP' },
      },
    ]);
    expect(state).toMatchObject({ unapplied: { total: 0n }, received: 5_000n, returned: 5_000n });
    for (const { name, data: shape } of accountEvents)
      if (name === 'PaymentTransferred') expect(() => shape.parse(events[0]?.data, name)).not.toThrow();
  });

  it('moves whole: what of it settles a debt is undone first, in whichever period it was settled', () => {
    const { state, events } = play([opened(item), received]);
    const refused = ['PAYMENT_STILL_APPLIED', 'receipt', { references: item.reference }];
    expect(answer(state, transfer)).toEqual(refused);
    expect(answer(play([undo], state).state, transfer)).toBe('accepted');

    const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 2, closedOn: '2026-02-01', dueOn: '2026-02-16' };
    const closed = [...events, ...play([close], state).events];
    const history = new PaymentHistory();
    for (const event of closed) history.apply(event);
    const settledBefore = history.settledBefore(account, receipt);
    const next = play([followedBy(closed, { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' })]).state;
    const later = { ...transfer, transferredOn: '2026-02-10', settledBefore };
    expect(answer(next, later)).toEqual(refused);
    const { state: free } = play([{ ...undo, undoneOn: '2026-02-09', settledBefore }], next);
    expect(told(play([later], free).events, 'PaymentTransferred')).toMatchObject([{ amount: '50.00' }]);
  });

  it('moves what is left of it where a part was paid back', () => {
    const repaid: AccountPeriodCommand = {
      type: 'RepayUnapplied',
      account,
      receipt,
      amount: 2_000n,
      currency: 'GBP',
      repaidOn: '2026-01-22',
      paymentReference: 'BACK-1',
      requestedBy: 'CASHIER-1',
      approvedBy: 'OFFICER-1',
    };
    expect(told(play([repaid, transfer], whole).events, 'PaymentTransferred')).toMatchObject([{ amount: '30.00' }]);
    expect(answer(play([{ ...repaid, amount: 5_000n }], whole).state, transfer)).toEqual(['UNAPPLIED_EXCEEDED', 'receipt']);
  });

  it('may come back, and settles and goes back from there like any other', () => {
    const back = { ...received, postedOn: '2026-01-26' };
    const { state } = play([undo, transfer, back], play([opened(item), received]).state);
    expect(answer(state, transfer)).toEqual(['PAYMENT_STILL_APPLIED', 'receipt', { references: item.reference }]);
    expect(answer(state, back)).toEqual(['RECEIPT_ALREADY_CREDITED', 'receipt']);
    expect(answer(play([transfer], whole).state, transfer)).toEqual(['UNAPPLIED_EXCEEDED', 'receipt']);
  });

  it('is repeated by no other booking once it has left', () => {
    const other = { ...received, receipt: payment('E2', 1n).receipt };
    expect(told(play([other], whole).events, 'PaymentReceived')).toMatchObject([{ duplicateOf: receipt }]);
    expect(told(play([transfer, other], whole).events, 'PaymentReceived')[0]).not.toHaveProperty('duplicateOf');
  });

  it('leaves the balance of a cash account as such', () => {
    const own = { account: cashJanuary.account };
    const { events } = play([
      { type: 'OpenPeriod', terms: cashJanuary, carried: nothing },
      { ...received, ...own },
      { ...transfer, ...own },
    ]);
    expect(told(events, 'PaymentTransferred')).toMatchObject([{ accountKind: 'cash' }]);
  });

  it.each<readonly [string, Partial<TransferPayment>, readonly string[]]>([
    ['by one person', { approvedBy: 'CASHIER-1' }, ['SAME_PERSON', 'approvedBy']],
    ['on a day of another period', { transferredOn: '2026-02-01' }, ['POSTED_OUTSIDE_PERIOD', 'transferredOn']],
    ['to the account that it is on', { to: { ...right, account } }, ['RECEIPT_ALREADY_IDENTIFIED', 'toAccount']],
    ['to another book', { to: { ...right, authority: 'EU-FR' } }, ['BOOK_MISMATCH', 'toAccount']],
    ['to another currency', { to: { ...right, currency: 'EUR' } }, ['CURRENCY_MISMATCH', 'toAccount']],
    ['to an account that is closed', { to: { ...right, closed: true } }, ['ACCOUNT_CLOSED', 'toAccount']],
    ['from an account that is closed', { closed: true }, ['ACCOUNT_CLOSED', 'account']],
    ['of which the account has nothing', { receipt: payment('E9', 1n).receipt }, ['UNAPPLIED_EXCEEDED', 'receipt']],
    ['that no bank entry brought', { booked: { bookedOn, valueOn, means: 'deposit' } }, ['RECEIPT_UNKNOWN', 'receipt']],
    [
      'that was exchanged',
      { booked: { bookedOn, valueOn, original: { amount: '60.00', currency: 'USD', converted: '50.00', rates: [] } as never } },
      ['CURRENCY_MISMATCH', 'receipt'],
    ],
  ])('does not move %s', (_what, change, expected) => {
    expect(answer(whole, { ...transfer, ...change })).toEqual(expected);
  });

  it('does not move while the money is on its way', () => {
    const debit = play([opened(), { ...received, means: 'directDebit', final: false }]).state;
    expect(answer(debit, transfer)).toEqual(['PAYMENT_NOT_FINAL', 'receipt']);
  });
});
