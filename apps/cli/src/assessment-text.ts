import { present } from '#event-catalogue';
import { formatMoney, type Money, type RoundingStep } from '#money';
import type { AssessedDeclaration, AssessmentLine, ExchangeRate, TaxAmounts } from '#rules';
import { table } from './output';

const amountNames = ['assessed', 'relieved', 'accountedElsewhere', 'secured', 'payable'] as const satisfies readonly (keyof TaxAmounts)[];

const amountsOf = (amounts: TaxAmounts): Readonly<Record<(typeof amountNames)[number], string>> => ({
  assessed: formatMoney(amounts.assessed),
  relieved: formatMoney(amounts.relieved),
  accountedElsewhere: formatMoney(amounts.accountedElsewhere),
  secured: formatMoney(amounts.secured),
  payable: formatMoney(amounts.payable),
});

const moneyDocument = (money: Money): { readonly amount: string; readonly currency: string } => ({
  amount: formatMoney(money),
  currency: money.currency,
});

const lineDocument = (line: AssessmentLine) => ({
  item: line.itemSeq,
  taxType: line.taxType,
  beneficiary: line.beneficiary,
  base: line.base,
  baseCurrency: line.baseCurrency,
  rate: line.expression,
  rule: line.ruleId,
  ...amountsOf(line),
  ...present({ reliefKind: line.reliefKind, accountedIn: line.elsewhere }),
  rateRows: line.rateRows,
  exchangeRows: line.exchangeRows,
  ...(line.rounding === undefined ? {} : { rounding: line.rounding }),
});

/** Every figure of an assessment with its reasons, amounts as text. */
export const assessmentDocument = (assessed: AssessedDeclaration) => ({
  jurisdiction: assessed.jurisdiction,
  currency: assessed.currency,
  lines: assessed.lines.map(lineDocument),
  totals: assessed.totals.map((total) => ({ taxType: total.taxType, beneficiary: total.beneficiary, ...amountsOf(total) })),
  items: assessed.items.map(({ seq, customsValue }) => ({ seq, customsValue: moneyDocument(customsValue) })),
  ...(assessed.threshold === undefined ? {} : { threshold: assessed.threshold }),
  tables: assessed.tables,
  exchangeRows: assessed.exchangeRows,
  roundings: assessed.roundings,
  findings: assessed.findings,
});

const exchangeText = ({ base, quote, rate, day, sourceDate }: ExchangeRate): string =>
  `1 ${base} = ${rate} ${quote} for ${day}, published ${sourceDate}`;

const roundingText = ({ ruleId, mode, unit, before, after }: RoundingStep): string =>
  `${ruleId}: ${before} -> ${after} (${mode}, to ${unit})`;

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** The same for people: a table of lines, then what they rest on. */
export const assessmentText = (assessed: AssessedDeclaration): string => {
  const lines = assessed.lines.map((line) => [
    String(line.itemSeq),
    line.taxType,
    `${line.base} ${line.baseCurrency}`,
    line.expression,
    ...amountNames.map((name) => formatMoney(line[name])),
    line.ruleId,
  ]);
  const amounts = ['assessed', 'relieved', 'elsewhere', 'secured', 'payable'];
  const totals = assessed.totals.map((total) => [total.taxType, total.beneficiary, ...amountNames.map((name) => formatMoney(total[name]))]);
  return [
    `Assessed for ${assessed.jurisdiction} in ${assessed.currency}`,
    '',
    table(['item', 'tax', 'base', 'rate', ...amounts, 'rule'], lines),
    '',
    table(['total', 'beneficiary', ...amounts], totals),
    ...section('exchange rates', assessed.exchangeRows.map(exchangeText)),
    ...section('rounding steps', assessed.roundings.map(roundingText)),
    ...section(
      'tables of the law',
      assessed.tables.map(({ id, hash }) => `${id}  ${hash}`),
    ),
    ...section(
      'findings',
      assessed.findings.map(({ code, message }) => `${code}: ${message}`),
    ),
  ].join('\n');
};
