/**
 * How a measure computes its tax. Rates are per cent, amounts and quantities canonical decimal text, so that a rule prints as the law does.
 * Text form (`formatExpression`, `parseExpression`): `12%`, `3.00 GBP/100 kg`, `12% + 3.00 GBP/100 kg`, `min(a; b)`, `max(a; b)`,
 * `3.00 EUR/hs6`, `vat:standard`, `none`.
 */
export type TaxExpression =
  | Readonly<{ kind: 'adValorem'; rate: string }>
  | Readonly<{ kind: 'specific'; amount: string; currency: string; perQuantity: string; unit: string }>
  | Readonly<{ kind: 'sum' | 'min' | 'max'; of: readonly TaxExpression[] }>
  /** A fixed amount for each distinct classification of the consignment, whatever the quantity (Council Regulation (EU) 2026/382). */
  | Readonly<{ kind: 'flatPerDistinctHs6'; amount: string; currency: string }>
  /** The rate of the country's VAT table in that category on the tax point. */
  | Readonly<{ kind: 'vat'; category: VatCategory }>;

/** The bands of VAT Directive 2006/112/EC Art. 96-98 and 110; `superReduced` is below 5 %, `reduced2` the second reduced rate. */
export type VatCategory = 'standard' | 'reduced' | 'reduced2' | 'superReduced' | 'zero';
