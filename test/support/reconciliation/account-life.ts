import { accountPeriodStream, bankStatementStream, receiptId } from '#accounts';
import { deferment, scheme, settled } from './settlement';
import { type DataOf, type StoryEvent, fourEyes, noon, eventOf, zeros } from './story';

/** What happens to the deferment account after its statement: disputes, losses, short payments, interest, guarantees, bank statements. */

const statementDebt = (amount: string) =>
  ({ kind: 'statement', reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', amount }) as const;
const june = accountPeriodStream('EU-FR', deferment, '2026-06');
export const contested = (amount: string): StoryEvent =>
  eventOf('DebtContested', june, noon('2026-06-10'), {
    account: deferment,
    holder: 'R-1',
    debt: statementDebt(amount),
    currency: 'EUR',
    contestedOn: '2026-06-10',
    ...fourEyes,
  });
/** The bank entry had been identified to the wrong account. */
export const transferred = (amount: string): StoryEvent =>
  eventOf('PaymentTransferred', june, noon('2026-06-17'), {
    account: deferment,
    holder: 'R-1',
    receipt: receiptId('EU-IE', 'BANK', 'B-1'),
    toAccount: scheme,
    amount,
    currency: 'EUR',
    transferredOn: '2026-06-17',
    reason: 'the payer named the other',
    requestedBy: 'CASHIER-1',
    approvedBy: 'OFFICER-1',
    bookedOn: '2026-06-15',
    valueOn: '2026-06-15',
  });
export const reversed = (amount: string, more: Partial<DataOf<'PaymentReversed'>> = {}): StoryEvent =>
  eventOf('PaymentReversed', june, noon('2026-06-16'), {
    account: deferment,
    holder: 'R-1',
    receipt: receiptId('EU-IE', 'BANK', 'B-1'),
    amount,
    currency: 'EUR',
    reason: 'chargeback',
    final: true,
    reversedOn: '2026-06-16',
    unapplied: '0.00',
    reopened: [{ debt: statementDebt(amount), dueOn: '2026-06-16' }],
    ...more,
  });
export const writtenOff = (amount: string): StoryEvent =>
  eventOf('DebtWrittenOff', june, noon('2026-06-20'), {
    account: deferment,
    holder: 'R-1',
    debt: statementDebt(amount),
    currency: 'EUR',
    writtenOffOn: '2026-06-20',
    ...fourEyes,
  });
export const recovered = (amount: string): StoryEvent =>
  eventOf('DebtRecovered', june, noon('2026-06-22'), {
    account: deferment,
    holder: 'R-1',
    debt: statementDebt(amount),
    currency: 'EUR',
    dueOn: '2026-06-16',
    receipt: receiptId('EU-IE', 'BANK', 'B-1'),
    recoveredOn: '2026-06-22',
  });

/** Cash that settles the May return or statement, but for a rest that is tolerated beside it. */
export const settledShort = (kind: 'return' | 'statement', amount: string, rest: string): readonly StoryEvent[] => {
  const allocation = settled(kind, amount, 'B-8');
  const { account, holder, receipt, pairs } = allocation.data as DataOf<'PaymentAllocated'>;
  const rests = pairs.map((pair) => ({ debt: { ...pair, amount: rest }, dueOn: '2026-06-16' }));
  const toleration = {
    account,
    holder,
    receipt,
    currency: 'EUR',
    rests,
    total: rest,
    rule: 'short-payment',
    version: 2,
    allowed: '0.50',
    books: 'bankCharge',
    toleratedOn: '2026-06-02',
  } as const;
  return [allocation, { ...eventOf('ShortPaymentTolerated', june, allocation.at, toleration), stream: allocation.stream }];
};
/** The rest is owed again: its payment was taken back. */
export const restReopened = (rest: string): StoryEvent =>
  eventOf('ToleratedRestReopened', june, noon('2026-06-16'), {
    account: deferment,
    holder: 'R-1',
    reason: 'paymentReversed',
    currency: 'EUR',
    rests: [{ debt: statementDebt(rest), dueOn: '2026-06-16' }],
    total: rest,
    books: 'bankCharge',
    reopenedOn: '2026-06-16',
  });
export const interest = (amount: string): StoryEvent =>
  eventOf('InterestCharged', june, noon('2026-07-01'), {
    account: deferment,
    holder: 'R-1',
    interestReference: 'I-1',
    kind: 'charged',
    on: { reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', dueOn: '2026-06-16' },
    from: '2026-06-17',
    to: '2026-07-01',
    segments: [],
    rule: 'EU-ARREARS',
    amount,
    currency: 'EUR',
    chargedOn: '2026-07-01',
    dueOn: '2026-07-10',
  });
export const share = (exposure: string, more: Partial<DataOf<'GuaranteeShareApplied'>> = {}, validTo?: string): StoryEvent =>
  eventOf('GuaranteeShareApplied', june, noon('2026-06-05'), {
    account: deferment,
    authority: 'EU-FR',
    holder: 'R-1',
    currency: 'EUR',
    appliedOn: '2026-06-05',
    security: {
      guarantee: '0'.repeat(26),
      share: '20.00',
      reservePercent: '100',
      softPercent: '75',
      exposure,
      ...(validTo === undefined ? {} : { validTo }),
    },
    ...more,
  });
export const nextPeriod = (opening: string): StoryEvent =>
  eventOf('PeriodOpened', june, noon('2026-06-01'), {
    account: deferment,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    period: '2026-06',
    start: '2026-06-01',
    end: '2026-07-01',
    opening,
    unapplied: '0.00',
  });
/** The credit of a bank entry to an account; it may repeat another. */
export const credited = (entryReference: string, amount: string, more: Partial<DataOf<'PaymentReceived'>> = {}): StoryEvent =>
  eventOf('PaymentReceived', june, noon('2026-06-15'), {
    account: deferment,
    holder: 'R-1',
    receipt: receiptId('EU-IE', 'BANK', entryReference),
    amount,
    currency: 'EUR',
    bookedOn: '2026-06-15',
    valueOn: '2026-06-15',
    ...more,
  });
export const bankStatement = (statement: string, opening: string, closing: string, closedOn: string): StoryEvent =>
  eventOf('BankStatementRecorded', bankStatementStream('EU-FR', 'BANK', 'camt.053', statement), noon(closedOn), {
    authority: 'EU-FR',
    bankAccount: 'BANK',
    kind: 'camt.053',
    statement,
    currency: 'EUR',
    opening,
    closing,
    closedOn,
    sum: '0.00',
    entryCount: 0,
    digest: zeros,
  });
