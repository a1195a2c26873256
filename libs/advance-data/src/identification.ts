import { isIossNumber, isUkVatNumber, memberStateOfIdentification, type RuleBook } from '#rules';

/**
 * IANA zone of the Member State that gave an IOSS number: the period of a supply is judged by that state's clock. Undefined for any other
 * number.
 */
export const zoneOfIdentification = (rules: RuleBook, schemeNumber: string): string | undefined => {
  const state = memberStateOfIdentification(schemeNumber);
  return state === undefined ? undefined : rules.jurisdiction(state)?.value.zone;
};

/** An IOSS number serves IOSS only, a VAT number the UK supply only. */
export const numberServes = (schemeNumber: string, scheme: 'EU-IOSS' | 'UK-SUPPLY'): boolean =>
  scheme === 'EU-IOSS' ? isIossNumber(schemeNumber) : isUkVatNumber(schemeNumber);
