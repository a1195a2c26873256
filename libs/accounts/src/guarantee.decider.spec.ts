import { type GuaranteeEvent } from './account.events';
import { accountId, guaranteeId } from './accounts.streams';
import {
  type CallGuarantee,
  type ChangeGuarantee,
  type GuaranteeCommand,
  guaranteeDecider,
  type RegisterGuarantee,
} from './guarantee.decider';
import { euGuaranteeRule, requiredGuarantee } from './guarantee-required';

const [first, second] = [accountId('GB', 'R-1', 'deferment'), accountId('GB', 'R-2', 'deferment')];
const shareOf = (account: string, holder: string, share: bigint) => ({ account, authority: 'GB', holder, share });
const register: RegisterGuarantee = {
  type: 'RegisterGuarantee',
  authority: 'GB',
  guarantor: 'BANK-1',
  guaranteeReference: '26GB00001909241',
  holder: 'R-1',
  form: 'undertaking',
  currency: 'GBP',
  validFrom: '2026-01-01',
  amount: 10_000_000n,
  shares: [shareOf(first, 'R-1', 6_000_000n), shareOf(second, 'R-2', 4_000_000n)],
};
const change = (reason: ChangeGuarantee['reason'], more: Partial<ChangeGuarantee> = {}): ChangeGuarantee => ({
  type: 'ChangeGuarantee',
  reason,
  changedOn: '2026-03-01',
  ...more,
});
const call: CallGuarantee = {
  type: 'CallGuarantee',
  account: first,
  callReference: 'CALL-1',
  statement: 'GB-S00000001',
  amount: 500_000n,
  calledOn: '2026-04-01',
  requestedBy: 'OFFICER-1',
  approvedBy: 'OFFICER-2',
};

const played = (...commands: readonly GuaranteeCommand[]) =>
  commands.reduce((state, command) => {
    const decision = guaranteeDecider.decide(command, state);
    if ('rejected' in decision) throw new RangeError(decision.rejected.code);
    return decision.accepted.reduce(guaranteeDecider.evolve, state);
  }, guaranteeDecider.initial);
const answer = (
  given: readonly GuaranteeCommand[],
  command: GuaranteeCommand,
): readonly GuaranteeEvent[] | readonly (string | undefined)[] => {
  const decision = guaranteeDecider.decide(command, played(...given));
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted;
};

