import { Remembered } from '#event-catalogue';
import { Exact, formatMoney, type Money } from '#money';
import { type AssessContext } from './assess-context';
import { isDuty, isVat, PAYABLE, statedComputation, type TaxComputation, taxLine, type TaxTreatment } from './assess-lines';
import { type AssessmentLine } from './assessment';
import { type AssessableItem, type StatedTax } from './declaration';
import { evaluate } from './evaluate';
import { formatExpression, parseExpression, type TaxExpression } from './expression';
import { type DutyLaw, goodsLawOf } from './goods-law';
import { Refusal } from './refusal';
import { isExcluded } from './threshold';

/**
 * The duty and excise lines of an item: what the declaration states, else the flat duty of the consignment, else the tariff.
 * `classesSeen` holds the classifications that have borne the flat duty already.
 */
export const dutyLines = (
  context: AssessContext,
  item: AssessableItem,
  value: Money,
  classesSeen: Set<string>,
): readonly AssessmentLine[] => {
  const { jurisdiction } = context;
  const stated = (item.statedTaxes ?? []).filter((t) => !isVat(t.taxType) && t.security !== true);
  const lines = stated.map((t) =>
    taxLine(
      context,
      item,
      statedComputation(t, value),
      isDuty(t.taxType) ? jurisdiction.dutyRounding : jurisdiction.vatRounding,
      treatmentOf(context, item, t),
    ),
  );
  if (stated.some((t) => isDuty(t.taxType))) return lines;
  const flat = context.lowValue?.treatment === 'flat' && !bearsPreference(context, item) ? context.lowValue.flat : undefined;
  const duty = flat === undefined ? tariffDuty(context, item, value) : flatDuty(context, item, flat, classesSeen);
  return [taxLine(context, item, duty, jurisdiction.dutyRounding, reliefFor(context, item)), ...lines];
};

/** Security lines: assessed and secured, no tax (UCC Art. 89). */
export const securityLines = (context: AssessContext, item: AssessableItem, value: Money): readonly AssessmentLine[] =>
  (item.statedTaxes ?? [])
    .filter((t) => t.security === true)
    .map((t) => taxLine(context, item, statedComputation(t, value), context.jurisdiction.dutyRounding, { kind: 'secured' }));

const treatmentOf = (context: AssessContext, item: AssessableItem, stated: StatedTax): TaxTreatment => {
  if (stated.relief !== undefined) return { kind: 'relieved', reliefKind: stated.relief };
  return isDuty(stated.taxType) ? reliefFor(context, item) : PAYABLE;
};

/**
 * Preferential and customs-union goods keep their tariff where an H1 claims it and IOSS did not collect the VAT (Commission guide of 2 June
 * 2026).
 */
const bearsPreference = ({ declaration, elsewhere, lowValue }: AssessContext, { preference }: AssessableItem): boolean =>
  declaration.dataset === 'H1' &&
  elsewhere?.scheme !== 'EU-IOSS' &&
  preference !== undefined &&
  lowValue?.exceptPreferences?.some((digits) => preference.startsWith(digits)) === true;

/** The relief of low value where it covers the goods. */
export const reliefFor = (context: AssessContext, item: AssessableItem): TaxTreatment => {
  const rule = context.lowValue;
  if (rule?.treatment !== 'relief' || isExcluded(item.hsCode, rule.excludedPrefixes)) return PAYABLE;
  return { kind: 'relieved', reliefKind: 'forgone' };
};

const tariffDuty = (context: AssessContext, item: AssessableItem, value: Money): TaxComputation => {
  const law = dutyLawOf(context, item);
  context.recorder.use(law.table);
  return byMeasure(context, item, value, law);
};

