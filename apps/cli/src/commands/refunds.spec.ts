import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seriesDecider, seriesStream } from '#accounts';
import { idOf } from '#event-catalogue';
import { refundClaimStream } from '#returns';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { approved, claimFor, importsOf, marchPaid, recorded, succeed } from '../ledger.support';

const details = {
  debtors: { GB: { name: 'Collector of customs', iban: 'GB29NWBK60161331926819', currency: 'GBP' } },
  creditors: { 'R-1': { name: 'A representative & sons', iban: 'DE89370400440532013000' } },
};

describe('refunds pay', () => {
  const cli = new CommandLine();
  const lrns = ['L-1', 'L-2'] as const;
  beforeAll(async () => {
    await importsOf(cli, ...lrns);
    await marchPaid(cli, '1000.00', '2025-04-15');
    await succeed(
      cli,
      'import',
      '--kind',
      'claims',
      '--format',
      'ndjson',
      cli.file(
        'claims.ndjson',
        [claimFor('L-1', '4.00', '19.50', '2025-04-20'), claimFor('L-2', '5.00', '19.50', '2025-04-21')].join('\n'),
      ),
    );
    cli.now = '2025-04-30T08:00:00.000Z';
    for (const lrn of lrns) await approved(cli, lrn, '2025-04-25');
  });
  afterAll(() => {
    cli.remove();
  });
  const content = async (): Promise<unknown> => (await cli.json('verify')).document['content'];

  it('computes everything in a dry run and writes nothing', async () => {
    const before = await content();
    const { code, document } = await cli.json('refunds', 'pay', '--dry-run');
    expect([code, document['paid']]).toMatchObject([
      exitCodes.done,
      [
        { number: 1, claimReference: 'CL-L-1', amount: '4.00' },
        { number: 2, claimReference: 'CL-L-2', amount: '5.00' },
      ],
    ]);
    expect(await content()).toBe(before);
  });

  it('pays nothing before it was approved, and nothing to a bank account that is not told', async () => {
    expect((await cli.json('refunds', 'pay', '--on', '2025-04-24', '--dry-run')).document).toMatchObject({
      paid: [],
      unpaid: [{ code: 'APPROVED_LATER' }, { code: 'APPROVED_LATER' }],
    });
    const file = cli.file('bank.json', JSON.stringify({ debtors: {}, creditors: {} }));
    const pain = path.join(cli.directory, 'none.xml');
    expect((await cli.json('refunds', 'pay', '--pain', pain)).document['error']).toMatchObject({
      code: 'OPTION_MISSING',
      field: '--creditors',
    });
    expect((await cli.json('refunds', 'pay', '--pain', pain, '--creditors', file, '--authority', 'GB')).document['error']).toMatchObject({
      code: 'CREDITORS_MALFORMED',
      field: '--creditors',
    });
    const wrong = cli.file('wrong.json', JSON.stringify({ ...details, debtors: { GB: { ...details.debtors.GB, iban: 'GB00' } } }));
    expect((await cli.json('refunds', 'pay', '--pain', pain, '--creditors', wrong, '--authority', 'GB')).document['error']).toMatchObject({
      code: 'CREDITORS_MALFORMED',
    });
  });

  it('goes on where a run before stopped: one number and one payment for each claim, and one file for the bank', async () => {
    // A run that died between the number of the first claim and its payment.
    await recorded(cli, (send) =>
      send(
        seriesDecider,
        seriesStream('GB', 'refund'),
        { type: 'AssignNumber', authority: 'GB', kind: 'refund', subject: idOf(refundClaimStream('GB', 'R-1', 'CL-L-1')) },
        '2025-04-30',
      ),
    );
    const pain = path.join(cli.directory, 'refunds.xml');
    const asked = [
      'refunds',
      'pay',
      '--pain',
      pain,
      '--creditors',
      cli.file('bank.json', JSON.stringify(details)),
      '--authority',
      'GB',
    ] as const;
    const ran = await cli.json(...asked);
    expect([ran.code, ran.document['paid'], ran.document['pain']]).toMatchObject([
      exitCodes.done,
      [{ number: 1 }, { number: 2 }],
      { count: 2, sum: '9.00', withheld: [] },
    ]);
    const written = readFileSync(pain, 'utf8');
    expect(written).toContain('<NbOfTxs>2</NbOfTxs><CtrlSum>9.00</CtrlSum>');
    expect(written).toContain(`<EndToEndId>RF${idOf(refundClaimStream('GB', 'R-1', 'CL-L-1'))}</EndToEndId>`);

    const again = await cli.json(...asked);
    expect([again.code, again.document['paid'], again.document['pain']]).toMatchObject([exitCodes.done, [], { count: 2 }]);
    expect(readFileSync(pain, 'utf8')).toBe(written);
    expect((await cli.json('verify')).document).toMatchObject({ byType: { RefundPaid: 2 }, findingCount: 0 });
    expect((await cli.json('refunds', 'pay', '--on', '2025-04-29', ...asked.slice(2))).document['error'] ?? 'nothing').toEqual(
      expect.objectContaining({ code: 'FILE_EXISTS', field: '--pain' }),
    );
  });

  it('withholds what has no bank account and says so', async () => {
    const pain = path.join(cli.directory, 'withheld.xml');
    const { code, document } = await cli.json(
      'refunds',
      'pay',
      '--pain',
      pain,
      '--creditors',
      cli.file('bank.json', JSON.stringify({ ...details, creditors: {} })),
      '--authority',
      'GB',
    );
    expect([code, document['pain']]).toMatchObject([
      exitCodes.foundProblems,
      { count: 0, withheld: [{ reason: 'BANK_DETAILS_MISSING' }, { reason: 'BANK_DETAILS_MISSING' }] },
    ]);
  });
});
