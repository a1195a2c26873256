import { present } from '#event-catalogue';
import { type AuthorityTaxRecordedData } from '../assessment.events';
import { countOf, dateTimeOf, decimalOf } from './wco-values';
import { type WcoElement, WcoFault } from './wco-xml';

/** Types of response by their function code. */
const responses = {
  '01': 'accepted',
  '02': 'received',
  '03': 'rejected',
  '05': 'control',
  '06': 'documents_needed',
  '07': 'corrected',
  '08': 'released',
  '09': 'cleared',
  '10': 'invalidated',
  '11': 'request_answered',
  '13': 'tax',
  '14': 'balance_insufficient',
  '15': 'balance_reminder',
  '16': 'goods_exited',
  '17': 'exit_released',
  '18': 'exit_released',
} as const;
export type WcoResponseType = (typeof responses)[keyof typeof responses];
const typesByCode = new Map<string, WcoResponseType>(Object.entries(responses));

type TaxLine = AuthorityTaxRecordedData['lines'][number];
/** A message of the authority (RES) about one version of a declaration. */
export type WcoResponse = Readonly<{
  kind: 'response';
  type: WcoResponseType;
  /** The authority's number of the message. */
  message: string;
  issuedAt?: string;
  lrn?: string;
  mrn: string;
  version: number;
  acceptedAt?: string;
  cancelledAt?: string;
  /** Of a tax notification. */
  tax?: Readonly<{ currency: string; lines: readonly TaxLine[] }>;
  /** Of an insufficient balance: what is missing. */
  missing?: Readonly<{ amount: string; currency: string }>;
  /** Of a rejection: the authority's codes. */
  errors: readonly string[];
}>;

/** Response (WCO class 54B). `zone` is that of the authority. @throws WcoFault */
export const wcoResponseOf = (response: WcoElement, zone: string): WcoResponse => {
  const code = response.needed('FunctionCode');
  const type = typesByCode.get(code.padStart(2, '0'));
  if (type === undefined)
    throw new WcoFault('WCO_RESPONSE_UNKNOWN', `${response.path}.FunctionCode`, 'expected a function code from 01 to 18', response.line);
  // A correction tells the corrected declaration in a second element, without its numbers.
  const declaration = response.all('Declaration').find((each) => each.at('ID') !== undefined);
  if (declaration === undefined)
    throw new WcoFault(
      'FIELD_MISSING',
      `${response.path}.Declaration.ID`,
      'expected a value; the element is missing or empty',
      response.line,
    );
  const version = declaration.at('VersionID');
  const optional = {
    issuedAt: dateTimeOf(response.at('IssueDateTime'), zone),
    lrn: declaration.textAt('FunctionalReferenceID'),
    acceptedAt: dateTimeOf(declaration.at('AcceptanceDateTime'), zone),
    cancelledAt: dateTimeOf(declaration.at('CancellationDateTime'), zone),
    tax: type === 'tax' ? taxOf(declaration) : undefined,
    missing: type === 'balance_insufficient' ? missingOf(declaration) : undefined,
  };
  return {
    kind: 'response',
    type,
    message: response.needed('FunctionalReferenceID'),
    mrn: declaration.needed('ID'),
    version: version === undefined ? 1 : countOf(version),
    ...present(optional),
    errors: response.all('Error', 'ValidationCode').map(({ text }) => text.trim()),
  };
};

/** DutyTaxFee of every goods item (WCO 113 type, 116 and 129 base, 115 rate, 111 deducted, 120 assessed, 378 payable). */
const taxOf = (declaration: WcoElement): NonNullable<WcoResponse['tax']> => {
  const lines: TaxLine[] = [];
  const currencies = new Set<string>();
  for (const item of declaration.all('GoodsShipment', 'GovernmentAgencyGoodsItem')) {
    const sequence = item.at('SequenceNumeric');
    if (sequence === undefined)
      throw new WcoFault('FIELD_MISSING', `${item.path}.SequenceNumeric`, 'expected a value; the element is missing or empty', item.line);
    const seq = countOf(sequence);
    for (const fee of item.all('Commodity', 'DutyTaxFee')) lines.push(taxLineOf(fee, seq, currencies));
  }
  if (lines.length === 0)
    throw new WcoFault(
      'TAX_LINES_MISSING',
      `${declaration.path}.GoodsShipment.GovernmentAgencyGoodsItem.Commodity.DutyTaxFee`,
      'expected the tax lines of at least one goods item',
      declaration.line,
    );
  const [currency, other] = currencies;
  if (currency === undefined || other !== undefined)
    throw new WcoFault('CURRENCY_MIXED', `${declaration.path}.GoodsShipment`, 'expected amounts of one currency', declaration.line);
  return { currency, lines };
};

const taxLineOf = (fee: WcoElement, seq: number, currencies: Set<string>): TaxLine => {
  const assessed = fee.at('Payment', 'TaxAssessedAmount');
  if (assessed === undefined)
    throw new WcoFault(
      'FIELD_MISSING',
      `${fee.path}.Payment.TaxAssessedAmount`,
      'expected a value; the element is missing or empty',
      fee.line,
    );
  const taxType = fee.needed('TypeCode');
  if (!/^[A-Z0-9]{3}$/.test(taxType))
    throw new WcoFault('FIELD_MALFORMED', `${fee.path}.TypeCode`, 'expected a tax type like A00', fee.line);
  const [rate, deducted, payable] = [fee.at('TaxRateNumeric'), fee.at('DeductAmount'), fee.at('Payment', 'PaymentAmount')];
  const [base, quantity] = [fee.at('AdValoremTaxBaseAmount'), fee.at('SpecificTaxBaseQuantity')];
  for (const amount of [assessed, deducted, payable]) if (amount?.currency !== undefined) currencies.add(amount.currency);
  return {
    seq,
    taxType,
    assessed: decimalOf(assessed),
    // What is only secured has no amount to pay.
    payable: payable === undefined ? '0' : decimalOf(payable),
    ...present({
      base: base === undefined ? undefined : decimalOf(base),
      quantity: quantity === undefined ? undefined : decimalOf(quantity),
      rate: rate === undefined ? undefined : decimalOf(rate),
      deducted: deducted === undefined ? undefined : decimalOf(deducted),
      method: fee.textAt('Payment', 'MethodCode'),
    }),
  };
};

const missingOf = (declaration: WcoElement): WcoResponse['missing'] => {
  const amount = declaration.at('DutyTaxFee', 'Payment', 'PaymentAmount');
  return amount?.currency === undefined ? undefined : { amount: decimalOf(amount), currency: amount.currency };
};
