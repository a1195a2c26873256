import { faultsIn, readingsOf, receiptsIn } from './bank.examples';

const message = (entries: string, { closing = '101,00', number = '1/1', page = 'F' } = {}): string =>
  `:20:STARTUMS\n:25:DE1234/5678\n:28C:${number}\n:60${page}:C260104EUR100,00\n${entries}:62${page}:C260105EUR${closing}\n-\n`;
const receiptsOf = async (entries: string, closing?: string) =>
  receiptsIn(await readingsOf('mt940', message(entries, closing === undefined ? {} : { closing })));

describe('a statement in MT940', () => {
  it('is known by its reference, its number and its days, for banks write the same reference on each', async () => {
    const [first] = await readingsOf('mt940', message(':61:260105C1,00NTRFNONREF//B1\n'));
    expect(first).toMatchObject({
      statement: {
        kind: 'MT940',
        statement: 'STARTUMS/1/1/2026-01-04/2026-01-05',
        bankAccount: 'DE1234-5678',
        opening: '100.00',
        closing: '101.00',
      },
    });
  });
  it('may have pages, each of which agrees with its own entries', async () => {
    const pages =
      message(':61:260105C1,00NTRFNONREF\n', { page: 'M' }) + message(':61:260105C1,00NTRFNONREF\n', { number: '1/2', page: 'M' });
    expect(receiptsIn(await readingsOf('mt940', pages)).map(({ entryReference }) => entryReference)).toEqual([
      'STARTUMS/1/1/2026-01-04/2026-01-05/#1',
      'STARTUMS/1/2/2026-01-04/2026-01-05/#1',
    ]);
  });
  it('counts identical bookings and drops none', async () => {
    expect(
      (await receiptsOf(':61:260105C1,00NTRFNONREF//55555\n'.repeat(3), '103,00')).map(({ entryReference }) => entryReference.slice(-3)),
    ).toEqual(['/#1', '/#2', '/#3']);
  });
  it('is refused with its figures where it does not agree', async () => {
    expect(await readingsOf('mt940', message(':61:260105C1,00NTRFNONREF\n', { closing: '99,00' }))).toMatchObject([
      {
        kind: 'refused',
        fault: { code: 'STATEMENT_NOT_BALANCED', message: 'line 1: opening 100.00 + entries 1.00 = 101.00 EUR, the bank says 99.00' },
      },
    ]);
  });
  it.each([
    ['a line that is none', ':61:tomorrow\n', 'MT940_MALFORMED'],
    ['a balance that is none', ':60F:C26EUR1\n', 'MT940_MALFORMED'],
    ['a third decimal', ':61:260105C1,005NTRFNONREF\n', 'AMOUNT_WRONG_SCALE'],
    ['a day that does not exist', ':61:260230C1,00NTRFNONREF\n', 'DATE_INVALID'],
    ['a field without end', `:61:260105C1,00NTRFNONREF\n:86:${'x\n'.repeat(300)}`, 'MT940_MALFORMED'],
    ['a line without end', `:61:260105C1,00NTRFNONREF\n:86:${'x'.repeat(100_000)}\n`, 'MT940_MALFORMED'],
  ])('with %s is refused', async (_, entries, code) => {
    expect(faultsIn(await readingsOf('mt940', message(entries)))).toEqual([code]);
  });
  it('is none without its first field', async () => {
    expect(faultsIn(await readingsOf('mt940', '{1:F01BANK}{2:I940}{4:\n'))).toEqual(['STATEMENT_MISSING']);
    expect(faultsIn(await readingsOf('mt940', ':61:260105C1,00NTRFNONREF\n'))).toEqual(['MT940_MALFORMED']);
  });
});

describe('a statement line', () => {
  it.each([
    ['C', '1.00', undefined],
    ['D', '-1.00', undefined],
    ['RC', '-1.00', true],
    ['RD', '1.00', true],
  ])('%s moves %s', async (mark, amount, reversal) => {
    const receipts = await receiptsOf(`:61:260105${mark}1,00NTRFNONREF\n`, amount === '1.00' ? '101,00' : '99,00');
    expect(receipts).toMatchObject([{ amount }]);
    expect(receipts[0]?.reversal).toBe(reversal);
  });
  it('may carry the third letter of the currency, leading zeros and no decimals', async () => {
    expect(await receiptsOf(':61:2601050105CR000000000001,NTRFNONREF\n')).toMatchObject([{ amount: '1.00', bankTransactionCode: 'NTRF' }]);
  });
  it.each([
    ['2601020105', '2026-01-02', '2026-01-05'],
    ['2601021231', '2026-01-02', '2025-12-31'],
    ['2512310102', '2025-12-31', '2026-01-02'],
    ['260102', '2026-01-02', '2026-01-02'],
  ])('%s: the booking day has no year and lies near the value day', async (days, valueOn, bookedOn) => {
    expect(await receiptsOf(`:61:${days}C1,00NTRFNONREF\n`)).toMatchObject([{ valueOn, bookedOn }]);
  });
  it('announces without booking', async () => {
    expect(faultsIn(await readingsOf('mt940', message(':61:260105EC7,00NTRFNONREF\n:61:260105C1,00NTRFNONREF\n')))).toEqual([
      'ENTRY_NOT_BOOKED',
    ]);
  });
});

describe('field 86', () => {
  const remittanceOf = async (text: string) => (await receiptsOf(`:61:260105C1,00NTRFNONREF//B1\nsomebody's name\n:86:${text}\n`))[0];

  it.each([
    ['free text, broken between words', 'FACTUUR 201403110,\n201403113', { remittance: 'FACTUUR 201403110, 201403113' }],
    ['free text, broken in a word', `${'x'.repeat(60)} GB-S\n00000003`, { remittance: `${'x'.repeat(60)} GB-S00000003` }],
    [
      'numbered parts',
      '166?00GUTSCHRIFT?20EREF+E-1 ?21SVWZ+GB-S00000003?30BIC?31IBAN?32JANE DOE',
      { remittance: 'GB-S00000003', endToEndId: 'E-1', bankTransactionCode: 'NTRF 166' },
    ],
    [
      'numbered parts without words',
      '051?00X?20Invoice GB-S00000003 and ?21more?32JANE DOE',
      { remittance: 'Invoice GB-S00000003 and more' },
    ],
    ['parts marked by another sign', '000>100987654321\n>20 HUUR>21 KANTOOR - FEB 2010', { remittance: 'HUUR KANTOOR - FEB 2010' }],
    [
      'words between slashes',
      '/TRTP/SEPA OVERBOEKING/IBAN/NL1/BIC/X/NAME/JANE DOE/EREF/E-1/REMI/USTD//GB-S00000003/RTRN/AC04/',
      { remittance: 'GB-S00000003', endToEndId: 'E-1', returnReason: 'AC04' },
    ],
    ['a structured word', '/EREF/NOTPROVIDED/REMI/STRD/CUR/9001000000100005/', { remittance: '9001000000100005' }],
  ])('%s', async (_, text, expected) => {
    const receipt = await remittanceOf(text);
    expect(receipt).toMatchObject(expected);
    expect(JSON.stringify(receipt)).not.toMatch(/JANE|somebody/);
    if (!('endToEndId' in expected)) expect(receipt).not.toHaveProperty('endToEndId');
  });
});
