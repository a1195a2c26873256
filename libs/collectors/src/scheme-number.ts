import { isIossNumber, isSpecialArrangementsNumber, memberStateOfSpecialArrangements } from '#rules';

/** Schemes under which a collector holds a number. */
export type SchemeKind = 'EU-IOSS' | 'UK-VAT' | 'EU-SA';

const hasForm: Readonly<Record<SchemeKind, (number: string) => boolean>> = {
  'EU-IOSS': isIossNumber,
  // HMRC: GB and nine digits; branch and government numbers do not identify a vendor.
  'UK-VAT': (number) => /^GB\d{9}$/.test(number),
  'EU-SA': isSpecialArrangementsNumber,
};

/**
 * Whether a text has the form of a scheme number. `checkDigits` also asks for HMRC's published check of UK VAT numbers; IOSS numbers have
 * none that is published. Off by default: a number that an authority granted is right even where its digits are not, and test numbers fail
 * it.
 */
export const isSchemeNumber = (
  scheme: SchemeKind,
  number: string,
  { checkDigits = false }: { readonly checkDigits?: boolean } = {},
): boolean => hasForm[scheme](number) && (!checkDigits || scheme !== 'UK-VAT' || hasUkVatCheckDigits(number));

/**
 * The book of the authority that a number itself names, where it does: special arrangements are used in the Member State that authorised
 * the carrier, which is that of importation (VAT Directive Art. 369y). Undefined where the number does not say.
 */
export const authorityOfNumber = (scheme: SchemeKind, number: string): string | undefined => {
  const state = scheme === 'EU-SA' ? memberStateOfSpecialArrangements(number) : undefined;
  return state === undefined ? undefined : `EU-${state}`;
};

/**
 * HMRC, "VAT registration number check" (VATREC15060 and since 2010 the variant 9755): the first seven digits weighted 8 to 2 plus the last
 * two digits as a number are a multiple of 97, or become one with 55 added.
 */
export const hasUkVatCheckDigits = (number: string): boolean => {
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 1];
  const total = weights.reduce((sum, weight, i) => sum + weight * (number.charCodeAt(2 + i) - 48), 0);
  return total % 97 === 0 || (total + 55) % 97 === 0;
};
