import { receiptRecorded } from '../accounts.events';
import { bal, camt053, camt054, faultsIn, ntry, readingsOf, receiptsIn, stmt } from './bank.examples';

const opening = bal('OPBD', '100.00');
const details = (...transactions: readonly string[]): string =>
  `<NtryDtls>${transactions.map((content) => `<TxDtls>${content}</TxDtls>`).join('')}</NtryDtls>`;
const amount = (text: string, ccy = 'EUR'): string => `<Amt Ccy="${ccy}">${text}</Amt>`;
const one = (entry: string, closing: string): string => camt053(stmt(opening + bal('CLBD', closing) + entry));

describe('a statement in camt.053', () => {
  it('gives one receipt an entry, money that goes out with a minus', async () => {
    const [first, second, third] = await readingsOf(
      'camt',
      one(ntry('30.5', true, '<AcctSvcrRef>REF-1</AcctSvcrRef>') + ntry('0010', false), '120.50'),
    );
    expect(first).toMatchObject({
      kind: 'statement',
      statement: {
        kind: 'camt.053',
        statement: 'S-1',
        bankAccount: 'NL26VAYB8060476890',
        opening: '100.00',
        closing: '120.50',
        sum: '20.50',
        entryCount: 2,
        closedOn: '2026-01-05',
      },
    });
    expect(second).toMatchObject({
      kind: 'receipt',
      receipt: {
        entryReference: 'REF-1',
        amount: '30.50',
        currency: 'EUR',
        bookedOn: '2026-01-05',
        statement: { kind: 'camt.053', id: 'S-1' },
      },
    });
    expect(third).toMatchObject({ kind: 'receipt', receipt: { entryReference: 'S-1/#2', amount: '-10.00' } });
  });

  it('is refused as a whole, with its figures, where opening + entries is not closing', async () => {
    const readings = await readingsOf('camt', one(ntry('30.00', true) + ntry('10.00', false), '120.01'));
    expect(readings).toEqual([
      {
        kind: 'refused',
        line: 2,
        reference: 'S-1',
        fault: {
          code: 'STATEMENT_NOT_BALANCED',
          field: 'closing',
          message: 'line 2: opening 100.00 + entries 20.00 = 120.00 EUR, the bank says 120.01',
        },
      },
    ]);
  });

  it('does not take the statements beside it along', async () => {
    const file = camt053(stmt(opening + bal('CLBD', '1.00'), 'S-1') + stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true), 'S-2'));
    expect((await readingsOf('camt', file)).map((reading) => (reading.kind === 'refused' ? reading.fault.code : reading.kind))).toEqual([
      'STATEMENT_NOT_BALANCED',
      'statement',
      'receipt',
    ]);
  });

  it('opens with the closing balance of the day before where it tells no opening one, and may be overdrawn', async () => {
    const file = camt053(stmt(bal('PRCD', '5.00', { credit: false }) + bal('CLBD', '7.00', { credit: false }) + ntry('2.00', false)));
    expect((await readingsOf('camt', file))[0]).toMatchObject({ statement: { opening: '-5.00', closing: '-7.00', sum: '-2.00' } });
  });

  it.each([
    ['no closing balance', stmt(opening + ntry('1.00', true)), 'STATEMENT_BALANCE_MISSING'],
    ['only an available balance', stmt(opening + bal('CLAV', '100.00')), 'STATEMENT_BALANCE_MISSING'],
    ['a third decimal', stmt(opening + bal('CLBD', '101.005') + ntry('1.005', true)), 'AMOUNT_WRONG_SCALE'],
    ['five decimals', stmt(opening + bal('CLBD', '100.00001') + ntry('0.00001', true)), 'AMOUNT_WRONG_SCALE'],
    ['a sign', stmt(opening + bal('CLBD', '99.00') + ntry('-1.00', true)), 'AMOUNT_MALFORMED'],
    ['an exponent', stmt(opening + bal('CLBD', '200.00') + ntry('1e2', true)), 'AMOUNT_MALFORMED'],
    ['no amount', stmt(opening + bal('CLBD', '100.00') + ntry('', true)), 'AMOUNT_MALFORMED'],
    ['a huge amount', stmt(opening + bal('CLBD', '100.00') + ntry('9'.repeat(25), true)), 'AMOUNT_TOO_LARGE'],
    ['an unknown currency', stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true, '', { ccy: 'XXZ' })), 'CURRENCY_UNKNOWN'],
    [
      'two currencies of entries',
      stmt(opening + bal('CLBD', '102.00') + ntry('1.00', true) + ntry('1.00', true, '', { ccy: 'SEK' })),
      'STATEMENT_CURRENCY_MIXED',
    ],
    [
      'balances in another currency',
      stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true, '', { ccy: 'SEK' })),
      'STATEMENT_CURRENCY_MIXED',
    ],
    [
      'a day of another century',
      stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true, '', { day: '0001-01-01' })),
      'DATE_OUT_OF_RANGE',
    ],
    ['a day that does not exist', stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true, '', { day: '2026-02-30' })), 'DATE_INVALID'],
    ['neither credit nor debit', stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true).replace('CRDT', 'CRED')), 'DIRECTION_MISSING'],
    [
      'another number of entries than it says',
      stmt(
        '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>' + opening + bal('CLBD', '101.00') + ntry('1.00', true),
      ),
      'STATEMENT_COUNT_DIFFERS',
    ],
    ['no identification', stmt(opening + bal('CLBD', '100.00'), ' '), 'REFERENCE_MALFORMED'],
    ['a strange account', stmt(opening + bal('CLBD', '100.00')).replace('NL26VAYB8060476890', '<![CDATA[<x>]]>'), 'BANK_ACCOUNT_MALFORMED'],
    [
      'a reference without end',
      stmt(opening + bal('CLBD', '101.00') + ntry('1.00', true, `<AcctSvcrRef>${'r'.repeat(91)}</AcctSvcrRef>`)),
      'REFERENCE_MALFORMED',
    ],
  ])('with %s is refused', async (_, statement, code) => {
    expect(faultsIn(await readingsOf('camt', camt053(statement)))).toEqual([code]);
  });

  it('takes digits beyond the currency as long as they are zero', async () => {
    expect(receiptsIn(await readingsOf('camt', one(ntry('8.85000', true), '108.850'))).map((receipt) => receipt.amount)).toEqual(['8.85']);
  });

  it('counts what is booked; what is pending is told as skipped and is no cash', async () => {
    const readings = await readingsOf(
      'camt',
      one(
        ntry('1.00', true, '', { status: '<Sts><Cd>BOOK</Cd></Sts>' }) +
          ntry('50.00', true, '', { status: '<Sts><Cd>PDNG</Cd></Sts>' }) +
          ntry('0.00', true),
        '101.00',
      ),
    );
    expect(faultsIn(readings)).toEqual(['ENTRY_NOT_BOOKED', 'RECEIPT_AMOUNT_ZERO']);
    expect(receiptsIn(readings)).toHaveLength(1);
  });

  it('counts identical bookings and drops none', async () => {
    const again = ntry('1.00', true, '<AcctSvcrRef>SAME</AcctSvcrRef>');
    const nameless = ntry('1.00', true);
    const named = ntry('1.00', true, '<NtryRef>7</NtryRef>');
    const receipts = receiptsIn(await readingsOf('camt', one(again + again + nameless + nameless + named + named, '106.00')));
    expect(receipts.map(({ entryReference }) => entryReference)).toEqual(['SAME', 'SAME#2', 'S-1/#3', 'S-1/#4', 'S-1/7', 'S-1/7#2']);
  });

  it('tells pages of one statement apart', async () => {
    const page = (n: number, last: boolean) =>
      stmt(`<StmtPgntn><PgNb>${String(n)}</PgNb><LastPgInd>${String(last)}</LastPgInd></StmtPgntn>${opening}${bal('CLBD', '100.00')}`);
    const ids = async (file: string) =>
      (await readingsOf('camt', file)).flatMap((reading) => (reading.kind === 'statement' ? [reading.statement.statement] : []));
    expect(await ids(camt053(page(1, false) + page(2, true)))).toEqual(['S-1/p1', 'S-1/p2']);
    expect(await ids(camt053(page(1, true)))).toEqual(['S-1']);
  });

  it('has the digest of its facts, not of its file', async () => {
    const digestOf = async (file: string) =>
      (await readingsOf('camt', file)).flatMap((reading) => (reading.kind === 'statement' ? [reading.statement.digest] : []));
    const file = one(ntry('1.00', true), '101.00');
    expect(await digestOf(file.replaceAll('><', '>\n  <'))).toEqual(await digestOf(file));
    expect(await digestOf(one(ntry('1.00', true, '<NtryRef>1</NtryRef>'), '101.00'))).not.toEqual(await digestOf(file));
  });
});

