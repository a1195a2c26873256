import { accountDecider, type OpenAccount } from './account.decider';
import { GrowingMap } from './growing-map';
import { bankStatementDecider, type RecordBankStatement } from './bank-statement.decider';
import { receiptDecider, type RecordReceipt } from './receipt.decider';
import { referencesIn, statementReference } from './remittance';
import { givenNumber, seriesDecider } from './series.decider';
import { accountId } from './accounts.streams';
import { type AccountEvent, type BankStatementEvent, type ReceiptEvent, type SeriesEvent } from './accounts.events';

describe('an account', () => {
  const open: OpenAccount = {
    type: 'OpenAccount',
    authority: 'GB',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'GBP',
    cycle: 'GB-deferment',
    openedOn: '2026-01-01',
  };
  const when = (given: readonly AccountEvent[], command: OpenAccount) =>
    accountDecider.decide(command, given.reduce(accountDecider.evolve, accountDecider.initial));
  const opened: AccountEvent = {
    type: 'AccountOpened',
    data: {
      account: accountId('GB', 'R-1', 'deferment'),
      authority: 'GB',
      holder: 'R-1',
      kind: 'deferment',
      currency: 'GBP',
      cycle: 'GB-deferment',
      openedOn: '2026-01-01',
    },
  };

  it('is opened once for a holder, an authority and a kind', () => {
    expect(when([], open)).toEqual({ accepted: [opened] });
    expect(when([opened], open)).toEqual({ accepted: [] });
  });
  it('is not opened again on other terms, nor on a day that does not exist', () => {
    expect(when([opened], { ...open, currency: 'EUR' })).toMatchObject({ rejected: { code: 'ACCOUNT_TERMS_DIFFER' } });
    expect(when([], { ...open, openedOn: '2026-02-30' })).toMatchObject({ rejected: { code: 'PERIOD_RANGE_INVALID', field: 'openedOn' } });
  });
});

