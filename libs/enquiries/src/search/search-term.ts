import { isCurrency } from '#money';

/** What can be found, in words for people. */
export const searchKinds = [
  'collector',
  'schemeNumber',
  'order',
  'credit',
  'payment',
  'consignment',
  'declaration',
  'summary',
  'receipt',
  'statement',
  'return',
  'charge',
  'interest',
  'penalty',
  'guarantee',
  'claim',
  'returnCase',
  'evidenceRequest',
] as const;
export type SearchKind = (typeof searchKinds)[number];

/** A name by which people look for a thing. */
export interface SearchTerm {
  readonly term: string;
  readonly kind: SearchKind;
  readonly subject: string;
  readonly written: string;
  readonly owners: readonly string[];
}

/**
 * Letters and digits alone, in capitals: how a number is typed (spaces, dashes, points, case) makes no difference. Empty where nothing is
 * left.
 */
export const normalTerm = (written: string): string =>
  // Nearly all are such already.
  plainTerm.test(written)
    ? written
    : written
        .normalize('NFKC')
        .toUpperCase()
        .replace(/[^\p{L}\p{N}]/gu, '');
const plainTerm = /^[A-Z0-9]+$/;

/** An amount as a term; with a space before it, as no name begins. `12.30` and `12.3` are the same. */
export const amountTerm = (amount: string, currency: string): string => ` ${plainAmount(amount)} ${currency}`;

const plainAmount = (amount: string): string => (amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount);

/** `12.34`, `12.34 EUR`, `EUR 12.34`. */
const amountForm = /^(?:([A-Z]{3})\s*)?(-?\d[\d.,'’ ]*)(?:([A-Z]{3}))?$/;

/** A number as people and banks write it: `1234.5`, `1,234.50`, `1 234.50`, `1'234.50`; undefined for anything else. */
const pointed = /^-?(?:0|[1-9]\d{0,17}|[1-9]\d{0,2}([,'’ ])\d{3}(?:\1\d{3})*)(?:\.\d{1,12})?$/;
/** With a comma before the decimals: `1234,5`, `1.234,50`. Three digits after the only comma are thousands. */
const commaed = /^-?(?:(?:0|[1-9]\d{0,17}),\d{1,2}|[1-9]\d{0,2}([.'’ ])\d{3}(?:\1\d{3})*,\d{1,3})$/;
const numberOf = (typed: string): string | undefined => {
  if (pointed.test(typed)) return typed.replace(/[,'’ ]/g, '');
  return commaed.test(typed) ? typed.replace(/[.'’ ]/g, '').replace(',', '.') : undefined;
};

/** `apart`: a currency is named, and not written in one word with the number, as in `SEK1001`. */
const amountAsked = (text: string): { amount: string; currency: string; apart: boolean } | undefined => {
  const written = text.normalize('NFKC').trim().toUpperCase();
  const [, before, number = '', after] = amountForm.exec(written) ?? [];
  const amount = numberOf(number.trim());
  const currency = before ?? after ?? '';
  if (amount === undefined || (before !== undefined && after !== undefined) || (currency !== '' && !isCurrency(currency))) return undefined;
  return { amount, currency, apart: /[A-Z] | [A-Z]/.test(written) };
};

/** A half-open stretch of terms, in the order of their bytes. */
export interface TermRange {
  readonly from: string;
  readonly before: string;
}

/** What a text asks for: stretches of terms, in the order in which they answer. */
export interface SearchQuestion {
  /** The name as it is looked up: a term that equals it, and every amount, is found exactly. */
  readonly name: string;
  readonly ranges: readonly TermRange[];
}

/** Shorter texts find only what is called so exactly. */
const shortestPrefix = 3;

/** After every other character, in the order of UTF-8: what begins with a text lies before the text and this. */
const lastCharacter = '\u{10FFFF}';
/** Before every character of a name. */
const firstCharacter = ' ';

/** Undefined for a text that names nothing: it has no letter and no digit. */
export const questionOf = (text: string): SearchQuestion | undefined => {
  const name = normalTerm(text);
  if (name === '') return undefined;
  const exactly: TermRange = { from: name, before: `${name}${firstCharacter}` };
  const names = name.length < shortestPrefix ? exactly : { from: name, before: `${name}${lastCharacter}` };
  const asked = amountAsked(text);
  if (asked === undefined) return { name, ranges: [names] };
  const { amount, currency, apart } = asked;
  const amounts: TermRange = {
    from: amountTerm(amount, currency),
    before: `${amountTerm(amount, currency)}${currency === '' ? lastCharacter : firstCharacter}`,
  };
  // Whole numbers are names more often than amounts; what has cents, or a currency that stands apart, is no beginning of a name.
  return { name, ranges: apart || amount.includes('.') ? [amounts, exactly] : [names, amounts] };
};
