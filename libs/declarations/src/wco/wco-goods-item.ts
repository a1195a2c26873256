import { present } from '#event-catalogue';
import { type DeclaredItem } from '../declarations.events';
import { countOf, decimalOf, sumOf } from './wco-values';
import { type WcoElement, WcoFault } from './wco-xml';

type StatedTaxes = NonNullable<DeclaredItem['statedTaxes']>;
/** What a message says of one goods item: all of it in a declaration, what changes in an amendment. */
export type WcoGoodsItem = Readonly<{
  seq: number;
  /** Digits of the combined nomenclature and of the TARIC, which an amendment may state apart. */
  combined?: string;
  taric?: string;
  description?: string;
  origin?: string;
  /** Preference that the item claims (data element 14 11). */
  preference?: string;
  price?: string;
  currency?: string;
  /** Additions (A.) and deductions (B.) of data element 14 04, which belong to the value of the item that states them. */
  added?: string;
  deducted?: string;
  /** Kilograms. */
  grossMass?: string;
  netMass?: string;
  /** Supplementary units (data element 18 02), and packages. */
  tariffQuantity?: string;
  tariffUnit?: string;
  packages?: number;
  additionalProcedures?: readonly string[];
  statedTaxes?: StatedTaxes;
  dispatchCountry?: string;
  /** Import that the goods came with, for an export (data element 12 01). */
  previous?: Readonly<{ mrn: string; seq: number }>;
}>;

/** GovernmentAgencyGoodsItem (WCO class 68A). @throws WcoFault */
export const goodsItemOf = (element: WcoElement): WcoGoodsItem => {
  const seq = element.at('SequenceNumeric');
  if (seq === undefined)
    throw new WcoFault(
      'FIELD_MISSING',
      `${element.path}.SequenceNumeric`,
      'expected a value; the element is missing or empty',
      element.line,
    );
  const commodity = element.at('Commodity');
  const measure = commodity?.at('GoodsMeasure');
  const price = commodity?.at('InvoiceLine', 'ItemChargeAmount') ?? element.at('CustomsValueAmount');
  const charges = element.all('CustomsValuation', 'ChargeDeduction');
  const [gross, net, quantity] = [measure?.at('GrossMassMeasure'), measure?.at('NetNetWeightMeasure'), measure?.at('TariffQuantity')];
  const optional = {
    ...classificationOf(commodity),
    description: commodity?.textAt('Description')?.slice(0, 500),
    origin: originOf(element),
    preference: commodity
      ?.all('DutyTaxFee')
      .map((tax) => tax.textAt('DutyRegimeCode'))
      .find((code) => code !== undefined && !code.startsWith('1')),
    ...(price === undefined ? {} : { price: decimalOf(price), currency: price.currency }),
    added: chargesOf(charges, 'A', price?.currency),
    deducted: chargesOf(charges, 'B', price?.currency),
    grossMass: gross === undefined ? undefined : decimalOf(gross),
    netMass: net === undefined ? undefined : decimalOf(net),
    ...(quantity === undefined ? {} : { tariffQuantity: decimalOf(quantity), tariffUnit: quantity.unit }),
    packages: packagesOf(element),
    additionalProcedures: proceduresOf(element),
    statedTaxes: statedTaxesOf(commodity),
    dispatchCountry: element.textAt('ExportCountry', 'ID'),
    previous: previousOf(element),
  };
  return { seq: countOf(seq), ...present(optional) };
};

/**
 * TSP: the combined nomenclature (six digits in H7, eight in H1); TRC: two digits of the TARIC. Other systems of codes say nothing of the
 * tariff.
 */
const classificationOf = (commodity: WcoElement | undefined): Pick<WcoGoodsItem, 'combined' | 'taric'> => {
  let found: Pick<WcoGoodsItem, 'combined' | 'taric'> = {};
  for (const classification of commodity?.all('Classification') ?? []) {
    const type = classification.textAt('IdentificationTypeCode');
    const code = classification.at('ID');
    if (code === undefined || (type !== 'TSP' && type !== 'TRC')) continue;
    const digits = code.text.trim();
    if (type === 'TSP' ? !/^\d{6}(\d{2}){0,2}$/.test(digits) : !/^\d{2}$/.test(digits))
      throw code.fault(type === 'TSP' ? 'six, eight or ten digits' : 'two digits');
    found = { ...found, [type === 'TSP' ? 'combined' : 'taric']: digits };
  }
  return found;
};

/** Type 1 is the non-preferential origin; a preferential one may be a group of countries and stands only where there is no other. */
const originOf = (element: WcoElement): string | undefined => {
  const origins = element.all('Origin');
  const country = (origins.find((origin) => origin.textAt('TypeCode') === '1') ?? origins[0])?.at('CountryCode');
  if (country === undefined || country.text.trim() === '') return undefined;
  const code = country.text.trim();
  if (!/^[A-Z0-9]{2,4}$/.test(code)) throw country.fault('a country code');
  return /^[A-Z]{2}$/.test(code) ? code : undefined;
};

/** The charges of a kind, added up. */
export const chargesOf = (charges: readonly WcoElement[], kind: 'A' | 'B', currency: string | undefined): string | undefined =>
  sumOf(
    charges
      .filter((charge) => charge.textAt('ChargesTypeCode')?.startsWith(kind) === true)
      .flatMap((charge) => charge.all('OtherChargeDeductionAmount')),
    currency,
  );

const packagesOf = (element: WcoElement): number | undefined => {
  const counts = element
    .all('Packaging', 'QuantityQuantity')
    .filter(({ text }) => !/^0*$/.test(text.trim()))
    .map(countOf);
  return counts.length === 0 ? undefined : counts.reduce((sum, n) => sum + n, 0);
};

/** A procedure without a previous one is an additional procedure (data element 11 10); 000 says that there is none. */
const proceduresOf = (element: WcoElement): readonly string[] | undefined => {
  const procedures = element.all('GovernmentProcedure').filter((procedure) => procedure.at('PreviousCode') === undefined);
  if (procedures.length === 0) return undefined;
  return procedures.flatMap((procedure) => procedure.textAt('CurrentCode') ?? []).filter((code) => code !== '000');
};

/** Taxes that the declarant computed itself (data element 14 03): other lines leave the amount to the authority and to our rules. */
const statedTaxesOf = (commodity: WcoElement | undefined): StatedTaxes | undefined => {
  const stated = (commodity?.all('DutyTaxFee') ?? []).flatMap((tax) => {
    const [taxType, amount] = [tax.textAt('TypeCode'), tax.at('Payment', 'TaxAssessedAmount')];
    return taxType === undefined || amount === undefined ? [] : [{ taxType, amount: decimalOf(amount) }];
  });
  return stated.length === 0 ? undefined : stated;
};

const previousOf = (element: WcoElement): WcoGoodsItem['previous'] => {
  const document = element.all('PreviousDocument').find((previous) => previous.textAt('TypeCode') === 'MRN');
  const [mrn, line] = [document?.textAt('ID'), document?.at('LineNumeric')];
  return mrn === undefined ? undefined : { mrn, seq: line === undefined ? 1 : countOf(line) };
};
