import { AmountError, Exact } from '#money';

/**
 * How a measure computes its tax. Rates are per cent, amounts and quantities canonical decimal text, so that a rule prints as the law does.
 * Text form (`formatExpression`, `parseExpression`): `12%`, `3.00 GBP/100 kg`, `12% + 3.00 GBP/100 kg`, `min(a; b)`, `max(a; b)`,
 * `3.00 EUR/hs6`, `3.00 EUR/consignment`, `vat:standard`.
 */
export type TaxExpression =
  | Readonly<{ kind: 'adValorem'; rate: string }>
  | Readonly<{ kind: 'specific'; amount: string; currency: string; perQuantity: string; unit: string }>
  | Readonly<{ kind: 'sum' | 'min' | 'max'; of: readonly TaxExpression[] }>
  /** A fixed amount for each distinct classification of the consignment, whatever the quantity (Council Regulation (EU) 2026/382). */
  | Readonly<{ kind: 'flatPerDistinctHs6'; amount: string; currency: string }>
  /** A fixed amount for the whole consignment, whatever is in it. */
  | Readonly<{ kind: 'flatPerConsignment'; amount: string; currency: string }>
  /** The rate of the country's VAT table in that category on the tax point. */
  | Readonly<{ kind: 'vat'; category: VatCategory }>;

/** The bands of VAT Directive 2006/112/EC Art. 96-98 and 110; `superReduced` is below 5 %, `reduced2` the second reduced rate. */
export const VAT_CATEGORIES = ['standard', 'reduced', 'reduced2', 'superReduced', 'zero'] as const;
export type VatCategory = (typeof VAT_CATEGORIES)[number];

/** The text of a rule cannot be expressed; the caller reports the line, it never drops it. */
export class UnsupportedExpressionError extends Error {
  override readonly name = 'UnsupportedExpressionError';
  readonly code = 'EXPRESSION_UNSUPPORTED';
  constructor(readonly text: string) {
    super(`${JSON.stringify(text.slice(0, 80))}: a rule of this form is not supported`);
  }
}

/** One text per rule: equal rules have equal text, and `parseExpression` reads it back. */
export const formatExpression = (e: TaxExpression): string => {
  switch (e.kind) {
    case 'adValorem':
      return `${e.rate}%`;
    case 'specific':
      return `${e.amount} ${e.currency}/${e.perQuantity === '1' ? '' : `${e.perQuantity} `}${e.unit}`;
    case 'sum':
      return e.of.map(formatExpression).join(' + ');
    case 'min':
    case 'max':
      return `${e.kind}(${e.of.map(formatExpression).join('; ')})`;
    case 'flatPerDistinctHs6':
      return `${e.amount} ${e.currency}/hs6`;
    case 'flatPerConsignment':
      return `${e.amount} ${e.currency}/consignment`;
    case 'vat':
      return `vat:${e.category}`;
  }
};

const call = /^(min|max)\((.+)\)$/;
const percent = /^(\d{1,6}(?:\.\d{1,6})?)\s*%$/;
const specific = /^(\d{1,9}(?:\.\d{1,6})?) ([A-Z]{3})\/(?:(\d{1,7}) )?([a-z][a-z0-9 ]{0,40})$/;
const DEEPEST = 8;

/** @throws UnsupportedExpressionError */
export const parseExpression = (text: string, depth = 0): TaxExpression => {
  if (depth > DEEPEST || text.length > 400) throw new UnsupportedExpressionError(text);
  const terms = splitAtTop(text, '+');
  if (terms.length > 1) return { kind: 'sum', of: terms.map((t) => parseExpression(t, depth + 1)) };
  const nested = call.exec(text.trim());
  if (nested === null) return parseTerm(text);
  return { kind: nested[1] === 'min' ? 'min' : 'max', of: splitAtTop(nested[2] ?? '', ';').map((t) => parseExpression(t, depth + 1)) };
};

/** Splits outside parentheses. */
const splitAtTop = (text: string, separator: '+' | ';'): readonly string[] => {
  const parts: string[] = [];
  let [open, start] = [0, 0];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') open += 1;
    if (text[i] === ')') open -= 1;
    if (text[i] === separator && open === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
};

const parseTerm = (text: string): TaxExpression => {
  const term = text.trim();
  if (term.startsWith('vat:')) {
    const category = VAT_CATEGORIES.find((c) => c === term.slice(4));
    if (category !== undefined) return { kind: 'vat', category };
  }
  const rate = percent.exec(term);
  if (rate !== null) return { kind: 'adValorem', rate: canonical(rate[1], text) };
  const found = specific.exec(term);
  if (found === null) throw new UnsupportedExpressionError(text);
  const [, amount = '', currency = '', perQuantity = '1', unit = ''] = found;
  if (unit === 'hs6') return { kind: 'flatPerDistinctHs6', amount, currency };
  if (unit === 'consignment') return { kind: 'flatPerConsignment', amount, currency };
  return { kind: 'specific', amount, currency, perQuantity, unit };
};

/** `12.0` and `12` are one rate. */
const canonical = (digits: string | undefined, text: string): string => {
  try {
    return Exact.parse(digits ?? '').toCanonicalText();
  } catch (error) {
    if (error instanceof AmountError) throw new UnsupportedExpressionError(text);
    throw error;
  }
};
