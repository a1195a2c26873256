import { sha256Hex, canonicalJson } from '#event-catalogue';
import { accountEvents } from './accounts.events';
import { charge, decide, january, nothing, payment, play, returnCharge, schemeJanuary } from './account-period.examples';
import { type AccountPeriodCommand } from './account-period.decider';
import { initialPeriod, type AccountPeriodState } from './account-period.state';

const open: AccountPeriodCommand = { type: 'OpenPeriod', terms: january, carried: nothing };
const openScheme: AccountPeriodCommand = { type: 'OpenPeriod', terms: schemeJanuary, carried: nothing };
const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 7, closedOn: '2026-02-01', dueOn: '2026-02-16' };
const given = (...commands: AccountPeriodCommand[]): AccountPeriodState => play(commands).state;
const dutyAndVat = charge('26GB01/1', [
  { taxType: 'A00', beneficiary: 'GB', amount: 4000n },
  { taxType: 'B00', beneficiary: 'GB', amount: 47310n },
]);
const codeOf = (state: AccountPeriodState, command: AccountPeriodCommand): readonly (string | undefined)[] => {
  const decision = decide(command, state);
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];
};
const eventsOf = (
  state: AccountPeriodState,
  command: AccountPeriodCommand,
): readonly { readonly type: string; readonly data: unknown }[] => {
  const decision = decide(command, state);
  return 'rejected' in decision ? [] : decision.accepted;
};

