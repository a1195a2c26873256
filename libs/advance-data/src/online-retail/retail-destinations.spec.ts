import { isCountry } from '#rules';
import { retailDestination } from './retail-destinations';

describe('a destination as a shop writes it', () => {
  it.each([
    ['United Kingdom', 'GB'],
    ['UK', 'GB'],
    ['EIRE', 'IE'],
    ['RSA', 'ZA'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['Channel Islands', 'JE'],
    ['Greece', 'GR'],
    ['EL', 'GR'],
    ['germany', 'DE'],
    ['GERMANY', 'DE'],
    ['DE', 'DE'],
    ['de', 'DE'],
    ['The Netherlands', 'NL'],
    ['Czech Republic', 'CZ'],
    ['Mexico', 'MX'],
    ['Bosnia & Herzegovina', 'BA'],
    ["Côte d'Ivoire", 'CI'],
    ['Viet Nam', 'VN'],
    ['Türkiye', 'TR'],
    ['Northern Ireland', 'XI'],
  ])('%s is %s', (name, code) => {
    expect(retailDestination(name)).toBe(code);
    expect(isCountry(code)).toBe(true);
  });

  it.each(['', 'Unspecified', 'European Community', 'West Indies', 'ZZ'])('%j names no country', (name) => {
    expect(retailDestination(name)).toBeUndefined();
  });
});
