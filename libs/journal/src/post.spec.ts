import * as accountsLib from '#accounts';
import * as advanceData from '#advance-data';
import * as breakWork from '#break-work';
import * as collectors from '#collectors';
import * as declarations from '#declarations';
import * as eventStore from '#event-store';
import * as evidenceRequests from '#evidence-requests';
import * as rules from '#rules';
import * as schemeReturns from '#scheme-returns';
import * as returns from '#returns';
import { type AnyEventType, type Recorded } from '#event-catalogue';
import { PostingError } from './entry';
import { hash, id, journalOf, recorded } from './journal.examples';
import { mayPost, post, postingRules } from './post';

const assessment = (more: Partial<declarations.DeclarationEvent['data']> = {}): Recorded =>
  recorded({
    type: 'DutyAssessed',
    data: {
      declaration: id('D'),
      authority: 'GB',
      mrn: '26GB1',
      version: 1,
      assessedAt: '2026-01-31T09:00:00.000Z',
      accountHolder: 'R-1',
      currency: 'GBP',
      totals: [
        {
          taxType: 'A00',
          beneficiary: 'GB',
          assessed: '40.00',
          relieved: '0.00',
          accountedElsewhere: '0.00',
          secured: '0.00',
          payable: '40.00',
        },
        {
          taxType: '407',
          beneficiary: 'GB',
          assessed: '325.53',
          relieved: '0.00',
          accountedElsewhere: '0.00',
          secured: '0.00',
          payable: '325.53',
        },
        {
          taxType: 'B00',
          beneficiary: 'GB',
          assessed: '473.10',
          relieved: '0.00',
          accountedElsewhere: '0.00',
          secured: '0.00',
          payable: '473.10',
        },
      ],
      relief: [],
      payable: '838.63',
      tables: [],
      exchangeRows: [],
      lineCount: 3,
      linesDigest: hash,
      ...more,
    },
  });

const supply = (data: Partial<Record<string, unknown>> = {}): Recorded =>
  recorded(
    {
      type: 'SupplyAttributed',
      data: {
        scheme: 'EU-IOSS',
        schemeNumber: 'IM3720000001',
        holder: 'V-1',
        period: '2026-01',
        reason: 'r',
        suppliedAt: '2026-01-05T00:00:00.000Z',
        consumptionCountry: 'DE',
        currency: 'GBP',
        rows: [{ rate: '19', rateCategory: 'standard', taxable: '10.00', vat: '1.90', rateRow: 'r' }],
        thresholdTest: {},
        ruleSet: {},
        ...data,
      },
    },
    '-',
  );

const filed = (balances: readonly unknown[], expected: readonly unknown[] = []): Recorded =>
  recorded(
    {
      type: 'SchemeReturnFiled',
      data: {
        return: id('S'),
        returnReference: 'RET-1',
        scheme: 'EU-IOSS',
        schemeNumber: 'IM3720000001',
        holder: 'V-1',
        period: '2026-01',
        currency: 'EUR',
        balances,
        expected,
      },
    },
    'EU-IE',
  );

describe('posting rules', () => {
  const isEventType = (exported: unknown): exported is AnyEventType =>
    typeof exported === 'object' && exported !== null && 'category' in exported && 'meaning' in exported;
  const catalogue = [
    accountsLib,
    advanceData,
    breakWork,
    collectors,
    declarations,
    eventStore,
    evidenceRequests,
    returns,
    rules,
    schemeReturns,
  ]
    .flatMap((lib) => Object.values<unknown>(lib).flat())
    .filter(isEventType)
    .map((type) => type.name);

  it('say of every event in the catalogue what it posts or why it posts nothing', () => {
    expect(Object.keys(postingRules).sort()).toEqual([...new Set(catalogue)].sort());
    for (const rule of Object.values(postingRules)) if ('noPosting' in rule) expect(rule.noPosting).not.toBe('');
  });

  it('refuse an event they do not know', () => {
    expect(() => mayPost('toString')).toThrow(PostingError);
    expect(() => post(recorded({ type: 'Unheard', data: {} }))).toThrow('no posting rule says what Unheard means');
  });
});

