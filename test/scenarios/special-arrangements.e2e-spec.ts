import { openLedger, type Ledger } from '#runtime';
import { fileCollectionReturn, previewCollectionReturn } from '#scheme-returns';
import { CommandLine, words } from '../../apps/cli/src/cli.support';
import { advised, collected, declared, parcel, schemeNumber } from './parcels-under-arrangement';

/**
 * The intermediary model under special arrangements (VAT Directive Art. 369y to 369zb): a post releases parcels, collects the VAT from
 * recipients one by one, and returns and pays what it collected, not what was assessed. Each test goes on where the one before ended.
 */
const cli = new CommandLine();
beforeAll(() => {
  cli.now = '2026-08-10T09:00:00.000Z';
});
afterAll(() => {
  cli.remove();
});

const done = async (...argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { code, document, stderr } = await cli.json(...argv);
  expect([argv.join(' '), code, stderr, document['error']]).toEqual([argv.join(' '), 0, '', undefined]);
  return document;
};
const imported = async (kind: string, messages: readonly unknown[]): Promise<void> => {
  const file = cli.file(`${kind}.ndjson`, messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  expect(await done('import', '--kind', kind, '--format', 'ndjson', file)).toMatchObject({
    read: messages.length,
    accepted: messages.length,
    rejected: {},
  });
};
const withLedger = async <T>(work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await openLedger({ dataDirectory: cli.data, clock: () => cli.now });
  try {
    await ledger.catchUp();
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};
const request = { schemeNumber, holder: 'POST-1', authority: 'EU-FR', period: '2026-07', filedOn: '2026-08-10', firstDay: '2026-07-01' };
const sources = ({ store, views, rules, runner }: Ledger) => ({ store, views, book: rules.current(), runner });

it('begins with an authorisation that nobody else can be granted', async () => {
  for (const collector of ['POST-1', 'POST-2'])
    await done(
      ...words(`collectors register --collector ${collector} --name ${collector} --established-in FR --roles intermediary --on 2026-07-01`),
    );
  const grant = (collector: string) =>
    words(`collectors grant --collector ${collector} --scheme EU-SA --number ${schemeNumber} --authority EU-FR --from 2026-07-01`);
  await done(...grant('POST-1'));
  expect((await cli.json(...grant('POST-2'))).document['error']).toMatchObject({ code: 'SCHEME_NUMBER_HELD_BY_ANOTHER' });
  await done(
    ...words('accounts open --authority EU-FR --holder POST-1 --kind deferment --currency EUR --cycle EU-SIXTEENTH --opened-on 2026-07-01'),
  );
  await done(
    ...words('accounts open --authority EU-FR --holder POST-1 --kind scheme --currency EUR --cycle EU-IOSS-MONTH --opened-on 2026-08-01'),
  );
});

it('goes on with parcels whose duty is payable and whose VAT waits for their recipients', async () => {
  await imported('consignments', [1, 2, 3].map(advised));
  await imported('declarations', [1, 2, 3].map(declared));
  await imported('consignments', [
    collected(1),
    collected(2),
    { ...parcel(2), attemptedAt: '2026-07-12T10:00:00.000Z', reason: 'REFUSED' },
    { ...parcel(3), attemptedAt: '2026-07-12T10:00:00.000Z', reason: 'UNKNOWN' },
  ]);
});

it('returns what was collected, without the parcels that could not be delivered', async () => {
  await withLedger(async (ledger) => {
    const preview = await previewCollectionReturn(sources(ledger), request);
    expect(preview).toMatchObject({
      outstanding: [],
      computed: {
        figures: {
          rows: [{ country: 'FR', rate: '20', taxable: '43.00', vat: '8.60', consignments: 1 }],
          payable: '8.60',
          dueOn: '2026-08-31',
          undelivered: { consignments: 2, vat: '8.60', collected: '8.60' },
        },
        undelivered: expect.arrayContaining([
          expect.objectContaining({ mrn: '26FR00000000000102' }),
          expect.objectContaining({ mrn: '26FR00000000000103' }),
        ]) as unknown,
      },
    });
    expect(await fileCollectionReturn(sources(ledger), request, { actor: 'POST-1' })).toMatchObject({ kind: 'accepted', replayed: false });
    await ledger.settle();
  });
});

it('and owes exactly that, in books that balance', async () => {
  await withLedger(async (ledger) => {
    const charges: unknown[] = [];
    for await (const { events } of ledger.store.readAll({ categories: ['accountPeriod'] }))
      for (const stored of events) if (stored.type === 'ChargePosted') charges.push(ledger.catalogue.decode(stored).data);
    expect(charges.filter((charge) => (charge as { readonly kind: string }).kind === 'return')).toMatchObject([
      { reference: `FR/${schemeNumber}/M07.2026`, dueOn: '2026-08-31', lines: [{ taxType: 'B00', beneficiary: 'FR', amount: '8.60' }] },
    ]);
    expect(charges).toHaveLength(4);
    const again = await fileCollectionReturn(sources(ledger), request, { actor: 'POST-1' });
    expect(again).toMatchObject({ kind: 'accepted', replayed: true });
  });
  const { balanced, trialBalances } = await done('trial-balance');
  expect(balanced).toBe(true);
  const [{ accounts } = { accounts: [] }] = trialBalances as readonly {
    readonly accounts: readonly { readonly account: string; readonly debit: string; readonly credit: string }[];
  }[];
  // What was assessed is charged or went back to its recipient, and nothing more is expected.
  for (const code of ['1101', '9200'])
    expect(accounts.filter(({ account, debit, credit }) => account === code && debit === credit)).toHaveLength(1);
});
