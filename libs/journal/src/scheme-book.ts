/**
 * ISO 3166-1 numeric codes of the Member States. An IOSS number is `IM` (an intermediary's `IN`), the numeric code of the Member State of
 * identification, and seven more digits.
 */
const memberStateByNumeric: Readonly<Record<string, string>> = {
  '040': 'AT', '056': 'BE', '100': 'BG', '191': 'HR', '196': 'CY', '203': 'CZ', '208': 'DK', '233': 'EE', '246': 'FI',
  '250': 'FR', '276': 'DE', '300': 'GR', '348': 'HU', '372': 'IE', '380': 'IT', '428': 'LV', '440': 'LT', '442': 'LU',
  '470': 'MT', '528': 'NL', '616': 'PL', '620': 'PT', '642': 'RO', '703': 'SK', '705': 'SI', '724': 'ES', '752': 'SE',
};

/**
 * The book in which a supply under a scheme is expected: that of the authority its return goes to, read from the scheme number alone.
 * Supply, correction and return carry the same number, so the memo of J39 is always reversed in the book where it stands. A number that
 * names no Member State is kept in the book `EU`.
 */
export const bookOfScheme = (scheme: 'EU-IOSS' | 'UK-SUPPLY', schemeNumber: string): string => {
  if (scheme === 'UK-SUPPLY') return 'GB';
  const state = /^I[MN]\d{10}$/.test(schemeNumber) ? memberStateByNumeric[schemeNumber.slice(2, 5)] : undefined;
  return state === undefined ? 'EU' : `EU-${state}`;
};
