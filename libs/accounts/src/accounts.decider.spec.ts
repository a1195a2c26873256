import { accountDecider, type OpenAccount } from './account.decider';
import { GrowingMap } from './growing-map';
import { receiptDecider, type RecordReceipt } from './receipt.decider';
import { referencesIn, statementReference } from './remittance';
import { seriesDecider } from './series.decider';
import { accountId } from './accounts.streams';
import { type AccountEvent, type ReceiptEvent, type SeriesEvent } from './accounts.events';

describe('an account', () => {
  const open: OpenAccount = { type: 'OpenAccount', authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'GB-deferment', openedOn: '2026-01-01' };
  const when = (given: readonly AccountEvent[], command: OpenAccount) => accountDecider.decide(command, given.reduce(accountDecider.evolve, accountDecider.initial));
  const opened: AccountEvent = { type: 'AccountOpened', data: { account: accountId('GB', 'R-1', 'deferment'), authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'GB-deferment', openedOn: '2026-01-01' } };

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
  const record: RecordReceipt = { type: 'RecordReceipt', authority: 'GB', bankAccount: 'GB-BANK', entryReference: 'E1', amount: '12.50', currency: 'GBP', bookedOn: '2026-01-20', valueOn: '2026-01-20' };
  const { type: _type, ...entry } = record;
  const recorded: ReceiptEvent = { type: 'ReceiptRecorded', data: entry };
  const found = { account: accountId('GB', 'R-1', 'deferment'), holder: 'R-1', kind: 'deferment', rule: 'remittance-reference' } as const;
  const identified: ReceiptEvent = { type: 'ReceiptIdentified', data: found };
  const when = (given: readonly ReceiptEvent[], command: Parameters<typeof receiptDecider.decide>[0]) => receiptDecider.decide(command, given.reduce(receiptDecider.evolve, receiptDecider.initial));

  it('is recorded once per bank account and entry, whichever file it comes in', () => {
    expect(when([], record)).toEqual({ accepted: [recorded] });
    expect(when([recorded], { ...record, source: { line: 3, sha256: '0'.repeat(64) } })).toEqual({ accepted: [] });
    expect(when([recorded], { ...record, amount: '12.51' })).toMatchObject({ rejected: { code: 'RECEIPT_ALREADY_RECORDED', field: 'entryReference' } });
  });
  it('moves money, in or out', () => {
    expect(when([], { ...record, amount: '0.00' })).toMatchObject({ rejected: { code: 'RECEIPT_AMOUNT_ZERO', field: 'amount' } });
    expect(when([], { ...record, amount: '-12.50' })).toMatchObject({ accepted: [{ type: 'ReceiptRecorded' }] });
  });
  it('is identified once', () => {
    expect(when([recorded], { type: 'IdentifyReceipt', ...found })).toEqual({ accepted: [identified] });
    expect(when([recorded, identified], { type: 'IdentifyReceipt', ...found })).toEqual({ accepted: [] });
    expect(when([recorded, identified], { type: 'IdentifyReceipt', ...found, account: accountId('GB', 'R-2', 'deferment') })).toMatchObject({ rejected: { code: 'RECEIPT_ALREADY_IDENTIFIED', field: 'account' } });
    expect(when([], { type: 'IdentifyReceipt', ...found })).toMatchObject({ rejected: { code: 'RECEIPT_UNKNOWN' } });
  });
});

describe('a number series', () => {
  const when = (given: readonly SeriesEvent[], subject: string) => seriesDecider.decide({ type: 'AssignNumber', authority: 'GB', kind: 'statement', subject }, given.reduce(seriesDecider.evolve, seriesDecider.initial));
  const assigned = (number: number, subject: string): SeriesEvent => ({ type: 'NumberAssigned', data: { authority: 'GB', kind: 'statement', number, subject } });
  const [first, second] = [accountId('GB', 'R-1', 'deferment'), accountId('GB', 'R-2', 'deferment')];

  it('counts from 1 without gaps', () => {
    expect(when([], first)).toEqual({ accepted: [assigned(1, first)] });
    expect(when([assigned(1, first)], second)).toEqual({ accepted: [assigned(2, second)] });
  });
  it('gives a document one number for ever and says which', () => {
    expect(when([assigned(1, first), assigned(2, second)], first)).toMatchObject({ rejected: { code: 'NUMBER_ALREADY_ASSIGNED', field: 'subject', details: { number: '1' } } });
  });
  it('keeps authorities and kinds apart', () => {
    const state = [assigned(1, first)].reduce(seriesDecider.evolve, seriesDecider.initial);
    expect(seriesDecider.decide({ type: 'AssignNumber', authority: 'EU-FR', kind: 'statement', subject: second }, state)).toMatchObject({ rejected: { code: 'SERIES_MISMATCH' } });
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
