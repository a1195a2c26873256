import { formatMoney, moneyOf, parseMoney } from '#money';
import {
  type BankDetails,
  type BankDetailsOf,
  type PainResult,
  type PainSettings,
  type PainVersion,
  type RefundOrder,
} from './credit-transfer';
import { isIban } from './iban';

/** The refunds could not be written as they were counted: the source told others the second time. */
export class PainSourceChangedError extends Error {
  override readonly name = 'PainSourceChangedError';
}

/**
 * A customer credit transfer initiation (ISO 20022 pain.001) of refunds, as text in parts. The header states count and sum before the first
 * transfer, so `refunds` is asked twice and tells the same both times; memory does not grow with it. Returns what was written and what was
 * withheld; a message without a transfer is no message, and nothing is told. @throws PainSourceChangedError | RangeError for settings that
 * no bank takes
 */
export async function* pain001(
  settings: PainSettings,
  refunds: () => AsyncIterable<RefundOrder> | Iterable<RefundOrder>,
  detailsOf: BankDetailsOf,
): AsyncGenerator<string, PainResult> {
  checkSettings(settings);
  const counted = await control(settings, refunds(), detailsOf);
  if (counted.count > 0) yield header(settings, counted);
  let written = 0;
  let sum = 0n;
  for await (const refund of refunds()) {
    const details = detailsOf(refund.payeeParty);
    if (details === undefined || reasonToWithhold(settings, refund, details) !== undefined) continue;
    written += 1;
    sum += parseMoney(refund.amount, refund.currency).minor;
    yield transfer(settings, refund, details);
  }
  if (written !== counted.count || sum !== counted.minor)
    throw new PainSourceChangedError(`${String(counted.count)} transfers were counted and ${String(written)} written`);
  if (counted.count > 0) yield '</PmtInf></CstmrCdtTrfInitn></Document>\n';
  return { count: counted.count, sum: counted.sum, currency: settings.currency, withheld: counted.withheld };
}

type Control = Readonly<{ count: number; minor: bigint; sum: string; withheld: PainResult['withheld'] }>;

const control = async (
  settings: PainSettings,
  refunds: AsyncIterable<RefundOrder> | Iterable<RefundOrder>,
  detailsOf: BankDetailsOf,
): Promise<Control> => {
  const withheld: PainResult['withheld'][number][] = [];
  let count = 0;
  let minor = 0n;
  for await (const refund of refunds) {
    const reason = reasonToWithhold(settings, refund, detailsOf(refund.payeeParty));
    if (reason !== undefined) withheld.push({ paymentReference: refund.paymentReference, number: refund.number, reason });
    else {
      count += 1;
      minor += parseMoney(refund.amount, refund.currency).minor;
    }
  }
  return { count, minor, sum: formatMoney(moneyOf(minor, settings.currency)), withheld };
};

const reasonToWithhold = (
  { currency }: PainSettings,
  refund: RefundOrder,
  details: BankDetails | undefined,
): PainResult['withheld'][number]['reason'] | undefined => {
  if (refund.currency !== currency) return 'CURRENCY_DIFFERS';
  if (details === undefined) return 'BANK_DETAILS_MISSING';
  return isComplete(details) ? undefined : 'BANK_DETAILS_INVALID';
};

const isComplete = ({ name, iban, bic }: BankDetails): boolean =>
  name.trim() !== '' && isIban(iban) && (bic === undefined || /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic));

const checkSettings = ({ messageId, debtor }: PainSettings): void => {
  if (!/^[A-Za-z0-9/\-?:().,'+ ]{1,35}$/.test(messageId)) throw new RangeError('a message id has 1 to 35 characters that every bank reads');
  if (!isComplete(debtor)) throw new RangeError('the debtor needs a name, an IBAN with right check digits and, where it is told, a BIC');
};

const header = ({ version, messageId, createdAt, executeOn, debtor, currency }: PainSettings, { count, sum }: Control): string => {
  const control = `<NbOfTxs>${String(count)}</NbOfTxs><CtrlSum>${sum}</CtrlSum>`;
  const day = version === '001.001.03' ? executeOn : `<Dt>${executeOn}</Dt>`;
  // SEPA is for euros; other currencies go by the bank's own service.
  const sepa = currency === 'EUR' ? '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>' : '';
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.${version}"><CstmrCdtTrfInitn>`,
    `<GrpHdr><MsgId>${escaped(messageId)}</MsgId><CreDtTm>${createdAt}</CreDtTm>${control}<InitgPty>${nameOf(debtor)}</InitgPty></GrpHdr>`,
    `<PmtInf><PmtInfId>${escaped(messageId)}</PmtInfId><PmtMtd>TRF</PmtMtd>${control}${sepa}<ReqdExctnDt>${day}</ReqdExctnDt>`,
    `<Dbtr>${nameOf(debtor)}</Dbtr><DbtrAcct>${accountOf(debtor)}</DbtrAcct><DbtrAgt>${bankOf(version, debtor) ?? unknownBank}</DbtrAgt>`,
    `<ChrgBr>${currency === 'EUR' ? 'SLEV' : 'SHAR'}</ChrgBr>\n`,
  ].join('');
};

const transfer = (
  { version }: PainSettings,
  { amount, currency, paymentReference, number, claimReference }: RefundOrder,
  creditor: BankDetails,
): string => {
  const bank = bankOf(version, creditor);
  return [
    `<CdtTrfTxInf><PmtId><EndToEndId>${escaped(paymentReference)}</EndToEndId></PmtId><Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt>`,
    bank === undefined ? '' : `<CdtrAgt>${bank}</CdtrAgt>`,
    `<Cdtr>${nameOf(creditor)}</Cdtr><CdtrAcct>${accountOf(creditor)}</CdtrAcct>`,
    `<RmtInf><Ustrd>${escaped(`Refund ${String(number)} ${claimReference}`.slice(0, 140))}</Ustrd></RmtInf></CdtTrfTxInf>\n`,
  ].join('');
};

/** SEPA gives a name 70 characters. */
const nameOf = ({ name }: BankDetails): string => `<Nm>${escaped(Array.from(name).slice(0, 70).join(''))}</Nm>`;
const accountOf = ({ iban }: BankDetails): string => `<Id><IBAN>${iban}</IBAN></Id>`;
const bankOf = (version: PainVersion, { bic }: BankDetails): string | undefined => {
  const element = version === '001.001.03' ? 'BIC' : 'BICFI';
  return bic === undefined ? undefined : `<FinInstnId><${element}>${bic}</${element}></FinInstnId>`;
};
const unknownBank = '<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ');
