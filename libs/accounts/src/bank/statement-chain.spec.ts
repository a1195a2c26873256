import { type BankStatementEvent } from '../accounts.events';
import { statementGaps } from './statement-chain';

type Statement = BankStatementEvent['data'];
const statement = (id: string, closedOn: string, opening: string, closing: string, more: Partial<Statement> = {}): Statement => ({
  authority: 'GB',
  bankAccount: 'GB-BANK',
  kind: 'camt.053',
  statement: id,
  currency: 'GBP',
  opening,
  closing,
  closedOn,
  sum: '0.00',
  entryCount: 0,
  digest: '0'.repeat(64),
  ...more,
});
const days = [
  statement('S3', '2026-01-22', '120.00', '90.00'),
  statement('S1', '2026-01-20', '100.00', '110.00'),
  statement('S2', '2026-01-21', '110.00', '120.00'),
];

describe('the statements of a bank account', () => {
  it('follow on each other whatever the order in which they came', () => {
    expect(statementGaps(days)).toEqual([]);
  });
  it('show where one is missing', () => {
    expect(statementGaps(days.filter(({ statement: id }) => id !== 'S2'))).toEqual([
      { bankAccount: 'GB-BANK', currency: 'GBP', after: 'S1', closing: '110.00', before: 'S3', opening: '120.00', closedOn: '2026-01-22' },
    ]);
  });
  it('of one day follow on each other as their balances say', () => {
    const intraday = [
      statement('A', '2026-01-20', '30.00', '40.00'),
      statement('B', '2026-01-20', '10.00', '30.00'),
      statement('C', '2026-01-20', '0.00', '10.00'),
    ];
    expect(statementGaps(intraday)).toEqual([]);
    expect(statementGaps([...intraday, statement('D', '2026-01-21', '40.00', '1.00')])).toEqual([]);
  });
  it('of other accounts, currencies and kinds are series of their own, and a notification is in none', () => {
    const { opening: _opening, closing: _closing, ...notification } = statement('N', '2026-01-20', '0.00', '0.00', { kind: 'camt.054' });
    expect(
      statementGaps([
        ...days,
        notification,
        statement('X', '2026-01-21', '7.00', '8.00', { kind: 'MT940' }),
        statement('Y', '2026-01-21', '7.00', '8.00', { currency: 'EUR' }),
        statement('Z', '2026-01-21', '7.00', '8.00', { bankAccount: 'OTHER' }),
      ]),
    ).toEqual([]);
  });
});