describe('a receipt', () => {
  const record: RecordReceipt = {
    type: 'RecordReceipt',
    authority: 'GB',
    bankAccount: 'GB-BANK',
    entryReference: 'E1',
    amount: '12.50',
    currency: 'GBP',
    bookedOn: '2026-01-20',
    valueOn: '2026-01-20',
  };
  const { type: _type, ...entry } = record;
  const recorded: ReceiptEvent = { type: 'ReceiptRecorded', data: entry };
  const found = { account: accountId('GB', 'R-1', 'deferment'), holder: 'R-1', kind: 'deferment', rule: 'remittance-reference' } as const;
  const identified: ReceiptEvent = { type: 'ReceiptIdentified', data: found };
  const when = (given: readonly ReceiptEvent[], command: Parameters<typeof receiptDecider.decide>[0]) =>
    receiptDecider.decide(command, given.reduce(receiptDecider.evolve, receiptDecider.initial));

  it('is recorded once per bank account and entry, whichever file it comes in', () => {
    expect(when([], record)).toEqual({ accepted: [recorded] });
    expect(when([recorded], { ...record, source: { line: 3, sha256: '0'.repeat(64) } })).toEqual({ accepted: [] });
    expect(when([recorded], { ...record, amount: '12.51' })).toMatchObject({
      rejected: { code: 'RECEIPT_ALREADY_RECORDED', field: 'entryReference' },
    });
  });
  it('moves money, in or out', () => {
    expect(when([], { ...record, amount: '0.00' })).toMatchObject({ rejected: { code: 'RECEIPT_AMOUNT_ZERO', field: 'amount' } });
    expect(when([], { ...record, amount: '-12.50' })).toMatchObject({ accepted: [{ type: 'ReceiptRecorded' }] });
  });
  it('told by a notification and by the statement is cash once, told finer only where it is not recorded yet', () => {
    const [notified, stated] = [
      { kind: 'camt.054', id: 'N-1' },
      { kind: 'camt.053', id: 'S-1' },
    ] as const;
    const given = ({ type: _, ...data }: RecordReceipt): readonly ReceiptEvent[] => [{ type: 'ReceiptRecorded', data }];
    const part = { ...record, amount: '10.00', remittance: 'A-1', statement: notified, part: { index: 1, of: 2, entryAmount: '12.50' } };
    const whole = { ...record, statement: stated };
    expect(when(given({ ...record, remittance: 'A-1', statement: notified }), whole)).toEqual({ accepted: [] });
    expect(when(given(part), whole)).toEqual({ accepted: [] });
    expect(when(given(part), { ...part, remittance: 'B', statement: stated })).toEqual({ accepted: [] });
    for (const [known, told] of [
      [whole, part],
      [part, { ...part, amount: '9.00', statement: stated }],
      [part, { ...whole, amount: '12.51' }],
      [whole, { ...whole, statement: { kind: 'camt.053', id: 'S-2' } }],
      [record, whole],
    ] as const)
      expect(when(given(known), told)).toMatchObject({ rejected: { code: 'RECEIPT_ALREADY_RECORDED' } });
  });
  it('is identified once', () => {
    expect(when([recorded], { type: 'IdentifyReceipt', ...found })).toEqual({ accepted: [identified] });
    expect(when([recorded, identified], { type: 'IdentifyReceipt', ...found })).toEqual({ accepted: [] });
    expect(when([recorded, identified], { type: 'IdentifyReceipt', ...found, account: accountId('GB', 'R-2', 'deferment') })).toMatchObject(
      { rejected: { code: 'RECEIPT_ALREADY_IDENTIFIED', field: 'account' } },
    );
    expect(when([], { type: 'IdentifyReceipt', ...found })).toMatchObject({ rejected: { code: 'RECEIPT_UNKNOWN' } });
    expect(when([recorded], { type: 'IdentifyReceipt', ...found, authority: 'EU-FR' })).toMatchObject({
      rejected: { code: 'BOOK_MISMATCH', field: 'account' },
    });
  });

  it('are identified again for the account that their money was transferred to, and once', () => {
    const right = { ...found, account: accountId('GB', 'R-2', 'deferment'), holder: 'R-2', rule: 'transferred' };
    const again = { type: 'IdentifyReceipt', ...right, transferredFrom: found.account } as const;
    const after: ReceiptEvent = { type: 'ReceiptIdentified', data: right };
    expect(when([recorded, identified], again)).toEqual({ accepted: [after] });
    expect(when([recorded, identified, after], again)).toEqual({ accepted: [] });
    expect(when([recorded, identified], { ...again, transferredFrom: right.account })).toMatchObject({
      rejected: { code: 'RECEIPT_ALREADY_IDENTIFIED', field: 'account' },
    });
  });
  it('may make a payment final that was on its way, and then makes no other one final', () => {
    const settles = accountId('GB', 'DEBIT-1', 'deferment');
    const byHand = { type: 'IdentifyReceipt', ...found, rule: 'by-hand', settles } as const;
    expect(when([recorded], byHand)).toMatchObject({ accepted: [{ data: { rule: 'by-hand', settles } }] });
    expect(when([recorded, identified], byHand)).toMatchObject({ rejected: { code: 'RECEIPT_ALREADY_IDENTIFIED', field: 'settles' } });
  });
  it('goes back once per reversal of the bank, and never beyond what came in', () => {
    const back = {
      type: 'ReturnReceipt',
      amount: '10.00',
      currency: 'GBP',
      returnedOn: '2026-01-25',
      reason: 'chargeback',
      returnReason: 'AC04',
      reversal: found.account,
    } as const;
    const { type: _back, ...data } = back;
    const returned: ReceiptEvent = { type: 'ReceiptReturned', data };
    expect(when([recorded], back)).toEqual({ accepted: [returned] });
    expect(when([recorded, identified], back)).toMatchObject({ accepted: [{ data: { account: found.account, holder: 'R-1' } }] });
    expect(when([recorded, returned], back)).toEqual({ accepted: [] });
    expect(when([recorded, returned], { ...back, reversal: accountId('GB', 'R-2', 'deferment') })).toMatchObject({
      rejected: { code: 'RETURN_EXCEEDS_RECEIPT', message: '12.50 GBP came in, 10.00 of it went back' },
    });
    expect(when([recorded], { ...back, currency: 'EUR' })).toMatchObject({ rejected: { code: 'CURRENCY_MISMATCH' } });
    expect(when([], back)).toMatchObject({ rejected: { code: 'RECEIPT_UNKNOWN' } });
    const whole: ReceiptEvent = { type: 'ReceiptReturned', data: { ...data, amount: '12.50' } };
    expect(when([recorded, whole], { type: 'IdentifyReceipt', ...found })).toMatchObject({
      rejected: { code: 'RECEIPT_ALREADY_RETURNED' },
    });
  });
  it('is repaid by two persons: from suspense here, from an account only as that account decided', () => {
    const repay = {
      type: 'ReturnReceipt',
      amount: '12.50',
      currency: 'GBP',
      returnedOn: '2026-01-25',
      reason: 'repaid',
      requestedBy: 'CASHIER-1',
      approvedBy: 'CASHIER-2',
      paymentReference: 'REPAY-1',
    } as const;
    const { approvedBy: _nobody, ...alone } = repay;
    expect(when([recorded], repay)).toMatchObject({ accepted: [{ data: { reason: 'repaid', paymentReference: 'REPAY-1' } }] });
    for (const command of [alone, { ...repay, approvedBy: 'CASHIER-1' }])
      expect(when([recorded], command)).toMatchObject({ rejected: { code: 'SAME_PERSON' } });
    expect(when([recorded, identified], repay)).toMatchObject({ rejected: { code: 'RECEIPT_ALREADY_IDENTIFIED', field: 'account' } });
    expect(when([recorded, identified], { ...repay, account: found.account })).toMatchObject({
      accepted: [{ data: { account: found.account } }],
    });
  });
});

