import { formatMoney, sum } from '#money';
import { assess } from './assess';
import { type AssessedDeclaration, type AssessmentLine } from './assessment';
import { type AssessableDeclaration, type AssessableItem, type StatedTax } from './declaration';
import { evolveRuleBook } from './evolve-rule-book';
import { type RuleBook } from './rule-book';
import { shippedRuleBook } from './shipped-rule-book';

/** One vector: a declaration and its lines as `shownLine` writes them, with `total ...` as the last where the payable sum is part of it. */
export type VectorCase = Readonly<{ id: string; declaration: AssessableDeclaration; outcome: readonly string[] }>;

/** Leather goods, so that a tariff answers where nothing is stated. */
export const item = (seq: number, goodsValue: string, ...statedTaxes: readonly StatedTax[]): AssessableItem => ({
  seq,
  hsCode: '42029900',
  origin: 'CN',
  goodsValue,
  quantity: '1',
  statedTaxes,
});
export const rate = (taxType: string, percent: string, more: Partial<StatedTax> = {}): StatedTax => ({ taxType, rate: percent, ...more });
export const amount = (taxType: string, stated: string, more: Partial<StatedTax> = {}): StatedTax => ({ taxType, amount: stated, ...more });

/** A full declaration between businesses. */
export const h1 = (
  jurisdiction: string,
  items: readonly AssessableItem[],
  more: Partial<AssessableDeclaration> = {},
): AssessableDeclaration => ({
  jurisdiction,
  dataset: 'H1',
  acceptedOn: '2021-10-26',
  currency: 'GBP',
  items,
  buyerType: 'business',
  transactionType: 'B2B',
  additionalProcedures: [],
  ...more,
});

const shownLine = (line: AssessmentLine): string => {
  const how = [
    line.relieved.minor === 0n ? '' : ` relieved ${line.reliefKind ?? ''}`,
    line.accountedElsewhere.minor === 0n ? '' : ` in ${line.elsewhere?.scheme ?? ''}`,
    line.secured.minor === 0n ? '' : ' secured',
  ].join('');
  return `${String(line.itemSeq)} ${line.taxType} ${line.base} -> ${formatMoney(line.assessed)}${how}`;
};

const payable = (a: AssessedDeclaration): string =>
  `total ${formatMoney(
    sum(
      a.lines.map((l) => l.payable),
      a.currency,
    ),
  )}`;

/** What a case comes to, in the words of its outcome. */
export const outcomeOf = ({ declaration, outcome }: VectorCase, rules: RuleBook): readonly string[] => {
  const result = assess(declaration, rules);
  if (result.kind === 'refused') throw new Error(`${result.code}: ${result.message}`);
  return [...result.lines.map(shownLine), ...(outcome.some((o) => o.startsWith('total')) ? [payable(result)] : [])];
};

/** A row of a tariff as the tests publish it: jurisdiction, code prefix, origin, expression. */
export type PublishedDuty = readonly [jurisdiction: string, codePrefix: string, origin: string, expression: string];

/** The shipped law with these duties and exchange rates on top; a rate is what one euro is worth on a day. */
export const lawWith = (
  duties: readonly PublishedDuty[],
  rates: readonly (readonly [quote: string, day: string, rate: string])[] = [],
  from: RuleBook = shippedRuleBook(),
): RuleBook => {
  const withDuties = duties.reduce((book, [jurisdiction, codePrefix, origin, expression]) => {
    const measures = [{ codePrefix, origin, from: '2000-01-01', publishedAt: '2000-01-01', expression }];
    return evolveRuleBook(book, { type: 'MeasuresPublished', data: { jurisdiction, taxType: 'A00', source: 'test', measures } });
  }, from);
  return rates.reduce(
    (book, [quote, day, value]) =>
      evolveRuleBook(book, {
        type: 'ExchangeRatesPublished',
        data: { publisher: 'ECB', quote, year: day.slice(0, 4), source: 'test', rates: [{ day, rate: value }] },
      }),
    withDuties,
  );
};
