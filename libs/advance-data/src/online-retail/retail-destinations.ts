import { isCountry } from '#rules';

/** The shop's names of countries in ISO 3166-1. The Channel Islands are two bailiwicks without one code; both are outside every rule set. */
const named: ReadonlyMap<string, string> = new Map([
  ['united kingdom', 'GB'], ['eire', 'IE'], ['ireland', 'IE'], ['rsa', 'ZA'], ['south africa', 'ZA'], ['usa', 'US'], ['united states', 'US'], ['channel islands', 'JE'],
  ['austria', 'AT'], ['belgium', 'BE'], ['bulgaria', 'BG'], ['croatia', 'HR'], ['cyprus', 'CY'], ['czech republic', 'CZ'], ['czechia', 'CZ'], ['denmark', 'DK'],
  ['estonia', 'EE'], ['finland', 'FI'], ['france', 'FR'], ['germany', 'DE'], ['greece', 'GR'], ['hungary', 'HU'], ['italy', 'IT'], ['latvia', 'LV'], ['lithuania', 'LT'],
  ['luxembourg', 'LU'], ['malta', 'MT'], ['netherlands', 'NL'], ['poland', 'PL'], ['portugal', 'PT'], ['romania', 'RO'], ['slovakia', 'SK'], ['slovenia', 'SI'],
  ['spain', 'ES'], ['sweden', 'SE'], ['australia', 'AU'], ['bahrain', 'BH'], ['bermuda', 'BM'], ['brazil', 'BR'], ['canada', 'CA'], ['china', 'CN'], ['hong kong', 'HK'],
  ['iceland', 'IS'], ['india', 'IN'], ['israel', 'IL'], ['japan', 'JP'], ['korea', 'KR'], ['south korea', 'KR'], ['lebanon', 'LB'], ['new zealand', 'NZ'], ['nigeria', 'NG'],
  ['norway', 'NO'], ['saudi arabia', 'SA'], ['singapore', 'SG'], ['switzerland', 'CH'], ['thailand', 'TH'], ['turkey', 'TR'], ['united arab emirates', 'AE'],
]);

/** ISO code of a destination as the shop writes it, or undefined where it names none (`Unspecified`, `European Community`, an unknown name). */
export const retailDestination = (name: string): string | undefined => named.get(name.toLowerCase()) ?? (isCountry(name) ? name : undefined);
