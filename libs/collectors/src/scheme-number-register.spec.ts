import { type CollectorEvent } from './collectors.events';
import { hasUkVatCheckDigits, isSchemeNumber } from './scheme-number';
import { SchemeNumberRegister } from './scheme-number-register';

const number = { collector: 'V-IE-1', scheme: 'EU-IOSS', schemeNumber: 'IM3720000014', authority: 'EU-IE' } as const;
const events: readonly CollectorEvent[] = [
  {
    type: 'CollectorRegistered',
    data: { collector: 'V-IE-1', name: 'Emerald Goods', establishedIn: 'IE', roles: ['vendor'], registeredOn: '2025-01-01' },
  },
  { type: 'SchemeNumberGranted', data: { ...number, validFrom: '2025-01-01', validTo: '2025-06-30' } },
  { type: 'SchemeNumberGranted', data: { ...number, validFrom: '2025-09-01' } },
  { type: 'SchemeNumberWithdrawn', data: { ...number, withdrawnFrom: '2026-02-01', reason: 'ceased trade' } },
];
const register = new SchemeNumberRegister();
for (const event of events) register.apply(event);

describe('SchemeNumberRegister', () => {
  it.each([
    ['2024-12-31', 'unknown'],
    ['2025-01-01', 'held'],
    ['2025-06-30', 'held'],
    ['2025-07-01', 'expired'],
    ['2025-09-01', 'held'],
    ['2026-01-31', 'held'],
    ['2026-02-01', 'withdrawn'],
  ])('on %s the number is %s', (day, kind) => {
    expect(register.holderOf('IM3720000014', day).kind).toBe(kind);
  });
  it('does not know a number that nobody was granted', () => {
    expect(register.holderOf('IM2500000001', '2025-10-01')).toEqual({ kind: 'unknown' });
  });
  it('names the holder, and the number of a holder', () => {
    expect(register.holderOf('IM3720000014', '2025-10-01')).toMatchObject({
      holder: 'V-IE-1',
      validity: { authority: 'EU-IE', validFrom: '2025-09-01' },
    });
    expect(register.numberOf('V-IE-1', 'EU-IOSS', '2025-10-01')?.schemeNumber).toBe('IM3720000014');
    expect(register.numberOf('V-IE-1', 'EU-IOSS', '2026-03-01')).toBeUndefined();
    expect(register.numberOf('V-IE-1', 'UK-VAT', '2025-10-01')).toBeUndefined();
  });
});

describe('isSchemeNumber', () => {
  it('knows the forms', () => {
    expect(isSchemeNumber('EU-IOSS', 'IM5532027340')).toBe(true);
    expect(isSchemeNumber('EU-IOSS', 'IM55320273401')).toBe(false);
    expect(isSchemeNumber('EU-IOSS', 'ІM5532027340')).toBe(false); // the first letter is Cyrillic
    expect(isSchemeNumber('UK-VAT', 'GB123456789')).toBe(true);
    expect(isSchemeNumber('UK-VAT', 'GB12345678')).toBe(false);
  });
  it('checks UK digits by both published variants', () => {
    expect(hasUkVatCheckDigits('GB434031494')).toBe(true); // variant 97
    expect(hasUkVatCheckDigits('GB100000034')).toBe(true); // variant 9755
    expect(hasUkVatCheckDigits('GB434031495')).toBe(false);
    expect(isSchemeNumber('UK-VAT', 'GB434031494', { checkDigits: true })).toBe(true);
  });
});
