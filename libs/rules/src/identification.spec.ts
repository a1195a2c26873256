import { isCountry } from './countries';
import {
  isIossNumber,
  isSpecialArrangementsNumber,
  isUkVatNumber,
  memberStateOfIdentification,
  memberStateOfSpecialArrangements,
} from './identification';
import { shippedRuleBook } from './shipped-rule-book';

describe('an IOSS number', () => {
  it.each([
    ['IM3720000015', true],
    ['IN3720000015', false],
    ['IM372000001', false],
    ['im3720000015', false],
    ['ІM3720000015', false], // the first letter is Cyrillic
    ['GB123456789', false],
  ])('%s has the form of one: %s', (text, expected) => {
    expect(isIossNumber(text)).toBe(expected);
  });

  it.each([
    ['GB123456789', true],
    ['123456789', true],
    ['GB123456789001', true],
    ['GB12345678', false],
    ['GB1234567890', false],
    ['IM3720000015', false],
  ])('%s has the form of a UK VAT number: %s', (text, expected) => {
    expect(isUkVatNumber(text)).toBe(expected);
  });

  it('names the Member State of identification by its numeric code', () => {
    expect(memberStateOfIdentification('IM3720000015')).toBe('IE');
    expect(memberStateOfIdentification('IM0400000015')).toBe('AT');
    expect(memberStateOfIdentification('IM8260000015')).toBeUndefined();
    expect(memberStateOfIdentification('GB123456789')).toBeUndefined();
  });

  it('names each of the 27 states of the rules once, and nothing else', () => {
    const numbers = Array.from({ length: 1000 }, (_, code) => `IM${String(code).padStart(3, '0')}0000000`);
    const states = numbers.flatMap((number) => memberStateOfIdentification(number) ?? []);
    expect(states).toHaveLength(27);
    expect(new Set(states).size).toBe(27);
    expect(states.filter((state) => shippedRuleBook().jurisdiction(state)?.value.territory !== 'EU')).toEqual([]);
  });
});

describe('an authorisation for special arrangements', () => {
  it.each([
    ['SAFR2021000001', 'FR'],
    ['SAGRX123', 'GR'],
    ['SAEL2021000001', undefined], // Greece is GR in every number of ours
    ['SAGB2021000001', undefined],
    ['SAFR123', undefined],
    ['saFR2021000001', undefined],
    ['IM3720000015', undefined],
  ])('%s is of the state %s', (text, state) => {
    expect(memberStateOfSpecialArrangements(text)).toBe(state);
    expect(isSpecialArrangementsNumber(text)).toBe(state !== undefined);
  });
});

it.each([
  ['CN', true],
  ['GB', true],
  ['XI', true],
  ['XK', true],
  ['ZZ', false],
  ['EL', false],
  ['UK', false],
  ['EU', false],
  ['cn', false],
])('%s is a country: %s', (code, known) => {
  expect(isCountry(code)).toBe(known);
});
