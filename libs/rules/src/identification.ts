/** ISO 3166-1 numeric codes of the Member States. */
const memberStateByNumeric: Readonly<Record<string, string>> = {
  '040': 'AT',
  '056': 'BE',
  '100': 'BG',
  '191': 'HR',
  '196': 'CY',
  '203': 'CZ',
  '208': 'DK',
  '233': 'EE',
  '246': 'FI',
  '250': 'FR',
  '276': 'DE',
  '300': 'GR',
  '348': 'HU',
  '372': 'IE',
  '380': 'IT',
  '428': 'LV',
  '440': 'LT',
  '442': 'LU',
  '470': 'MT',
  '528': 'NL',
  '616': 'PL',
  '620': 'PT',
  '642': 'RO',
  '703': 'SK',
  '705': 'SI',
  '724': 'ES',
  '752': 'SE',
};

const memberStates: ReadonlySet<string> = new Set(Object.values(memberStateByNumeric));

/**
 * True for a text in the form of an IOSS identification number: `IM` and ten digits (VAT Directive Art. 369q). Whether it was granted is
 * another question.
 */
export const isIossNumber = (text: string): boolean => /^IM\d{10}$/.test(text);

/** True for a text in the form of a UK VAT number: nine digits, and three more for a branch (HMRC), with or without the prefix GB. */
export const isUkVatNumber = (text: string): boolean => /^(GB)?\d{9}(\d{3})?$/.test(text);

/**
 * The Member State that gave an IOSS number, as ISO 3166-1 alpha-2: the first three digits are the numeric code of the state (Implementing
 * Regulation (EU) 2020/194). Undefined for any other text, and for a number that names no Member State.
 */
export const memberStateOfIdentification = (schemeNumber: string): string | undefined =>
  isIossNumber(schemeNumber) ? memberStateByNumeric[schemeNumber.slice(2, 5)] : undefined;

/**
 * The Member State that authorised a carrier for special arrangements (VAT Directive Art. 369y), as ISO 3166-1 alpha-2: `SA`, the state and
 * the number it gave, 4 to 20 capitals and digits. No act prescribes a form: each state numbers its own authorisations, and this is how we
 * write them.
 */
export const memberStateOfSpecialArrangements = (schemeNumber: string): string | undefined => {
  const state = /^SA([A-Z]{2})[A-Z0-9]{4,20}$/.exec(schemeNumber)?.[1];
  return state !== undefined && memberStates.has(state) ? state : undefined;
};

/**
 * True for a text in the form of an authorisation for special arrangements of a Member State. Whether it was granted is another question.
 */
export const isSpecialArrangementsNumber = (text: string): boolean => memberStateOfSpecialArrangements(text) !== undefined;
