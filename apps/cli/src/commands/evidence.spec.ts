import { orderStream } from '#advance-data';
import { CommandLine, words } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf, succeed } from '../ledger.support';

describe('evidence', () => {
  const cli = new CommandLine();
  const subject = orderStream('V-IE-1', 'O-1');
  const asking = [
    ...words('evidence request --authority GB --reference REQ-1 --kind proofOfPayment --subject'),
    subject,
    ...words('--party P-1 --psp P-1 --transaction T-1'),
  ] as const;
  let request = '';
  const figures = words('--psp P-1 --transaction T-1 --amount 130.00 --currency USD --captured-at 2025-03-01T10:00:00.000Z');
  const exchange = ['--exchanged-amount', '118.80', '--exchanged-currency', 'EUR', '--rate', '0.9138'] as const;
  beforeAll(async () => {
    await importsOf(cli, 'L-1');
    request = String((await succeed(cli, ...asking))['request']);
  });
  afterAll(() => {
    cli.remove();
  });
  const standing = async (...more: readonly string[]): Promise<unknown> =>
    ((await cli.json('evidence', 'list', ...more)).document['requests'] as readonly { status: string }[]).map(({ status }) => status);

  it('is requested once, and is listed as it stands at the moment asked about', async () => {
    expect((await cli.json(...asking)).document).toMatchObject({ request, recorded: [] });
    expect([
      await standing(),
      await standing('--as-of', '2025-04-15'),
      await standing('--as-of', '2025-03-01'),
      await standing('--party', 'P-2'),
    ]).toEqual([['open'], ['overdue'], [], []]);
  });

  it('says which option is missing or wrong, before anything is kept', async () => {
    const file = cli.file('capture.txt', 'captured 130.00 USD');
    const refused = async (...more: readonly string[]): Promise<unknown> =>
      (await cli.json('evidence', 'answer', request, '--file', file, '--media-type', 'text/plain', ...more)).document['error'];
    expect(await refused('--amount', '130.00')).toMatchObject({ code: 'OPTION_MISSING', field: '--psp' });
    expect(await refused(...figures, '--exchanged-amount', '118.80')).toMatchObject({
      code: 'OPTION_MISSING',
      field: '--exchanged-currency',
    });
    expect(await refused(...figures.map((one) => (one === '130.00' ? '130.001' : one)))).toMatchObject({
      code: 'OPTION_INVALID',
      field: '--amount',
    });
    expect(
      (await cli.json('evidence', 'answer', request, '--file', `${file}-`, '--media-type', 'text/plain')).document['error'],
    ).toMatchObject({ code: 'FILE_UNREADABLE', field: '--file' });
    expect(
      (await cli.json('evidence', 'answer', '0'.repeat(26), '--file', file, '--media-type', 'text/plain')).document['error'],
    ).toMatchObject({ code: 'EVIDENCE_REQUEST_UNKNOWN', field: 'request' });
  });

  it('is answered with the document and the figures that it shows', async () => {
    const answered = await cli.json(
      'evidence',
      'answer',
      request,
      '--file',
      cli.file('capture.txt', 'captured 130.00 USD'),
      '--media-type',
      'text/plain',
      ...figures,
      ...exchange,
    );
    expect([answered.code, answered.document['recorded']]).toEqual([exitCodes.done, ['EvidenceProvided', 'TransactionPaymentProven']]);
    expect((await cli.run('evidence', 'list')).stdout).toMatch(
      /REQ-1 +proofOfPayment +P-1 +2025-03-30 +supplied +1 +130\.00 USD = 118\.80 EUR/,
    );
  });

  it('may be declined, and asked for no more', async () => {
    const other = String(
      (
        await succeed(
          cli,
          ...words('evidence request --authority GB --reference REQ-2 --kind commercialInvoice --subject'),
          subject,
          '--party',
          'V-IE-1',
        )
      )['request'],
    );
    await succeed(cli, 'evidence', 'decline', other, '--reason', 'notHeld');
    expect(await standing('--kind', 'commercialInvoice')).toEqual(['declined']);
    await succeed(cli, 'evidence', 'withdraw', other, '--reason', 'Asked of the marketplace.');
    expect(await standing('--status', 'withdrawn')).toEqual(['withdrawn']);
    expect((await cli.json('evidence', 'decline', other, '--reason', 'heldByOther')).document['error']).toMatchObject({
      code: 'EVIDENCE_REQUEST_WITHDRAWN',
    });
  });
});
