import { orderStream } from '#advance-data';
import { CommandLine, words } from '../cli.support';
import { exitCodes } from '../exit';
import { succeed } from '../ledger.support';

describe('why-not', () => {
  const cli = new CommandLine();
  const order = (orderNumber: string, unitPrice: string): string =>
    JSON.stringify({
      seller: 'V-IE-1',
      orderNumber,
      buyerType: 'consumer',
      transactionType: 'B2C',
      deliveryTerms: 'DDP',
      dispatchCountry: 'CN',
      destination: 'FR',
      orderedAt: '2026-03-01T10:00:00.000Z',
      currency: 'EUR',
      lines: [{ sku: 'BOX', quantity: 1, unitPrice, hsCode: '39241000', origin: 'CN' }],
    });
  const payment = {
    psp: 'P-1',
    transactionId: 'T-1',
    seller: 'V-IE-1',
    orderNumber: 'O-1O',
    acceptedAt: '2026-03-02T10:00:00.000Z',
    amount: '120.42',
    currency: 'EUR',
  };
  beforeAll(async () => {
    await succeed(
      cli,
      'import',
      '--kind',
      'orders',
      '--format',
      'ndjson',
      cli.file('orders.ndjson', [order('O-10', '100.00'), order('O-11', '5.00')].join('\n')),
    );
    await succeed(cli, 'import', '--kind', 'payments', '--format', 'ndjson', cli.file('payments.ndjson', JSON.stringify(payment)));
  });
  afterAll(() => {
    cli.remove();
  });

  it('tells the nearest order, the criterion that it misses and how far, as data and as one sentence', async () => {
    const { code, document } = await cli.json('why-not', orderStream('V-IE-1', 'O-1O'));
    expect([code, document]).toMatchObject([
      exitCodes.foundProblems,
      {
        missing: [
          {
            leg: 'order',
            candidates: [
              { name: 'order O-10', failing: { criterion: 'amount', distance: '0.42', tolerance: '0.01' } },
              { name: 'order O-11' },
            ],
          },
        ],
      },
    ]);
    expect((await cli.run('why-not', orderStream('V-IE-1', 'O-1O'))).stdout).toContain(
      'order O-10: amount differs by 0.42, tolerance 0.01; expected 120 EUR, found 120.42 EUR.',
    );
  });

  it('lets somebody say what was meant, and take it back', async () => {
    const [named, known] = [orderStream('V-IE-1', 'O-1O'), orderStream('V-IE-1', 'O-10')];
    const codes = async (): Promise<unknown> =>
      ((await cli.json('why-not', known)).document['breaks'] as readonly { code: string }[]).map(({ code }) => code);
    const said = await succeed(cli, 'matches', 'confirm', named, known, '--reason', 'A zero was written as a letter.');
    expect([said['recorded'], await codes()]).toEqual([['MatchConfirmed'], expect.not.arrayContaining(['B01'])]);
    await succeed(cli, 'matches', 'undo', String(said['match']), '--step', String(said['revision']), '--reason', 'It was another.');
    expect(await codes()).toEqual(['B01']);
    expect((await cli.json('matches', 'break', named, known, '--reason', 'No.')).document).toMatchObject({ recorded: ['MatchBroken'] });
    expect((await cli.json('matches', 'break', orderStream('V-IE-1', 'O-11'), known, '--reason', 'No.')).document['error']).toMatchObject({
      code: 'MATCH_NOT_JOINED',
    });
    expect(
      (await cli.json('matches', 'confirm', orderStream('V-IE-1', 'O-12'), known, '--reason', 'Yes.')).document['error'],
    ).toMatchObject({ code: 'MATCH_SUBJECT_UNKNOWN', field: 'one' });
  });

  it('shows the parcels under the document that a declaration names', async () => {
    const parcel = {
      carrier: 'C-1',
      orders: [],
      masterDocument: 'MASTER-1',
      mode: 'air',
      dispatchCountry: 'CN',
      dispatchedAt: '2026-03-03T10:00:00.000Z',
      packages: 1,
      grossMass: '1.5',
      pieces: 2,
    };
    const declaration = {
      format: 'tidewaiter/declaration/1',
      authority: 'EU-FR',
      jurisdiction: 'FR',
      declarant: 'R-1',
      lrn: 'L-M',
      mrn: '26FR0000000000LM01',
      dataset: 'H7',
      scheme: 'EU-IOSS',
      schemeNumber: 'IM3720000014',
      suppliedOn: '2026-03-02',
      debtor: 'R-1',
      accountHolder: 'R-1',
      carrier: 'C-1',
      consignmentNumber: 'MASTER-1',
      buyerType: 'consumer',
      transactionType: 'B2C',
      dispatchCountry: 'CN',
      currency: 'EUR',
      acceptedAt: '2026-03-10T10:00:00.000Z',
      items: [
        {
          seq: 1,
          hsCode: '392410',
          description: 'boxes',
          origin: 'CN',
          goodsValue: '40.00',
          quantity: 5,
          grossMass: '3',
          additionalProcedures: ['C07', 'F48'],
          covers: [],
        },
      ],
    };
    await succeed(
      cli,
      'import',
      '--kind',
      'consignments',
      '--format',
      'ndjson',
      cli.file('parcels.ndjson', ['PX', 'PY'].map((consignmentNumber) => JSON.stringify({ ...parcel, consignmentNumber })).join('\n')),
    );
    await succeed(
      cli,
      ...words('accounts open --authority EU-FR --holder R-1 --kind deferment --currency EUR --cycle EU-SIXTEENTH --opened-on 2026-01-01'),
    );
    await succeed(
      cli,
      'import',
      '--kind',
      'declarations',
      '--format',
      'ndjson',
      cli.file('declarations.ndjson', JSON.stringify(declaration)),
    );
    const { document } = await cli.json('why-not', '26FR0000000000LM01', '--as-of', '2026-07-01T00:00:00.000Z');
    expect(document['missing']).toContainEqual(
      expect.objectContaining({
        leg: 'consignment',
        consolidated: expect.objectContaining({
          name: '2 parcels under MASTER-1',
          unique: false,
          failing: expect.objectContaining({ criterion: 'units' }) as unknown,
        }) as unknown,
      }),
    );
    expect((await cli.run('why-not', '26FR0000000000LM01', '--as-of', '2026-07-01T00:00:00.000Z')).stdout).toContain(
      '2 parcels under MASTER-1: units: expected 5, found 4.  parcel PX, parcel PY',
    );
  });

  it('takes a number that people know, and asks the other way round', async () => {
    expect((await cli.json('why-not', 'O-10')).document).toMatchObject({
      subject: orderStream('V-IE-1', 'O-10'),
      breaks: [{ code: 'B01' }],
      missing: [{ leg: 'payment', candidates: [{ name: 'payment T-1 for O-1O' }] }],
    });
    expect((await cli.json('why-not', 'O-10', '--known-at', '0')).document['error']).toMatchObject({ code: 'NOT_FOUND', field: 'subject' });
    expect((await cli.json('why-not', 'NOBODY')).document['error']).toMatchObject({ code: 'NOT_FOUND' });
    expect((await cli.json('why-not', `receipt-${'0'.repeat(26)}`)).document['error']).toMatchObject({ code: 'NOT_FOUND' });
  });
});
