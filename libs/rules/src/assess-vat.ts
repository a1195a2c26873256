import { add, Exact, formatMoney, type Money, zero } from '#money';
import { type AssessContext } from './assess-context';
import { reliefFor } from './assess-duty';
import { inVatBase, isDuty, isVat, PAYABLE, statedComputation, type TaxComputation, taxLine, type TaxTreatment } from './assess-lines';
import { type AssessmentLine } from './assessment';
import { type AssessableItem } from './declaration';
import { goodsLawOf, type VatLaw } from './goods-law';
import { Refusal } from './refusal';
import { type Recorder } from './recorder';
import { type RuleBook } from './rule-book';

/**
 * VAT lines of an item: base = value delivered + duties + excise (VAT Directive Art. 85-86; VAT Notice 702 §3). Northern Ireland states VAT
 * on the duties apart (B05). With a valid scheme number the whole is accounted in the return of the scheme, also the VAT on the duty.
 */
export const vatLines = (
  context: AssessContext,
  item: AssessableItem,
  value: Money,
  duties: readonly AssessmentLine[],
): readonly AssessmentLine[] => {
  const { jurisdiction, currency } = context;
  const { vatTaxType, vatOnDutyTaxType: apart } = jurisdiction;
  if (vatTaxType === undefined) return [];
  let [dutyPart, excisePart] = [zero(currency), zero(currency)];
  for (const line of duties)
    if (isDuty(line.taxType)) dutyPart = add(dutyPart, inVatBase(context, line));
    else excisePart = add(excisePart, inVatBase(context, line));
  const goodsBase = add(value, excisePart);
  if (apart === undefined) return [vatLine(context, item, vatTaxType, add(goodsBase, dutyPart))];
  const onDuty =
    dutyPart.minor === 0n && item.statedTaxes?.some((t) => t.taxType === apart) !== true ? [] : [vatLine(context, item, apart, dutyPart)];
  return [...onDuty, vatLine(context, item, vatTaxType, goodsBase)];
};

const vatLine = (context: AssessContext, item: AssessableItem, taxType: string, base: Money): AssessmentLine => {
  const stated = item.statedTaxes?.find((t) => isVat(t.taxType) && t.taxType === taxType);
  const tax = stated === undefined ? vatByTable(context, item, taxType, base) : statedComputation(stated, base);
  const treatment: TaxTreatment =
    stated?.relief === undefined ? treatmentOf(context, item) : { kind: 'relieved', reliefKind: stated.relief };
  return taxLine(context, item, tax, context.jurisdiction.vatRounding, treatment);
};

const treatmentOf = (context: AssessContext, item: AssessableItem): TaxTreatment => {
  if (context.elsewhere !== undefined) return { kind: 'elsewhere' };
  return context.lowValue?.relievesVat === true ? reliefFor(context, item) : PAYABLE;
};

const vatByTable = (context: AssessContext, item: AssessableItem, taxType: string, base: Money): TaxComputation => {
  const { declaration, jurisdiction } = context;
  // Goods without a code are at the standard rate, so leaving it out asks for that.
  const hsCode = context.standardRateForAll ? '' : item.hsCode;
  const rate = vatRateOf(
    context.book,
    context.recorder,
    jurisdiction.vatTable ?? jurisdiction.id,
    hsCode,
    item.origin,
    declaration.acceptedOn,
    item.seq,
  );
  return {
    taxType,
    base: formatMoney(base),
    baseCurrency: base.currency,
    exact: Exact.ofMoney(base).percent(rate.rate),
    expression: rate.text,
    ruleId: rate.measureId,
    rateRows: rate.rateRows,
  };
};

/** The VAT rate of goods in a country on a day; goods without a code are at the standard rate. @throws Refusal */
export const vatRateOf = (
  book: RuleBook,
  recorder: Recorder,
  country: string,
  hsCode: string,
  origin: string,
  on: string,
  itemSeq?: number,
): VatLaw => {
  const found = goodsLawOf(book).vat(country, hsCode, origin, on);
  if (found.kind === 'ambiguous')
    throw new Refusal('CLASSIFICATION_AMBIGUOUS', `${hsCode} has several VAT categories beneath it in ${country}`, itemSeq);
  if (found.kind === 'missing') throw new Refusal('VAT_RATE_MISSING', `no VAT rate of ${country} for ${hsCode} on ${on}`, itemSeq);
  for (const table of found.tables) recorder.use(table);
  return found;
};