describe('a guarantee', () => {
  it('is registered once, with shares that together are at most its amount', () => {
    expect(answer([], register)).toMatchObject([
      {
        type: 'GuaranteeRegistered',
        data: {
          guarantee: guaranteeId('GB', '26GB00001909241'),
          amount: '100000.00',
          shares: [{ account: first, share: '60000.00' }, { share: '40000.00' }],
        },
      },
    ]);
    expect(answer([register], register)).toEqual([]);
    expect(answer([register], { ...register, amount: 20_000_000n })).toEqual(['GUARANTEE_ALREADY_REGISTERED', 'guaranteeReference']);
  });
  it.each<[string, Partial<RegisterGuarantee>, readonly string[]]>([
    ['shares of more than there is', { amount: 9_999_999n }, ['SHARES_EXCEED_GUARANTEE', 'shares']],
    ['two shares of one account', { shares: [shareOf(first, 'R-1', 1n), shareOf(first, 'R-1', 1n)] }, ['GUARANTEE_INVALID', 'shares']],
    ['a negative share', { shares: [shareOf(first, 'R-1', -1n)] }, ['GUARANTEE_INVALID', 'shares']],
    ['an end before its begin', { validTo: '2026-01-01' }, ['GUARANTEE_INVALID', 'validTo']],
    ['a day that does not exist', { validFrom: '2026-02-30' }, ['GUARANTEE_INVALID', 'validFrom']],
  ])('is not registered with %s', (_what, more, expected) => {
    expect(answer([], { ...register, ...more })).toEqual(expected);
  });

  it('is increased, reduced, shared anew and extended; an event says the whole of what then holds', () => {
    expect(answer([register], change('increased', { amount: 12_000_000n }))).toMatchObject([
      {
        type: 'GuaranteeChanged',
        data: { amount: '120000.00', reason: 'increased', shares: [{ share: '60000.00' }, { share: '40000.00' }] },
      },
    ]);
    expect(answer([register], change('reduced', { amount: 5_000_000n }))).toEqual(['SHARES_EXCEED_GUARANTEE', 'shares']);
    expect(answer([register], change('reduced', { amount: 5_000_000n, shares: [shareOf(first, 'R-1', 5_000_000n)] }))).toMatchObject([
      { data: { amount: '50000.00', shares: [{ account: first }] } },
    ]);
    expect(answer([register], change('shared', { shares: [shareOf(second, 'R-2', 1n)] }))).toMatchObject([
      { data: { amount: '100000.00', shares: [{ account: second, share: '0.01' }] } },
    ]);
    expect(answer([register], change('extended', { validTo: '2027-01-01' }))).toMatchObject([{ data: { validTo: '2027-01-01' } }]);
  });
  it('says what held before and in which form, so that the change alone tells by how much it changed', () => {
    const reduced = change('reduced', { amount: 5_000_000n, shares: [] });
    expect(answer([register, change('increased', { amount: 12_000_000n })], reduced)).toMatchObject([
      { data: { amountBefore: '120000.00', amount: '50000.00', form: register.form } },
    ]);
    expect(answer([{ ...register, form: 'deposit' }], change('shared', { shares: [] }))).toMatchObject([
      { data: { amountBefore: '100000.00', amount: '100000.00', form: 'deposit' } },
    ]);
  });
  it.each<[string, ChangeGuarantee, string]>([
    ['increased to less', change('increased', { amount: 1n }), 'amount'],
    ['reduced to more', change('reduced', { amount: 10_000_001n }), 'amount'],
    ['extended with another amount', change('extended', { validTo: '2027-01-01', amount: 1n }), 'amount'],
    ['shared without shares', change('shared'), 'shares'],
    ['extended without a day', change('extended'), 'validTo'],
    ['replaced by nothing', change('replaced'), 'replacedBy'],
    ['expired by another', change('expired', { replacedBy: guaranteeId('GB', 'X') }), 'replacedBy'],
    ['changed on no day', change('expired', { changedOn: '2026-02-30' }), 'changedOn'],
  ])('is not %s', (_what, command, field) => {
    expect(answer([register], command)).toEqual(['GUARANTEE_INVALID', field]);
  });
  it('ends once: replaced without shares, cancelled or expired with the day from which it covers nothing', () => {
    expect(answer([register], change('replaced', { replacedBy: guaranteeId('GB', 'X') }))).toMatchObject([
      { data: { shares: [], reason: 'replaced' } },
    ]);
    expect(answer([register], change('cancelled', { validTo: '2026-03-17' }))).toMatchObject([
      { data: { validTo: '2026-03-17', shares: [{ account: first }, { account: second }] } },
    ]);
    expect(answer([register], change('expired'))).toMatchObject([{ data: { validTo: '2026-03-01' } }]);
    expect(answer([register, change('expired')], change('increased', { amount: 99_000_000n }))).toEqual(['GUARANTEE_ENDED', undefined]);
    expect(answer([], change('expired'))).toEqual(['GUARANTEE_UNKNOWN', undefined]);
  });

  it('is called by two persons, once for a reference and never beyond its amount, also after it ended', () => {
    expect(answer([register, change('expired')], call)).toMatchObject([
      { type: 'GuaranteeCalled', data: { guarantor: 'BANK-1', holder: 'R-1', amount: '5000.00', statement: 'GB-S00000001' } },
    ]);
    expect(answer([register], { ...call, approvedBy: 'OFFICER-1' })).toEqual(['SAME_PERSON', 'approvedBy']);
    expect(answer([register, call], call)).toEqual(['GUARANTEE_ALREADY_CALLED', 'callReference']);
    expect(answer([register, call], { ...call, callReference: 'CALL-2', amount: 9_500_001n })).toEqual(['GUARANTEE_EXHAUSTED', 'amount']);
    expect(answer([register], { ...call, account: accountId('GB', 'R-3', 'deferment') })).toEqual(['ACCOUNT_MISMATCH', 'account']);
    expect(answer([register], { ...call, amount: 0n })).toEqual(['GUARANTEE_INVALID', 'amount']);
  });
});

describe('the amount a guarantee has to be', () => {
  it.each([
    ['UK-DEFERMENT', [1_000_000n, 3_000_001n], 6_000_002n],
    ['CA-RPP-BOND', [2_400_001n, 100n], 1_200_001n],
    ['CA-RPP-BOND', [900_000n], 500_000n],
    ['CA-RPP-BOND', [2_100_000_000_00n], 1_000_000_000n],
    ['CA-RPP-CASH', [2_400_001n], 2_400_001n],
    ['EU-CCG-100', [999n], 999n],
    ['EU-CCG-50', [999n], 500n],
    ['EU-CCG-30', [999n], 300n],
    ['CN-CBEC', [], 0n],
  ] as const)('%s of months %j is %s', (rule, months, amount) => {
    expect(requiredGuarantee(rule, months)).toEqual({ amount, rule });
  });
  it('is reduced by the status of the holder', () => {
    const aeos = ['none', 'AEOS', 'AEOC', 'AEOF'] as const;
    expect(aeos.map((aeo) => euGuaranteeRule({ aeo, meetsCriteriaInPart: false }))).toEqual([
      'EU-CCG-100',
      'EU-CCG-100',
      'EU-CCG-30',
      'EU-CCG-30',
    ]);
    expect(euGuaranteeRule({ aeo: 'none', meetsCriteriaInPart: true })).toBe('EU-CCG-50');
  });
});