describe('what an entry says', () => {
  const receiptOf = async (more: string) => receiptsIn(await readingsOf('camt', one(ntry('9.00', true, more), '109.00')))[0];

  it('is its structured references before free text, in one line', async () => {
    const more = details(
      '<RmtInf><Ustrd>Invoice\n  77</Ustrd><Ustrd>thanks</Ustrd><Strd><CdtrRefInf><Ref>GB-S00000003</Ref></CdtrRefInf></Strd></RmtInf><Refs><EndToEndId>E2E-1</EndToEndId></Refs>',
    );
    expect(await receiptOf(more)).toMatchObject({ remittance: 'GB-S00000003 Invoice 77 thanks', endToEndId: 'E2E-1' });
  });
  it('is cut between words', async () => {
    const { remittance = '' } =
      (await receiptOf(
        details(
          `<RmtInf>${'<Ustrd>reference-</Ustrd>'.repeat(1)}<Ustrd>${'abcdefghi '.repeat(19)}</Ustrd><Ustrd>last-one-9</Ustrd></RmtInf>`,
        ),
      )) ?? {};
    expect(remittance.length).toBeLessThanOrEqual(200);
    expect(remittance.endsWith('abcdefghi')).toBe(true);
  });
  it('is the words of the bank only where nothing else is told', async () => {
    expect(await receiptOf('<AddtlNtryInf>bank words</AddtlNtryInf>')).toMatchObject({ remittance: 'bank words' });
    expect(
      await receiptOf(
        details('<RmtInf><Ustrd>mine</Ustrd></RmtInf><AddtlTxInf>bank</AddtlTxInf>') + '<AddtlNtryInf>bank words</AddtlNtryInf>',
      ),
    ).toMatchObject({ remittance: 'mine' });
  });
  it('says why a payment came back, and that the bank took a booking back', async () => {
    const more =
      '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>' +
      details('<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>');
    const entry = ntry('9.00', false, more).replace('<Sts>', '<RvslInd>true</RvslInd><Sts>');
    const [receipt] = receiptsIn(await readingsOf('camt', one(entry, '91.00')));
    expect(receipt).toMatchObject({ amount: '-9.00', reversal: true, returnReason: 'AC04', bankTransactionCode: 'PMNT-IDDT-UPDD' });
    expect(receipt).not.toHaveProperty('endToEndId');
  });
  it('leaves out who paid', async () => {
    expect(JSON.stringify(await receiptOf(details('<RltdPties><Dbtr><Nm>JANE DOE</Nm></Dbtr></RltdPties>')))).not.toContain('JANE');
  });
});

