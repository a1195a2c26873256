import { type CollectorCommand, type GrantSchemeNumber, type RegisterCollector } from './collectors.commands';
import { collectorDecider } from './collectors.decider';
import { type CollectorEvent } from './collectors.events';

const when = (given: readonly CollectorEvent[], command: CollectorCommand): ReturnType<typeof collectorDecider.decide> =>
  collectorDecider.decide(command, given.reduce(collectorDecider.evolve, collectorDecider.initial));
const codeAndField = (decision: ReturnType<typeof when>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];

const register: RegisterCollector = {
  type: 'RegisterCollector',
  collector: { collector: 'V-IE-1', name: 'Emerald Goods', establishedIn: 'IE', roles: ['vendor'], registeredOn: '2025-01-01' },
};
const grant: GrantSchemeNumber = {
  type: 'GrantSchemeNumber',
  scheme: 'EU-IOSS',
  schemeNumber: 'IM3720000014',
  authority: 'EU-IE',
  validFrom: '2025-01-01',
};
const registered: CollectorEvent = { type: 'CollectorRegistered', data: register.collector };
const granted = (more: { validFrom?: string; validTo?: string } = {}): CollectorEvent => ({
  type: 'SchemeNumberGranted',
  data: { collector: 'V-IE-1', scheme: 'EU-IOSS', schemeNumber: 'IM3720000014', authority: 'EU-IE', validFrom: '2025-01-01', ...more },
});
const withdrawn: CollectorEvent = {
  type: 'SchemeNumberWithdrawn',
  data: { collector: 'V-IE-1', scheme: 'EU-IOSS', schemeNumber: 'IM3720000014', withdrawnFrom: '2026-02-01', reason: 'ceased trade' },
};
const withdraw = (withdrawnFrom: string): CollectorCommand => ({
  type: 'WithdrawSchemeNumber',
  scheme: 'EU-IOSS',
  schemeNumber: 'IM3720000014',
  withdrawnFrom,
  reason: 'ceased trade',
});

describe('a collector', () => {
  it('is registered once; the same facts again change nothing', () => {
    expect(when([], register)).toEqual({ accepted: [registered] });
    expect(when([registered], register)).toEqual({ accepted: [] });
  });
  it('is not registered again with other facts', () => {
    expect(codeAndField(when([registered], { ...register, collector: { ...register.collector, establishedIn: 'FR' } }))).toEqual([
      'COLLECTOR_ALREADY_REGISTERED',
      'establishedIn',
    ]);
    expect(codeAndField(when([], { ...register, collector: { ...register.collector, registeredOn: '2025-02-30' } }))).toEqual([
      'DAY_RANGE_INVALID',
      'registeredOn',
    ]);
  });
  it('is established in a country of ISO 3166-1', () => {
    expect(codeAndField(when([], { ...register, collector: { ...register.collector, establishedIn: 'ZZ' } }))).toEqual([
      'COUNTRY_UNKNOWN',
      'establishedIn',
    ]);
  });
  it('is granted a number, once', () => {
    expect(when([registered], grant)).toEqual({ accepted: [granted()] });
    expect(when([registered, granted()], grant)).toEqual({ accepted: [] });
  });
  it('is granted a number again after its validity or its withdrawal', () => {
    expect(when([registered, granted({ validTo: '2025-12-31' })], { ...grant, validFrom: '2026-01-01' })).toEqual({
      accepted: [granted({ validFrom: '2026-01-01' })],
    });
    expect(when([registered, granted(), withdrawn], { ...grant, validFrom: '2026-02-01' })).toEqual({
      accepted: [granted({ validFrom: '2026-02-01' })],
    });
  });
  it.each<[string, readonly CollectorEvent[], CollectorCommand, string, string]>([
    ['an unknown collector', [], grant, 'COLLECTOR_UNKNOWN', 'collector'],
    ['a number of nine digits', [registered], { ...grant, schemeNumber: 'IM372000001' }, 'SCHEME_NUMBER_MALFORMED', 'schemeNumber'],
    ['an IOSS number as a VAT number', [registered], { ...grant, scheme: 'UK-VAT' }, 'SCHEME_NUMBER_MALFORMED', 'schemeNumber'],
    [
      'a VAT number with wrong check digits, when asked',
      [registered],
      { ...grant, scheme: 'UK-VAT', schemeNumber: 'GB123456789', checkDigits: true },
      'SCHEME_NUMBER_MALFORMED',
      'schemeNumber',
    ],
    [
      'an authorisation for special arrangements by another state',
      [registered],
      { ...grant, scheme: 'EU-SA', schemeNumber: 'SAFR20210001' },
      'SCHEME_NUMBER_AUTHORITY_DIFFERS',
      'authority',
    ],
    [
      'an authorisation of no Member State',
      [registered],
      { ...grant, scheme: 'EU-SA', schemeNumber: 'SACH20210001' },
      'SCHEME_NUMBER_MALFORMED',
      'schemeNumber',
    ],
    ['a first day that does not exist', [registered], { ...grant, validFrom: '2025-13-01' }, 'DAY_RANGE_INVALID', 'validFrom'],
    ['a last day before the first', [registered], { ...grant, validTo: '2024-12-31' }, 'DAY_RANGE_INVALID', 'validTo'],
    [
      'a second grant of the same days',
      [registered, granted()],
      { ...grant, validFrom: '2026-01-01' },
      'SCHEME_NUMBER_ALREADY_GRANTED',
      'validFrom',
    ],
  ])('refuses to grant: %s', (_, given, command, code, field) => {
    expect(codeAndField(when(given, command))).toEqual([code, field]);
  });
  it('loses a number on a day', () => {
    expect(when([registered, granted()], withdraw('2026-02-01'))).toEqual({ accepted: [withdrawn] });
    expect(when([registered, granted(), withdrawn], withdraw('2026-02-01'))).toEqual({ accepted: [] });
  });
  it.each<[string, readonly CollectorEvent[], string, string]>([
    ['a number never granted', [registered], '2026-02-01', 'SCHEME_NUMBER_NOT_GRANTED'],
    ['a number withdrawn before', [registered, granted(), withdrawn], '2026-03-01', 'SCHEME_NUMBER_ALREADY_WITHDRAWN'],
    ['a day before the grant', [registered, granted()], '2024-12-31', 'DAY_RANGE_INVALID'],
    ['a day that does not exist', [registered, granted()], '2026-02-29', 'DAY_RANGE_INVALID'],
  ])('refuses to withdraw: %s', (_, given, day, code) => {
    expect(codeAndField(when(given, withdraw(day)))[0]).toBe(code);
  });
});