describe('a bank statement', () => {
  const record: RecordBankStatement = {
    type: 'RecordBankStatement',
    authority: 'GB',
    bankAccount: 'GB-BANK',
    kind: 'camt.053',
    statement: 'S-1',
    currency: 'GBP',
    opening: '100.00',
    closing: '112.50',
    closedOn: '2026-01-20',
    sum: '12.50',
    entryCount: 1,
    digest: 'a'.repeat(64),
    source: { line: 2, sha256: 'b'.repeat(64) },
  };
  const { type: _type, ...data } = record;
  const recorded: BankStatementEvent = { type: 'BankStatementRecorded', data };
  const when = (given: readonly BankStatementEvent[], command: RecordBankStatement) =>
    bankStatementDecider.decide(command, given.reduce(bankStatementDecider.evolve, bankStatementDecider.initial));

  it('is recorded once, whichever file it comes in', () => {
    expect(when([], record)).toEqual({ accepted: [recorded] });
    expect(when([recorded], { ...record, source: { line: 9, sha256: 'c'.repeat(64) } })).toEqual({ accepted: [] });
  });
  it('is refused where other content comes under its identification', () => {
    expect(when([recorded], { ...record, digest: 'd'.repeat(64), sum: '12.00' })).toMatchObject({
      rejected: {
        code: 'STATEMENT_ALREADY_RECORDED',
        field: 'statement',
        message:
          'S-1 is recorded with 1 entries, sum 12.50, closing 112.50; this one has 1 entries, sum 12.00, closing 112.50 or other words',
      },
    });
  });
});

describe('a number series', () => {
  const when = (given: readonly SeriesEvent[], subject: string) =>
    seriesDecider.decide(
      { type: 'AssignNumber', authority: 'GB', kind: 'statement', subject },
      given.reduce(seriesDecider.evolve, seriesDecider.initial),
    );
  const assigned = (number: number, subject: string): SeriesEvent => ({
    type: 'NumberAssigned',
    data: { authority: 'GB', kind: 'statement', number, subject },
  });
  const [first, second] = [accountId('GB', 'R-1', 'deferment'), accountId('GB', 'R-2', 'deferment')];

  it('counts from 1 without gaps', () => {
    expect(when([], first)).toEqual({ accepted: [assigned(1, first)] });
    expect(when([assigned(1, first)], second)).toEqual({ accepted: [assigned(2, second)] });
  });
  it('gives a document one number for ever and says which', () => {
    expect(when([assigned(1, first), assigned(2, second)], first)).toMatchObject({
      rejected: { code: 'NUMBER_ALREADY_ASSIGNED', field: 'subject', details: { number: '1' } },
    });
  });
  it('tells the number of a document whichever command gave it, and none where the answer is unknown', () => {
    const again = when([assigned(12, first)], first);
    if (!('rejected' in again)) throw new TypeError('two numbers for one document');
    expect(givenNumber({ kind: 'rejected', rejection: again.rejected, revision: 0n })).toBe(12);
    expect(givenNumber({ kind: 'unknown', reason: 'no answer' })).toBeUndefined();
  });
  it('keeps authorities and kinds apart', () => {
    const state = [assigned(1, first)].reduce(seriesDecider.evolve, seriesDecider.initial);
    expect(seriesDecider.decide({ type: 'AssignNumber', authority: 'EU-FR', kind: 'statement', subject: second }, state)).toMatchObject({
      rejected: { code: 'SERIES_MISMATCH' },
    });
  });
});

describe('a remittance', () => {
  it.each([
    ['GB-S00000007', ['GB-S00000007']],
    ['Statement (gb-s00000007).', ['GB-S00000007']],
    ['IE/IM3720000014/M01.2026; IE/IM3720000014/M02.2026', ['IE/IM3720000014/M01.2026', 'IE/IM3720000014/M02.2026']],
    ['xGB-S00000007x', ['XGB-S00000007X']],
    ['thank you', []],
    [undefined, []],
  ])('%s names %j', (remittance, expected) => {
    expect([...referencesIn(remittance)]).toEqual(expected);
  });
  it('quotes a statement by authority and number', () => {
    expect(statementReference('EU-FR', 12)).toBe('EU-FR-S00000012');
  });
});

describe('a growing map', () => {
  it('shows each version its own entries, also when an older one grows again', () => {
    const one = GrowingMap.empty<number>().with('a', 1);
    const two = one.with('b', 2);
    const other = one.with('b', 3);
    expect([one.get('b'), two.get('b'), other.get('b')]).toEqual([undefined, 2, 3]);
    expect([one.size, [...two.values()], [...other.values()]]).toEqual([1, [1, 2], [1, 3]]);
    expect(() => two.with('a', 9)).toThrow(RangeError);
  });
});