describe('a batch', () => {
  const reference = '<AcctSvcrRef>B</AcctSvcrRef>';
  const part = (text: string, ref: string) => `${amount(text)}<RmtInf><Ustrd>${ref}</Ustrd></RmtInf>`;
  const receiptsOf = async (more: string) => receiptsIn(await readingsOf('camt', one(ntry('9.00', true, reference + more), '109.00')));

  it('is one receipt a payment where the payments add up', async () => {
    expect(await receiptsOf(details(part('4.00', 'A-1'), part('5.00', 'A-2')))).toMatchObject([
      { entryReference: 'B', amount: '4.00', remittance: 'A-1', part: { index: 1, of: 2, entryAmount: '9.00' } },
      { entryReference: 'B~2', amount: '5.00', remittance: 'A-2', part: { index: 2, of: 2, entryAmount: '9.00' } },
    ]);
  });
  it('reads the amounts of version 02 and payments in both directions', async () => {
    const old = (text: string, ccy = 'EUR') =>
      `<AmtDtls><InstdAmt>${amount('99', 'SEK')}</InstdAmt><TxAmt>${amount(text, ccy)}</TxAmt></AmtDtls>`;
    expect((await receiptsOf(details(old('12.00'), `${old('3.00')}<CdtDbtInd>DBIT</CdtDbtInd>`))).map((receipt) => receipt.amount)).toEqual(
      ['12.00', '-3.00'],
    );
  });
  it.each([
    ['do not add up', details(part('4.00', 'A-1'), part('4.00', 'A-2'))],
    ['are told in another currency', details(`${amount('4', 'SEK')}<RmtInf><Ustrd>A-1</Ustrd></RmtInf>`, part('5.00', 'A-2'))],
    ['move nothing', details(part('9.00', 'A-1'), part('0', 'A-2'))],
  ])('is one receipt where its payments %s', async (_, more) => {
    const receipts = await receiptsOf(more);
    expect(receipts).toMatchObject([{ entryReference: 'B', amount: '9.00', remittance: 'A-1 A-2' }]);
    expect(receipts[0]).not.toHaveProperty('part');
  });
});

describe('a notification (camt.054)', () => {
  const notification = (entries: string) => camt054(stmt(entries, 'N-1', 'Ntfctn'));

  it('has no balances, so nothing is checked against them', async () => {
    const [first, second] = await readingsOf('camt', notification(ntry('9.00', true, '<AcctSvcrRef>B</AcctSvcrRef>')));
    expect(first).toMatchObject({ kind: 'statement', statement: { kind: 'camt.054', sum: '9.00' } });
    expect(first).not.toHaveProperty('statement.closing');
    expect(second).toMatchObject({ receipt: { entryReference: 'B', statement: { kind: 'camt.054', id: 'N-1' } } });
  });
  it('is no cash without the reference that the statement will tell again', async () => {
    expect(faultsIn(await readingsOf('camt', notification(ntry('9.00', true, '<NtryRef>1</NtryRef>'))))).toEqual([
      'ENTRY_REFERENCE_MISSING',
    ]);
    expect(faultsIn(await readingsOf('camt', notification('')))).toEqual(['STATEMENT_EMPTY']);
  });
});

it('what is told fits the event', async () => {
  const file = one(
    ntry(
      '9.00',
      true,
      `<AcctSvcrRef>\u0000B</AcctSvcrRef>`.replace('\u0000', '&#9;') +
        details('<RmtInf><Ustrd>a\u200bb&#x2028;c\u2067\u2069</Ustrd></RmtInf>'),
    ),
    '109.00',
  );
  const [receipt] = receiptsIn(await readingsOf('camt', file));
  expect(receiptRecorded.data.parse({ authority: 'GB', ...receipt }, 'receipt')).toMatchObject({ entryReference: 'B', remittance: 'ab c' });
});
