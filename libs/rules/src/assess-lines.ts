import { Exact, formatMoney, type Money, type RoundingMode, subtract, zero } from '#money';
import { type AssessContext } from './assess-context';
import { type AssessmentLine } from './assessment';
import { type AssessableItem, type ReliefKind, type StatedTax } from './declaration';
import { Refusal } from './refusal';

/** What a tax line is computed from, before rounding and before it is known who bears it. */
export type TaxComputation = Readonly<{
  taxType: string;
  base: string;
  baseCurrency: string;
  exact: Exact;
  expression: string;
  ruleId: string;
  rateRows?: readonly string[];
  exchangeRows?: readonly string[];
}>;

export type TaxTreatment =
  | Readonly<{ kind: 'payable' }>
  | Readonly<{ kind: 'relieved'; reliefKind: ReliefKind }>
  | Readonly<{ kind: 'secured' }>
  | Readonly<{ kind: 'elsewhere' }>;

export const PAYABLE: TaxTreatment = { kind: 'payable' };
const NOTHING: readonly string[] = [];

/** Rounds once and puts the whole amount where the treatment says, so that the identity of the five amounts holds by construction. */
export const taxLine = (
  context: AssessContext,
  item: AssessableItem,
  tax: TaxComputation,
  mode: RoundingMode,
  treatment: TaxTreatment,
): AssessmentLine => {
  const { recorder, currency, elsewhere } = context;
  const { money, step } = recorder.round(`${context.jurisdiction.id}.${tax.taxType}.tax-line`, tax.exact, currency, mode);
  const none = zero(currency);
  const line: AssessmentLine = {
    itemSeq: item.seq,
    taxType: tax.taxType,
    beneficiary: beneficiaryOf(context, tax.taxType),
    base: tax.base,
    baseCurrency: tax.baseCurrency,
    expression: tax.expression,
    ruleId: tax.ruleId,
    rateRows: tax.rateRows ?? NOTHING,
    exchangeRows: tax.exchangeRows ?? NOTHING,
    assessed: money,
    relieved: treatment.kind === 'relieved' ? money : none,
    accountedElsewhere: treatment.kind === 'elsewhere' ? money : none,
    secured: treatment.kind === 'secured' ? money : none,
    payable: treatment.kind === 'payable' ? money : none,
    ...(step === undefined ? {} : { rounding: step }),
    ...(treatment.kind === 'relieved' ? { reliefKind: treatment.reliefKind } : {}),
    ...(treatment.kind === 'elsewhere' && elsewhere !== undefined ? { elsewhere } : {}),
  };
  return line;
};

/** A line the declaration fixed: a rate on its base, or an amount. */
export const statedComputation = (stated: StatedTax, base: Money): TaxComputation => {
  for (const written of [stated.amount, stated.rate, stated.base]) {
    if (written !== undefined && Exact.parse(written).isNegative())
      throw new Refusal('VALUE_INVALID', `${stated.taxType} ${written}: a stated tax is not negative`);
  }
  const common = { taxType: stated.taxType, ruleId: 'stated' };
  if (stated.amount !== undefined) {
    return {
      ...common,
      base: stated.base ?? stated.amount,
      baseCurrency: base.currency,
      exact: Exact.parse(stated.amount),
      expression: `${stated.amount} ${base.currency}`,
    };
  }
  const rate = Exact.parse(stated.rate ?? '0');
  const baseText = stated.base ?? formatMoney(base);
  return {
    ...common,
    base: baseText,
    baseCurrency: base.currency,
    exact: Exact.parse(baseText).percent(rate),
    expression: `${rate.toCanonicalText()}%`,
  };
};

/** Duties go to the budget that owns them, VAT and excise to the state. */
const beneficiaryOf = (context: AssessContext, taxType: string): string =>
  isDuty(taxType) ? context.jurisdiction.dutyBeneficiary : context.jurisdiction.vatBeneficiary;

export const isDuty = (taxType: string): boolean => taxType.startsWith('A');
export const isVat = (taxType: string): boolean => taxType.startsWith('B');

/** What a line adds to the VAT base: tax due, and forgone duty where the authority keeps it in; a security is no tax. */
export const inVatBase = (context: AssessContext, line: AssessmentLine): Money => {
  if (line.secured.minor !== 0n) return zero(context.currency);
  if (line.reliefKind === 'forgone' && context.jurisdiction.vatBaseIncludesForgoneDuty) return line.assessed;
  return subtract(line.assessed, line.relieved);
};