describe('an assessment', () => {
  it('posts one receivable per tax line against its revenue (J01, TV-04)', () => {
    expect(journalOf(assessment())).toEqual([
      'J01 GB Dr 1101 4000 GBP R-1 A00 GB',
      'J01 GB Cr 4000 4000 GBP A00 GB',
      'J01 GB Dr 1101 32553 GBP R-1 407 GB',
      'J01 GB Cr 4020 32553 GBP 407 GB',
      'J01 GB Dr 1101 47310 GBP R-1 B00 GB',
      'J01 GB Cr 4010 47310 GBP B00 GB',
    ]);
  });

  it('keeps relief, and what a return accounts for, as memo by kind (J01b, TV-07)', () => {
    const nothing = { secured: '0.00', payable: '0.00' };
    const totals = [
      { taxType: 'A00', beneficiary: 'GB', assessed: '2.70', relieved: '2.70', accountedElsewhere: '0.00', ...nothing },
      { taxType: 'B00', beneficiary: 'GB', assessed: '27.54', relieved: '0.00', accountedElsewhere: '27.54', ...nothing },
    ];
    expect(journalOf(assessment({ totals, relief: [{ kind: 'forgone', taxType: 'A00', amount: '2.70' }], payable: '0.00' }))).toEqual([
      'J01 GB Dr 9400 270 GBP A00 forgone',
      'J01 GB Cr 9401 270 GBP A00 forgone',
      'J01 GB Dr 9400 2754 GBP B00 accountedElsewhere',
      'J01 GB Cr 9401 2754 GBP B00 accountedElsewhere',
    ]);
  });

  it('keeps security as memo, not as debt (J37, TV-11)', () => {
    const totals = [
      {
        taxType: 'A00',
        beneficiary: 'GB',
        assessed: '780.00',
        relieved: '0.00',
        accountedElsewhere: '0.00',
        secured: '780.00',
        payable: '0.00',
      },
    ];
    expect(journalOf(assessment({ totals, payable: '0.00' }))).toEqual([
      'J01 GB Dr 9100 78000 GBP R-1 A00 security',
      'J01 GB Cr 9101 78000 GBP R-1 A00 security',
    ]);
  });

  it('stops at a later version that does not say what it changes rather than posting the whole debt again', () => {
    expect(() => post(assessment({ version: 2 }))).toThrow('version 2 does not say what it changes');
  });
});

describe('a supply under a scheme', () => {
  it('is expected in the book its return goes to (J39)', () => {
    expect(journalOf(supply())).toEqual([
      'J39 EU-IE Dr 9200 190 GBP IM3720000001 B00 DE 2026-01',
      'J39 EU-IE Cr 9201 190 GBP IM3720000001 B00 DE 2026-01',
    ]);
    expect(post(supply({ scheme: 'UK-SUPPLY', schemeNumber: 'GB123456789' }))[0]?.book).toBe('GB');
    expect(post(supply({ schemeNumber: 'IM5532027340' }))[0]?.book).toBe('EU');
  });

  it('is expected no longer once a return carries it and its correction', () => {
    const correction = {
      ...supply({ rows: [{ rate: '19', rateCategory: 'standard', taxable: '-3.00', vat: '-0.57' }] }),
      type: 'SupplyAdjusted',
    };
    const settled = filed(
      [{ country: 'DE', vat: '1.60', corrections: '0.00', balance: '1.60' }],
      [{ country: 'DE', currency: 'GBP', vat: '1.33' }],
    );
    const memo = [supply(), correction, settled]
      .flatMap((event) => post(event))
      .flatMap(({ lines }) => lines)
      .filter(({ account }) => account === '9200');
    expect(memo.reduce((sum, { debit, credit }) => sum + debit - credit, 0n)).toBe(0n);
  });
});