describe('an accounting period', () => {
  it('opens empty, once', () => {
    expect(eventsOf(initialPeriod, open)).toEqual([{ type: 'PeriodOpened', data: { ...january, opening: '0.00', unapplied: '0.00' } }]);
    expect(codeOf(given(open), open)).toEqual(['PERIOD_ALREADY_OPEN', undefined]);
    expect(codeOf(initialPeriod, { ...open, terms: { ...january, end: january.start } })).toEqual(['PERIOD_RANGE_INVALID', 'end']);
  });

  it('posts a charge once, on a day of its own window', () => {
    const [posted] = eventsOf(given(open), dutyAndVat);
    expect(posted).toMatchObject({
      type: 'ChargePosted',
      data: { total: '513.10', lines: [{ amount: '40.00' }, { amount: '473.10' }], dueOn: '2026-02-16' },
    });
    expect(codeOf(given(open, dutyAndVat), dutyAndVat)).toEqual(['CHARGE_ALREADY_POSTED', 'charge']);
    expect(codeOf(given(open), { ...dutyAndVat, postedOn: '2026-02-01' })).toEqual(['POSTED_OUTSIDE_PERIOD', 'postedOn']);
    expect(codeOf(given(open), { ...dutyAndVat, postedOn: '2025-12-31' })).toEqual(['POSTED_OUTSIDE_PERIOD', 'postedOn']);
  });

  it.each<[string, AccountPeriodCommand, readonly (string | undefined)[]]>([
    ['a line of zero', charge('x/1', [{ taxType: 'A00', beneficiary: 'GB', amount: 0n }]), ['CHARGE_NOT_POSITIVE', 'lines[0].amount']],
    ['no line at all', charge('x/1', []), ['CHARGE_NOT_POSITIVE', 'lines[0].amount']],
    ['another currency', { ...dutyAndVat, currency: 'EUR' }, ['CURRENCY_MISMATCH', 'currency']],
    ['another account', { ...dutyAndVat, account: schemeJanuary.account }, ['ACCOUNT_MISMATCH', 'account']],
    ['another holder', { ...dutyAndVat, holder: 'R-2' }, ['ACCOUNT_MISMATCH', 'holder']],
    ['a return', { ...dutyAndVat, kind: 'return' }, ['CHARGE_KIND_MISMATCH', 'kind']],
    ['a payment of nothing', payment('E1', 0n), ['PAYMENT_NOT_POSITIVE', 'amount']],
    ['a close before the cut-off', { ...close, closedOn: '2026-01-31' }, ['PERIOD_RANGE_INVALID', 'closedOn']],
    [
      'an allocation of nothing',
      { type: 'AllocateUnapplied', account: january.account, allocatedOn: '2026-01-31' },
      ['NOTHING_TO_ALLOCATE', undefined],
    ],
  ])('refuses %s', (_what, command, expected) => {
    expect(codeOf(given(open), command)).toEqual(expected);
  });

  it('takes nothing before it is open and nothing after it is closed', () => {
    expect(codeOf(initialPeriod, dutyAndVat)).toEqual(['PERIOD_NOT_OPEN', undefined]);
    const decision = decide(dutyAndVat, given(open, close));
    expect(decision).toMatchObject({ rejected: { code: 'PERIOD_CLOSED', details: { period: '2026-01', nextFrom: '2026-02-01' } } });
    expect(codeOf(given(open, close), close)).toEqual(['PERIOD_CLOSED', undefined]);
  });

  it('closes with a statement whose lines are due by the cycle, and hands them on', () => {
    const second = charge('26GB02/1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1000n }]);
    const state = given(open, dutyAndVat, second);
    const [carried, closed] = eventsOf(state, close);
    const line = { kind: 'statement', reference: 'GB-S00000007', beneficiary: 'GB', dueOn: '2026-02-16' };
    expect(carried).toMatchObject({
      type: 'OpenItemsCarried',
      data: {
        moment: 'closing',
        unapplied: [],
        openItems: [
          { ...line, taxType: 'A00', open: '50.00' },
          { ...line, taxType: 'B00', open: '473.10' },
        ],
      },
    });
    expect(closed).toMatchObject({
      type: 'PeriodClosed',
      data: {
        opening: '0.00',
        charged: '523.10',
        applied: '0.00',
        closing: '523.10',
        statementReference: 'GB-S00000007',
        chargeCount: 2,
        totals: [
          { taxType: 'A00', amount: '50.00' },
          { taxType: 'B00', amount: '473.10' },
        ],
      },
    });
  });

  it('digests the set of its charges: sorted hashes of their data, whatever their order', () => {
    const second = charge('26GB02/1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1000n }]);
    const digests = [
      [dutyAndVat, second],
      [second, dutyAndVat],
    ].map((charges) => {
      const { events, state } = play([open, ...charges]);
      const hashes = events.filter((e) => e.type === 'ChargePosted').map((e) => sha256Hex(canonicalJson(e.data)));
      const expected = sha256Hex(Buffer.from(hashes.sort().join(''), 'hex'));
      expect(eventsOf(state, close).at(-1)).toMatchObject({ data: { chargeDigest: expected } });
      return expected;
    });
    expect(digests[0]).toBe(digests[1]);
  });
});

describe('a payment', () => {
  const statement = (reference: string, taxType: string, openAmount: bigint, dueOn: string) => ({
    kind: 'statement' as const,
    reference,
    taxType,
    beneficiary: 'GB',
    open: openAmount,
    dueOn,
  });
  const two = {
    openItems: [statement('GB-S00000001', 'B00', 10_000n, '2026-01-15'), statement('GB-S00000002', 'A00', 5_000n, '2026-02-16')],
    unapplied: [],
  };
  const state = given({ ...open, carried: two });
  const pairsOf = (command: AccountPeriodCommand): unknown =>
    eventsOf(state, command)
      .filter((e) => e.type === 'PaymentAllocated')
      .map((e) => e.data);

  it('settles what its remittance names first, then what is due first', () => {
    expect(pairsOf(payment('E1', 12_000n, { remittance: 'Zahlung gb-s00000002, danke' }))).toMatchObject([
      { rule: 'remittance-named', pairs: [{ reference: 'GB-S00000002', amount: '50.00' }] },
      { rule: 'due-date-order', pairs: [{ reference: 'GB-S00000001', amount: '70.00' }] },
    ]);
  });
  it('too small leaves the rest open', () => {
    expect(pairsOf(payment('E1', 3_000n))).toMatchObject([{ pairs: [{ reference: 'GB-S00000001', amount: '30.00' }] }]);
  });
  it('too large leaves the remainder unapplied and visible', () => {
    const after = play([payment('E1', 20_000n)], state).state;
    expect(after).toMatchObject({ openItems: { size: 0 }, applied: 15_000n });
    expect(eventsOf(after, close).at(-1)).toMatchObject({ data: { closing: '0.00', unapplied: '50.00' } });
  });
  it('is credited once', () => {
    expect(codeOf(play([payment('E1', 3_000n)], state).state, payment('E1', 3_000n))).toEqual(['RECEIPT_ALREADY_CREDITED', 'receipt']);
  });
  it('that lay unapplied settles later items when asked', () => {
    const carried = { openItems: two.openItems, unapplied: [{ receipt: payment('E0', 1n).receipt, amount: 700n }] };
    const [allocated] = eventsOf(given({ ...open, carried }), {
      type: 'AllocateUnapplied',
      account: january.account,
      allocatedOn: '2026-01-31',
    });
    expect(allocated).toMatchObject({ type: 'PaymentAllocated', data: { pairs: [{ reference: 'GB-S00000001', amount: '7.00' }] } });
  });
});

describe('a scheme account', () => {
  const reference = 'IE/IM3720000014/M12.2025';
  it('has each return open at once, by beneficiary, with the due day of the return', () => {
    const state = given(openScheme, returnCharge(reference, 'FR', 1000n), returnCharge(reference, 'DE', 500n));
    const [carried, closed] = eventsOf(state, close);
    expect(carried).toMatchObject({
      data: {
        openItems: [
          { kind: 'return', reference, beneficiary: 'DE', open: '5.00', dueOn: '2026-01-31' },
          { beneficiary: 'FR', open: '10.00' },
        ],
      },
    });
    expect(closed).toMatchObject({
      data: {
        charged: '15.00',
        closing: '15.00',
        chargeCount: 2,
        totals: [
          { beneficiary: 'DE', amount: '5.00' },
          { beneficiary: 'FR', amount: '10.00' },
        ],
      },
    });
  });
  it('comes to the same whether the money or the charge that it names comes first', () => {
    const paid = payment('E1', 1200n, { account: schemeJanuary.account, currency: 'EUR', remittance: `RF ${reference}` });
    const charges = [returnCharge(reference, 'FR', 1000n), returnCharge(reference, 'DE', 500n)];
    const openOf = (commands: readonly AccountPeriodCommand[]): unknown => {
      const { state } = play([openScheme, ...commands]);
      return (
        state.status === 'open' && [[...state.openItems.values()].reduce((sum, i) => sum + i.open, 0n), state.unapplied.size, state.applied]
      );
    };
    expect(openOf([paid, ...charges])).toEqual([300n, 0, 1200n]);
    expect(openOf([...charges, paid])).toEqual([300n, 0, 1200n]);
  });
  it('keeps cash for other returns unapplied, whichever comes first', () => {
    const paid = payment('E1', 1200n, { account: schemeJanuary.account, currency: 'EUR', remittance: 'IE/IM3720000014/M11.2025' });
    const charged = returnCharge(reference, 'FR', 1000n);
    for (const commands of [
      [paid, charged],
      [charged, paid],
    ])
      expect(play([openScheme, ...commands]).state).toMatchObject({ applied: 0n });
  });
  it('applies cash that quotes nothing to what is due first', () => {
    const paid = payment('E1', 300n, { account: schemeJanuary.account, currency: 'EUR' });
    expect(play([openScheme, returnCharge(reference, 'FR', 1000n), paid]).state).toMatchObject({ applied: 300n });
  });
});

it('every event of a long list fits its shape', () => {
  const openItems = Array.from({ length: 450 }, (_, i) => ({
    kind: 'return' as const,
    reference: `IE/IM3720000014/${String(i)}`,
    taxType: 'B00',
    beneficiary: 'FR',
    open: 100n,
    dueOn: '2026-01-31',
  }));
  const unapplied = Array.from({ length: 101 }, (_, i) => ({ receipt: payment(`E${String(i)}`, 1n).receipt, amount: 1n }));
  const paid = payment('X', 45_000n, { account: schemeJanuary.account, currency: 'EUR' });
  const { events } = play([
    { ...openScheme, terms: schemeJanuary, carried: { openItems, unapplied } },
    paid,
    { ...close, type: 'ClosePeriod' },
  ]);
  const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
  for (const event of events) expect(() => shapes.get(event.type)?.data.parse(event.data, event.type)).not.toThrow();
  expect(events.map((e) => e.type)).toEqual([
    'PeriodOpened',
    'OpenItemsCarried',
    'OpenItemsCarried',
    'OpenItemsCarried',
    'PaymentReceived',
    'PaymentAllocated',
    'PaymentAllocated',
    'PaymentAllocated',
    'OpenItemsCarried',
    'OpenItemsCarried',
    'PeriodClosed',
  ]);
});
