import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { formatMoney, moneyOf } from '#money';
import { type BankDetails, type PainResult, type PainSettings, type RefundOrder } from './credit-transfer';
import { isIban } from './iban';
import { pain001, PainSourceChangedError } from './pain001';

const settings: PainSettings = {
  version: '001.001.09',
  messageId: 'REFUNDS-2026-08-01',
  createdAt: '2026-08-01T06:00:00.000Z',
  executeOn: '2026-08-03',
  debtor: { name: 'Direction générale des douanes', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPPAR' },
  currency: 'EUR',
};
const refund = (number: number, more: Partial<RefundOrder> = {}): RefundOrder => ({
  payeeParty: 'CARRIER-1',
  amount: '3.33',
  currency: 'EUR',
  paymentReference: `RF${String(number).padStart(26, '0')}`,
  number,
  claimReference: `CLAIM-${String(number)}`,
  ...more,
});
const book: Readonly<Record<string, BankDetails>> = {
  'CARRIER-1': { name: 'Carrier & Sons <Dublin>', iban: 'IE29AIBK93115212345678', bic: 'AIBKIE2D' },
  'BUYER-1': { name: 'Zoë 😀', iban: 'DE89370400440532013000' },
  'WRONG-1': { name: 'Wrong', iban: 'DE89370400440532013001' },
};
const detailsOf = (party: string): BankDetails | undefined => book[party];

const written = async (
  refunds: readonly RefundOrder[],
  more: Partial<PainSettings> = {},
): Promise<Readonly<{ xml: string; result: PainResult }>> => {
  const parts = pain001({ ...settings, ...more }, () => refunds, detailsOf);
  let xml = '';
  for (let part = await parts.next(); ; part = await parts.next()) {
    if (part.done === true) return { xml, result: part.value };
    xml += part.value;
  }
};
/** Texts by the path of their element, in order. A text that is no XML throws. */
const read = (xml: string): ReadonlyMap<string, readonly string[]> => {
  const texts = new Map<string, string[]>();
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => path.push(name));
  parser.on('text', (text) => {
    if (text.trim() !== '') texts.set(path.join('/'), [...(texts.get(path.join('/')) ?? []), text]);
  });
  parser.on('closetag', () => path.pop());
  parser.write(xml).close();
  return texts;
};
const message = 'Document/CstmrCdtTrfInitn';

describe('pain.001', () => {
  it('orders each refund once, under its own reference, with count and sum before the first', async () => {
    const { xml, result } = await written([refund(1), refund(2, { payeeParty: 'BUYER-1', amount: '100.00' })]);
    const texts = read(xml);
    expect(result).toEqual({ count: 2, sum: '103.33', currency: 'EUR', withheld: [] });
    for (const place of ['GrpHdr', 'PmtInf'])
      expect([texts.get(`${message}/${place}/NbOfTxs`), texts.get(`${message}/${place}/CtrlSum`)]).toEqual([['2'], ['103.33']]);
    expect(texts.get(`${message}/PmtInf/CdtTrfTxInf/PmtId/EndToEndId`)).toEqual([refund(1).paymentReference, refund(2).paymentReference]);
    expect(texts.get(`${message}/PmtInf/CdtTrfTxInf/Amt/InstdAmt`)).toEqual(['3.33', '100.00']);
    expect(texts.get(`${message}/PmtInf/CdtTrfTxInf/Cdtr/Nm`)).toEqual(['Carrier & Sons <Dublin>', 'Zoë 😀']);
    expect(texts.get(`${message}/PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN`)).toEqual(['IE29AIBK93115212345678', 'DE89370400440532013000']);
    expect(xml.indexOf('<CtrlSum>')).toBeLessThan(xml.indexOf('<CdtTrfTxInf>'));
  });

  it.each([
    ['001.001.03', 'PmtInf/ReqdExctnDt', 'PmtInf/DbtrAgt/FinInstnId/BIC'],
    ['001.001.09', 'PmtInf/ReqdExctnDt/Dt', 'PmtInf/DbtrAgt/FinInstnId/BICFI'],
  ] as const)('is written as %s', async (version, day, bank) => {
    const { xml } = await written([refund(1)], { version });
    expect(xml).toContain(`urn:iso:std:iso:20022:tech:xsd:pain.${version}"`);
    expect([read(xml).get(`${message}/${day}`), read(xml).get(`${message}/${bank}`)]).toEqual([['2026-08-03'], ['PSSTFRPPPAR']]);
  });

  it('leaves out the bank that is not known, and the service of SEPA for other money', async () => {
    const { xml } = await written([refund(1, { currency: 'GBP' })], {
      currency: 'GBP',
      debtor: { name: 'HMRC', iban: 'GB29NWBK60161331926819' },
    });
    expect(read(xml).get(`${message}/PmtInf/DbtrAgt/FinInstnId/Othr/Id`)).toEqual(['NOTPROVIDED']);
    expect(xml).not.toContain('SEPA');
    expect((await written([refund(2, { payeeParty: 'BUYER-1' })])).xml).not.toContain('CdtrAgt');
  });

  it('names what it does not order', async () => {
    const { result } = await written([
      refund(1),
      refund(2, { payeeParty: 'NOBODY' }),
      refund(3, { payeeParty: 'WRONG-1' }),
      refund(4, { currency: 'USD' }),
    ]);
    expect([result.count, result.sum, result.withheld.map(({ number, reason }) => [number, reason])]).toEqual([
      1,
      '3.33',
      [
        [2, 'BANK_DETAILS_MISSING'],
        [3, 'BANK_DETAILS_INVALID'],
        [4, 'CURRENCY_DIFFERS'],
      ],
    ]);
  });

  it('does not end where its refunds changed under it', async () => {
    let asked = 0;
    const parts = pain001(settings, () => ((asked += 1) === 1 ? [refund(1)] : [refund(1), refund(2)]), detailsOf);
    await expect(async () => {
      for (let part = await parts.next(); part.done !== true; part = await parts.next());
    }).rejects.toThrow(PainSourceChangedError);
  });

  it('refuses settings that no bank takes', async () => {
    await expect(written([], { messageId: 'x'.repeat(36) })).rejects.toThrow(RangeError);
    await expect(written([], { debtor: { name: 'A', iban: 'FR00' } })).rejects.toThrow(RangeError);
  });

  it('has the sum of its transfers, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt(1n, 10n ** 10n), { maxLength: 20 }),
        fc.string({ unit: 'binary', maxLength: 100 }),
        async (amounts, claimReference) => {
          const refunds = amounts.map((minor, i) => refund(i + 1, { amount: formatMoney(moneyOf(minor, 'EUR')), claimReference }));
          const { xml, result } = await written(refunds);
          expect(xml === '' ? [] : read(xml).get(`${message}/PmtInf/CdtTrfTxInf/Amt/InstdAmt`)).toEqual(
            refunds.map(({ amount }) => amount),
          );
          expect(result.sum).toBe(
            formatMoney(
              moneyOf(
                amounts.reduce((a, b) => a + b, 0n),
                'EUR',
              ),
            ),
          );
        },
      ),
    );
  });
});

it.each([
  ['GB29NWBK60161331926819', true],
  ['GB29NWBK60161331926818', false],
  ['gb29NWBK60161331926819', false],
  ['GB29', false],
])('%s is an IBAN: %s', (text, answer) => {
  expect(isIban(text)).toBe(answer);
});
