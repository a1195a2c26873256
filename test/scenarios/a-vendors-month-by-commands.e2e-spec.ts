import { CommandLine, words } from '../../apps/cli/src/cli.support';
import { parcels } from './messages';

/** A vendor's month at the command line alone, on a directory that is not there yet: each test goes on where the one before ended. */
const cli = new CommandLine();
beforeAll(() => {
  cli.now = '2026-04-20T09:00:00.000Z';
});
afterAll(() => {
  cli.remove();
});

const done = async (...argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { code, document, stderr } = await cli.json(...argv);
  expect([argv.join(' '), code, stderr, document['error']]).toEqual([argv.join(' '), 0, '', undefined]);
  return document;
};
const refused = async (...argv: readonly string[]): Promise<unknown> => (await cli.json(...argv)).document['error'];
const imported = async (kind: string, messages: readonly unknown[]): Promise<void> => {
  const file = cli.file(`${kind}.ndjson`, messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  expect(await done('import', '--kind', kind, '--format', 'ndjson', file)).toMatchObject({
    read: messages.length,
    accepted: messages.length,
    rejected: {},
  });
};

const vendor = [
  'collectors',
  'register',
  '--collector',
  'V-IE-1',
  '--name',
  'A vendor',
  '--established-in',
  'IE',
  '--roles',
  'vendor,platform',
];
const ioss = words('collectors grant --collector V-IE-1 --scheme EU-IOSS --number IM3720000014 --authority EU-IE --from 2026-03-01');
const deferment = [
  ...words('accounts open --authority EU-FR --holder R-1 --kind deferment --currency EUR --cycle EU-SIXTEENTH --opened-on 2026-03-01'),
];

it('begins with who collects, and the accounts', async () => {
  await done(...vendor, '--on', '2026-01-01');
  await done(
    'collectors',
    'register',
    '--collector',
    'R-1',
    '--name',
    'A representative',
    '--established-in',
    'IE',
    '--roles',
    'representative',
  );
  await done(...ioss);
  await done(
    ...words('collectors grant --collector V-IE-1 --scheme UK-VAT --number GB999999973 --authority GB --from 2026-01-01 --to 2026-12-31'),
  );
  await done(...deferment);
  await done(...words('accounts open --authority GB --holder R-1 --kind deferment --currency GBP --cycle UK-DUTY --opened-on 2026-03-01'));
  await done(
    ...words('accounts open --authority EU-IE --holder V-IE-1 --kind scheme --currency EUR --cycle EU-IOSS-MONTH --opened-on 2026-03-01'),
  );
  await done(
    ...words('accounts open --authority GB --holder V-IE-1 --kind scheme --currency GBP --cycle UK-VAT-QUARTER --opened-on 2026-01-01'),
  );
});

it('adds nothing when it is told again, on another day too', async () => {
  const { events } = await done('verify');
  cli.now = '2026-04-20T10:00:00.000Z';
  for (const again of [vendor, ioss, deferment]) expect(await done(...again)).toMatchObject({ known: true, events: [] });
  expect((await done('verify'))['events']).toBe(events);
  expect((await cli.run(...deferment)).stdout).toBe('deferment account of R-1 at EU-FR: known already, nothing was written.\n');
});

it('says what is wrong by option and code', async () => {
  const other = (argv: readonly string[], option: string, value: string): readonly string[] =>
    argv.map((text, i) => (argv[i - 1] === option ? value : text));
  expect(await refused(...other(deferment, '--cycle', 'WEEKLY'))).toMatchObject({
    code: 'CYCLE_UNKNOWN',
    field: '--cycle',
    message: expect.stringMatching(/EU-IOSS-MONTH.*UK-VAT-QUARTER/) as unknown,
  });
  expect(await refused(...other(deferment, '--authority', 'EU-QQ'))).toMatchObject({ code: 'AUTHORITY_UNKNOWN', field: '--authority' });
  expect(await refused(...other(deferment, '--currency', 'GBP'))).toMatchObject({ code: 'ACCOUNT_TERMS_DIFFER' });
  expect(await refused(...other(ioss, '--number', 'IM123'))).toMatchObject({ code: 'SCHEME_NUMBER_MALFORMED', field: '--number' });
  expect(await refused(...other(ioss, '--collector', 'V-2'))).toMatchObject({ code: 'COLLECTOR_UNKNOWN', field: '--collector' });
  expect(await refused(...other(ioss, '--authority', 'EU-QQ'))).toMatchObject({ code: 'AUTHORITY_UNKNOWN', field: '--authority' });
  expect(await refused(...other(vendor, '--roles', 'vendor,king'))).toMatchObject({ code: 'OPTION_INVALID', field: '--roles' });
  expect(await refused(...other(vendor, '--name', 'Another'))).toMatchObject({ code: 'COLLECTOR_ALREADY_REGISTERED', field: '--name' });
});

it('goes on with orders, payments, parcels and declarations', async () => {
  const all = Object.values(parcels);
  await imported(
    'orders',
    all.map(({ order }) => order),
  );
  await imported(
    'payments',
    all.map(({ payment }) => payment),
  );
  await imported(
    'consignments',
    all.map(({ consignment }) => ({ ...consignment, arrivedAt: '2026-03-10T08:00:00.000Z', deliveredAt: '2026-03-12T08:00:00.000Z' })),
  );
  await imported(
    'declarations',
    all.map(({ declaration }) => declaration),
  );
});

it('closes, files, and takes what was paid', async () => {
  const { statements } = await done('close');
  const due = statements as readonly Readonly<Record<string, string>>[];
  expect(due).toContainEqual(expect.objectContaining({ authority: 'EU-FR', kind: 'deferment', charged: '83.40', closing: '83.40' }));
  expect(await done('returns', 'preview', '--scheme', 'EU-IOSS', '--number', 'IM3720000014', '--period', '2026-03')).toMatchObject({
    figures: { payable: '19.80' },
    filed: false,
  });
  await done('returns', 'file', '--scheme', 'EU-IOSS', '--number', 'IM3720000014', '--period', '2026-03');
  await done('returns', 'file', '--scheme', 'UK-SUPPLY', '--number', 'GB999999973', '--period', '2026-Q1');
  const entry = { bankAccount: 'BANK-1', bookedOn: '2026-04-16', valueOn: '2026-04-16' };
  const statement = due.find(({ authority, charged }) => authority === 'EU-FR' && charged === '83.40');
  await imported('receipts', [
    {
      ...entry,
      authority: 'EU-FR',
      entryReference: 'E-1',
      amount: '83.40',
      currency: 'EUR',
      remittance: statement?.['statementReference'],
    },
    { ...entry, authority: 'EU-IE', entryReference: 'E-2', amount: '19.80', currency: 'EUR', remittance: 'IE/IM3720000014/M03.2026' },
    { ...entry, authority: 'GB', entryReference: 'E-3', amount: '20.00', currency: 'GBP', remittance: 'GB/GB999999973/Q1.2026' },
  ]);
});

it('is reconciled, proved, and can take a number away', async () => {
  expect(await done('reconcile')).toMatchObject({ items: { matched: 3, inTransit: 0, broken: 0 }, breaks: {} });
  const withdrawal = [
    ...words('collectors withdraw --collector V-IE-1 --scheme EU-IOSS --number IM3720000014 --from 2026-05-01 --reason sold'),
  ];
  expect(await done(...withdrawal)).toMatchObject({ known: false, events: [{ type: 'SchemeNumberWithdrawn' }] });
  expect(await done(...withdrawal)).toMatchObject({ known: true });
  expect(await done('verify')).toMatchObject({ findings: [] });
});
