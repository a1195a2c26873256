import { memberStateOfIdentification } from '#rules';

/** The book of a Member State's authority. */
export const bookOfCountry = (country: string): string => `EU-${country}`;

/**
 * The book in which a supply under a scheme is expected: that of the authority its return goes to, read from the scheme number alone.
 * Supply, correction and return carry the same number, so the memo of J39 is always reversed in the book where it stands. A number that
 * names no Member State is kept in the book `EU`.
 */
export const bookOfScheme = (scheme: 'EU-IOSS' | 'UK-SUPPLY', schemeNumber: string): string => {
  if (scheme === 'UK-SUPPLY') return 'GB';
  const state = memberStateOfIdentification(schemeNumber);
  return state === undefined ? 'EU' : bookOfCountry(state);
};