describe('a return', () => {
  it('posts the signed balance of each beneficiary and nets none against another (J35)', () => {
    const event = filed([
      { country: 'DE', vat: '19.00', corrections: '0.00', balance: '19.00' },
      { country: 'FR', vat: '10.00', corrections: '-12.50', balance: '-2.50' },
      { country: 'IT', vat: '4.00', corrections: '-4.00', balance: '0.00' },
    ]);
    expect(journalOf(event)).toEqual([
      'J35 EU-IE Dr 1101 1900 EUR V-1 B00 DE',
      'J35 EU-IE Cr 4010 1900 EUR B00 DE 2026-01',
      'J35 EU-IE Dr 4010 250 EUR B00 FR 2026-01',
      'J35 EU-IE Cr 2020 250 EUR B00 FR',
    ]);
  });

  it('shows the rounding of a balance on its own account (J31)', () => {
    expect(journalOf(filed([{ country: 'DE', vat: '19.40', corrections: '0.00', balance: '19.00' }]))).toEqual([
      'J35 EU-IE Dr 1101 1900 EUR V-1 B00 DE',
      'J35 EU-IE Cr 4010 1900 EUR B00 DE 2026-01',
      'J35 EU-IE Dr 2900 40 EUR B00 DE',
      'J35 EU-IE Cr 4010 40 EUR B00 DE 2026-01',
    ]);
  });
});

describe('charge, receipt, payment and allocation', () => {
  const charge = {
    account: id('A'),
    holder: 'R-1',
    charge: id('C'),
    subject: id('D'),
    reference: '26GB1',
    lines: [{ taxType: 'A00', beneficiary: 'GB', amount: '40.00' }],
    currency: 'GBP',
  };
  const money = { account: id('A'), holder: 'R-1', receipt: id('R'), currency: 'GBP' };
  const story = [
    recorded({ type: 'ChargePosted', data: charge }),
    recorded(
      { type: 'ReceiptRecorded', data: { authority: 'GB', bankAccount: 'BANK', entryReference: 'E1', amount: '50.00', currency: 'GBP' } },
      'GB',
      `receipt-${id('R')}`,
    ),
    recorded({ type: 'PaymentReceived', data: { ...money, amount: '50.00' } }),
    recorded({
      type: 'PaymentAllocated',
      data: { ...money, pairs: [{ kind: 'statement', reference: '1', taxType: 'A00', beneficiary: 'GB', amount: '40.00' }] },
    }),
  ];

  it('move a debt to the account, and cash through suspense to the debt (J03, J13, J09, J10)', () => {
    expect(story.map(journalOf)).toEqual([
      ['J03 GB Dr 1100 4000 GBP R-1 A00 GB', 'J03 GB Cr 1101 4000 GBP R-1 A00 GB'],
      ['J13 GB Dr 1000 5000 GBP BANK', 'J13 GB Cr 2010 5000 GBP'],
      ['J09 GB Dr 2010 5000 GBP', 'J09 GB Cr 2000 5000 GBP R-1'],
      ['J10 GB Dr 2000 4000 GBP R-1', 'J10 GB Cr 1100 4000 GBP R-1 A00 GB'],
    ]);
  });

  it('keep an over-payment unapplied (J11) and leave nothing in suspense', () => {
    const balance = (account: string): bigint =>
      story
        .flatMap((event) => post(event))
        .flatMap(({ lines }) => lines)
        .filter((line) => line.account === account)
        .reduce((sum, { debit, credit }) => sum + debit - credit, 0n);
    expect([balance('1100'), balance('2000'), balance('2010')]).toEqual([0n, -1000n, 0n]);
  });

  it('book a reversed bank entry the other way round', () => {
    expect(
      journalOf(
        recorded(
          { type: 'ReceiptRecorded', data: { bankAccount: 'BANK', entryReference: 'E2', amount: '-50.00', currency: 'GBP' } },
          'GB',
          `receipt-${id('R')}`,
        ),
      ),
    ).toEqual(['J13 GB Dr 2010 5000 GBP', 'J13 GB Cr 1000 5000 GBP BANK']);
  });
});
