import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { faultsIn, fileOf, readingsOf, receiptsIn } from './bank.examples';
import { bankAmount } from './bank-amount';
import type { BankEntry } from './bank-file';
import { bankFileFormats } from './bank-receipts';

const folder = join(process.env['REAL_DATA'] ?? resolve(__dirname, '../../../../../shared/data'), 'bank');
const present = existsSync(folder);
if (!present) process.stderr.write(`real-bank-files.spec: skipped what reads ${folder}, which is absent (set REAL_DATA)\n`);
const filesIn = (place: string, end: string): readonly string[] =>
  present
    ? readdirSync(join(folder, place))
        .filter((file) => file.endsWith(end))
        .sort()
    : [];
const whenPresent = present ? describe : describe.skip;

/** What another reader (genkgo/camt) made of an entry, as the JSON beside the file tells it. */
interface Expected {
  readonly __CLASS__: string;
  readonly getAmount: { readonly getAmount: string; readonly getCurrency: { readonly getCode: string } };
  readonly getBookingDate: Readonly<Record<'0', string>> | null;
  readonly getValueDate: Readonly<Record<'0', string>> | null;
  readonly getAccountServicerReference: string | null;
  readonly getReference: string | null;
  readonly getReversalIndicator: boolean;
  readonly getStatus: string;
  readonly getTransactionDetails: readonly (ExpectedDetail | '__RECURSIVITY__')[];
  readonly getTransactionDetail: ExpectedDetail | '__RECURSIVITY__' | null;
}
interface ExpectedDetail {
  readonly getReference: { readonly getEndToEndId: string | null } | null;
  readonly getRemittanceInformation: {
    readonly getMessage: string | null;
    readonly getCreditorReferenceInformation: { readonly getRef: string | null } | null;
  } | null;
}
const isEntry = (value: object): value is Expected => '__CLASS__' in value && value.__CLASS__ === 'Genkgo\\Camt\\DTO\\Entry';

/** Entries anywhere in the JSON: it tells each object once, where it first meets it. */
const entriesIn = (value: unknown): readonly Expected[] => {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(entriesIn);
  return isEntry(value) ? [value, ...below] : below;
};
const detailsIn = ({ getTransactionDetails, getTransactionDetail }: Expected): readonly ExpectedDetail[] =>
  getTransactionDetails
    .flatMap((detail) => (detail === '__RECURSIVITY__' ? getTransactionDetail : detail))
    .filter((detail) => detail !== null && detail !== '__RECURSIVITY__');
const dayOf = (date: Expected['getBookingDate']): string | undefined => date?.['0'].slice(0, 10);
const inMinor = ({ amount, credit, bookedOn }: BankEntry): string =>
  String(bankAmount(amount, bookedOn ?? '2000-01-01', 1).minor * (credit === true ? 1n : -1n));

/** Entries of the last statement of a file: of several, the other reader tells those alone. */
const entriesOf = async (file: string): Promise<readonly BankEntry[]> => {
  let entries: BankEntry[] = [];
  let last: readonly BankEntry[] = [];
  for await (const item of bankFileFormats.camt(fileOf(readFileSync(join(folder, file)), 333))) {
    if (item.kind === 'entry') entries.push(item.entry);
    else [last, entries] = [entries, []];
  }
  return last;
};

whenPresent('camt files of banks', () => {
  const pairs = filesIn('camt', '.json').map((file) => [file.replace(/json$/, 'xml'), file] as const);

  it.each(pairs)('%s is read as another reader reads it', async (xml, json) => {
    const entries = await entriesOf(`camt/${xml}`);
    const expected = entriesIn(JSON.parse(readFileSync(join(folder, 'camt', json), 'utf8')));
    const theirs = expected.map((e) => ({
      amount: e.getAmount.getAmount,
      currency: e.getAmount.getCurrency.getCode,
      booked: dayOf(e.getBookingDate),
      value: dayOf(e.getValueDate),
      servicer: e.getAccountServicerReference ?? undefined,
      reference: e.getReference ?? undefined,
      reversal: e.getReversalIndicator,
      status: e.getStatus,
      details: e.getTransactionDetails.length,
    }));
    const ours = entries.map((e) => ({
      amount: inMinor(e),
      currency: e.amount.currency,
      booked: e.bookedOn,
      value: e.valueOn,
      servicer: e.servicerReference,
      reference: e.entryReference,
      reversal: e.reversal,
      status: e.status,
      details: e.details.length,
    }));
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours).toEqual(theirs);
  });

  it.each(pairs)('%s tells the references of its payments', async (xml, json) => {
    const told = (await entriesOf(`camt/${xml}`)).flatMap(({ details }) => details);
    const words = told.flatMap(({ structured, unstructured }) => [...structured, ...unstructured]);
    const details = entriesIn(JSON.parse(readFileSync(join(folder, 'camt', json), 'utf8'))).flatMap(detailsIn);
    const found = (texts: readonly (string | null | undefined)[]): readonly string[] => texts.flatMap((text) => text ?? []);
    expect(told.flatMap(({ endToEndId }) => endToEndId ?? [])).toEqual(
      found(details.map(({ getReference }) => getReference?.getEndToEndId)),
    );
    expect(words).toEqual(
      expect.arrayContaining([...found(details.map(({ getRemittanceInformation }) => getRemittanceInformation?.getMessage))]),
    );
    const references = found(
      details.map(({ getRemittanceInformation }) => getRemittanceInformation?.getCreditorReferenceInformation?.getRef),
    );
    expect(told.flatMap(({ structured }) => structured)).toEqual(expect.arrayContaining([...references]));
  });

  it('are accepted where their balances agree, and else refused with one fault a statement', async () => {
    const verdicts: Record<string, string> = {};
    for (const file of filesIn('camt', '.xml')) {
      const readings = await readingsOf('camt', readFileSync(join(folder, 'camt', file)));
      const sums = readings.flatMap((reading) =>
        reading.kind === 'statement' ? [`${reading.statement.sum} ${reading.statement.currency}`] : [],
      );
      verdicts[file] = [...sums, ...faultsIn(readings)].join(', ');
      expect(receiptsIn(readings).length > 0).toBe(sums.length > 0);
    }
    expect(verdicts).toEqual({
      'camt052.v2.other-account.xml': 'BANK_MESSAGE_INTRADAY',
      'camt052.v2.with-account-name.xml': 'BANK_MESSAGE_INTRADAY',
      'camt052.v2.xml': 'BANK_MESSAGE_INTRADAY',
      'camt053.v2.all-balance-types.xml': 'STATEMENT_NOT_BALANCED',
      'camt053.v2.five.decimals.xml': 'STATEMENT_NOT_BALANCED',
      'camt053.v2.minimal.ultimate.xml': 'STATEMENT_CURRENCY_MIXED',
      'camt053.v2.minimal.xml': 'STATEMENT_CURRENCY_MIXED',
      'camt053.v2.multi.statement.xml': '8.85 EUR, -7.00 EUR',
      'camt053.v2.with-account-name.xml': 'STATEMENT_BALANCE_MISSING',
      'camt053.v2.with-party-ids.xml': 'STATEMENT_CURRENCY_MIXED',
      'camt053.v2.wrong.xml': 'STATEMENT_MISSING',
      'camt054.v2.with-account-name.xml': 'DATE_MISSING',
      'camt054.v2.xml': '-200000.00 SEK',
      'iso-business_sample_camt.053.001.04.xml': '-64321.50 SEK',
      'iso-business_sample_camt.054.001.04.xml': '105678.50 SEK',
    });
  });
});

