import { CommandLine, documented } from '../cli.support';
import { exitCodes } from '../exit';

describe('assess', () => {
  const cli = new CommandLine();
  afterAll(() => {
    cli.remove();
  });
  const text = documented('declarations', 'json');
  const assess = (declaration: string) => cli.json('assess', '--file', cli.file('declaration.json', declaration));
  const without = (field: string): string => JSON.stringify({ ...(JSON.parse(text) as object), [field]: undefined });

  it('prints lines with base, rate, rule, rate rows, amounts and rounding steps', async () => {
    const { code, document } = await assess(text);
    expect([code, document['kind'], document['law'], document['currency']]).toEqual([exitCodes.done, 'assessed', 'shipped', 'EUR']);
    expect(document['lines']).toContainEqual(
      expect.objectContaining({ item: 1, taxType: 'A00', base: '1', rate: '3.00 EUR/hs6', assessed: '3.00', payable: '3.00' }),
    );
    expect(document['lines']).toContainEqual(
      expect.objectContaining({
        item: 1,
        taxType: 'B00',
        payable: '0.00',
        accountedIn: expect.objectContaining({ scheme: 'EU-IOSS', period: '2026-06' }) as unknown,
        rateRows: [expect.stringContaining('FR:standard')],
      }),
    );
    expect(document['roundings']).not.toEqual([]);
    const { stdout } = await cli.run('assess', '--file', cli.file('declaration.json', text));
    expect(stdout).toContain('rounding steps');
  });

  it('says why no assessment is possible', async () => {
    const { code, document } = await assess(
      text.replace('"goodsValue": "49.95"', '"goodsValue": "149.95"').replace('"goodsValue": "74.95" }', '"goodsValue": "174.95" }'),
    );
    expect([code, document['kind'], document['refusal']]).toEqual([
      exitCodes.foundProblems,
      'refused',
      expect.objectContaining({ code: 'DATASET_NOT_ALLOWED' }),
    ]);
  });

  it.each([
    ['broken JSON', '{', 'JSON_SYNTAX'],
    ['an array', '[]', 'FIELD_MALFORMED'],
    ['ten thousand brackets', '['.repeat(10_000), 'JSON_TOO_DEEP'],
    ['an unknown field', JSON.stringify({ ...(JSON.parse(text) as object), colour: 'red' }), 'FIELD_UNKNOWN'],
    ['a missing field', without('currency'), 'FIELD_MISSING'],
    ['an unknown currency', text.replace('"currency": "EUR", "freight"', '"currency": "XXY", "freight"'), 'CURRENCY_UNKNOWN'],
    ['a day outside the rules', text.replace('2026-07-02T09:30', '2001-07-02T09:30'), 'DATE_OUTSIDE_RULES'],
    ['a huge number', text.replace('"quantity": 5', '"quantity": 1e9000000'), 'JSON_NUMBER_OUT_OF_RANGE'],
    ['an amount below zero', text.replace('"freight": "5.00"', '"freight": "-5.00"'), 'AMOUNT_NEGATIVE'],
    ['a look-alike letter in a reference', text.replace('"lrn": "CC', '"lrn": "\u0421C'), 'REFERENCE_CHARACTERS'],
    ['a country of another authority', text.replace('"jurisdiction": "FR"', '"jurisdiction": "DE"'), 'JURISDICTION_DIFFERS'],
    ['control totals that do not fit', text.replace('"goodsValue": "74.95" }', '"goodsValue": "74.94" }'), 'GOODS_VALUE_DIFFERS'],
  ])('refuses %s', async (_name, declaration, expected) => {
    const { code, document } = await assess(declaration);
    expect([code, document['error']]).toEqual([exitCodes.couldNotRun, expect.objectContaining({ code: expected })]);
  });
});