/** The tariff's measure for an item. @throws Refusal */
const dutyLawOf = ({ book, jurisdiction, declaration }: AssessContext, item: AssessableItem): DutyLaw => {
  const found = goodsLawOf(book).duty(jurisdiction.tariff, item.hsCode, item.origin, declaration.acceptedOn);
  if (found.kind === 'missing') {
    throw new Refusal(
      'CLASSIFICATION_MISSING',
      `no duty measure of ${jurisdiction.tariff} covers ${item.hsCode} on ${declaration.acceptedOn}`,
      item.seq,
    );
  }
  if (found.kind === 'ambiguous') {
    const rates = [...new Set(found.measures.map((m) => formatExpression(m.expression)))].join(', ');
    throw new Refusal('CLASSIFICATION_AMBIGUOUS', `${item.hsCode} has several rates beneath it: ${rates}`, item.seq);
  }
  return found;
};

/** The ad valorem rate that an item bears, per cent; zero where its duty is no rate. @throws Refusal */
export const dutyRateOf = (context: AssessContext, item: AssessableItem): Exact => {
  const stated = item.statedTaxes?.find((t) => isDuty(t.taxType) && t.security !== true);
  if (stated !== undefined) return Exact.parse(stated.rate ?? '0');
  return dutyLawOf(context, item).rate ?? Exact.ZERO;
};

const byMeasure = (context: AssessContext, item: AssessableItem, value: Money, { measure, text }: DutyLaw): TaxComputation => {
  const rows: string[] = [];
  const exact = evaluate(measure.expression, {
    value: Exact.ofMoney(value),
    quantityOf: (unit) => quantityOf(item, unit),
    converted: (amount, currency) => converted(context, amount, currency, rows),
  });
  return {
    taxType: context.jurisdiction.dutyTaxType,
    base: formatMoney(value),
    baseCurrency: value.currency,
    exact,
    expression: text,
    ruleId: measure.id,
    exchangeRows: rows,
  };
};

const converted = (context: AssessContext, amount: Exact, currency: string, rows: string[]): Exact => {
  const conversion = context.recorder.conversion(
    currency,
    context.currency,
    context.jurisdiction.customsFx,
    context.declaration.acceptedOn,
  );
  rows.push(...conversion.rows.map((r) => r.id));
  return conversion.apply(amount);
};

const quantityOf = (item: AssessableItem, unit: string): Exact => {
  if (unit === 'item' || unit === 'items') return Exact.parse(item.quantity);
  const found = item.supplementaryQuantities?.find((q) => q.unit === unit);
  if (found === undefined) throw new Refusal('EXPRESSION_NEEDS_QUANTITY', `item ${String(item.seq)} needs a quantity in ${unit}`, item.seq);
  return Exact.parse(found.quantity);
};

const flatDuties = new Remembered<TaxExpression>(100);

/**
 * The flat duty falls on the first item of each distinct classification, whatever the quantity, or on the first of the consignment; the
 * others bear 0.00. H7 states six digits, so six decide; an H1 states the full code and may count more classes (Commission guide of 2 June
 * 2026).
 */
const flatDuty = (context: AssessContext, item: AssessableItem, flat: string, classesSeen: Set<string>): TaxComputation => {
  const e = flatDuties.answer(flat, () => parseExpression(flat));
  if (e.kind !== 'flatPerDistinctHs6' && e.kind !== 'flatPerConsignment')
    throw new RangeError(`${flat}: expected an amount per hs6 or per consignment`);
  const code = context.declaration.dataset === 'H7' ? item.hsCode.slice(0, 6) : item.hsCode;
  const classification = e.kind === 'flatPerConsignment' ? '' : code;
  const first = !classesSeen.has(classification);
  classesSeen.add(classification);
  const rows: string[] = [];
  return {
    taxType: context.jurisdiction.dutyTaxType,
    base: first ? '1' : '0',
    baseCurrency: e.currency,
    exact: first ? converted(context, Exact.parse(e.amount), e.currency, rows) : Exact.ZERO,
    expression: flat,
    ruleId: context.lowValue?.id ?? 'flat',
    exchangeRows: rows,
  };
};