whenPresent('MT940 files of banks', () => {
  const files = present ? ['cmxl', 'jejik'].flatMap((place) => filesIn(`mt940/${place}`, '.sta').map((file) => `${place}/${file}`)) : [];
  const read = (file: string) => readingsOf('mt940', readFileSync(join(folder, 'mt940', file)));

  it('are accepted by the balance check, statement by statement; snippets of one field are refused', async () => {
    const verdicts: Record<string, readonly string[]> = {};
    for (const file of files)
      verdicts[file] = (await read(file)).flatMap((reading) =>
        reading.kind === 'statement'
          ? [`${reading.statement.sum} ${reading.statement.currency}`]
          : reading.kind === 'refused'
            ? [reading.fault.code]
            : [],
      );
    expect(verdicts).toEqual({
      'cmxl/account_balance_credit.sta': ['MT940_MALFORMED'],
      'cmxl/account_balance_debit.sta': ['MT940_MALFORMED'],
      'cmxl/account_identification_iban.sta': ['MT940_MALFORMED'],
      'cmxl/account_identification_legacy.sta': ['MT940_MALFORMED'],
      'cmxl/available_balance.sta': ['MT940_MALFORMED'],
      'cmxl/closing_balance.sta': ['MT940_MALFORMED'],
      // German marks in 2013: no currency of that day.
      'cmxl/mt940.sta': ['CURRENCY_UNKNOWN', '2200.00 EUR', '10040.00 PLN'],
      'cmxl/reference.sta': ['BANK_ACCOUNT_MALFORMED'],
      'cmxl/statement_details.sta': ['MT940_MALFORMED'],
      'cmxl/statement_line.sta': ['MT940_MALFORMED'],
      'cmxl/statement_number.sta': ['MT940_MALFORMED'],
      // Shortened by who published them: the entries do not make up the difference.
      'jejik/abnamro.sta': ['STATEMENT_NOT_BALANCED', 'STATEMENT_NOT_BALANCED'],
      'jejik/generic.sta': ['-10.00 EUR', '-10.00 EUR'],
      'jejik/ing.sta': ['STATEMENT_NOT_BALANCED'],
      'jejik/knab.sta': ['500.00 EUR', 'STATEMENT_NOT_BALANCED'],
      'jejik/postfinance.sta': ['229.20 CHF', 'STATEMENT_NOT_BALANCED'],
      'jejik/rabobank-iban.sta': ['-35.00 EUR', '-35.00 EUR'],
      'jejik/rabobank.sta': ['STATEMENT_NOT_BALANCED', '0.00 EUR', 'STATEMENT_NOT_BALANCED', '-94.30 EUR'],
      'jejik/sns.sta': ['-25.00 EUR', '0.00 EUR'],
      'jejik/triodos.sta': ['STATEMENT_NOT_BALANCED'],
    });
  });

  it('tell what payments are for, each in the dialect of its bank', async () => {
    const remittances = async (file: string) =>
      receiptsIn(await read(file)).map(({ remittance, endToEndId }) =>
        [remittance, endToEndId].filter((text) => text !== undefined).join(' | '),
      );
    expect(await remittances('jejik/rabobank-iban.sta')).toEqual([
      '01-01-2013 12:00 0030000987654321',
      'Reference 201301234',
      '08-01-2013 12:00 0030000987654321',
      'Reference 201301234',
    ]);
    expect(await remittances('jejik/sns.sta')).toEqual(['0987654321 marechal s dit is een test', '0987654321 marechal s dit is test 2']);
    expect((await remittances('cmxl/mt940.sta')).at(-1)).toBe('Odsetki od lokaty nr 101000022086');
  });
});
