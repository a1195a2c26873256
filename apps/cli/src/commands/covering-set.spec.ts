import { accountId } from '#accounts';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf, succeed } from '../ledger.support';

describe('covering-set', () => {
  const cli = new CommandLine();
  let receipt = '';
  beforeAll(async () => {
    await importsOf(cli, 'L-1', 'L-2');
    cli.now = '2025-04-12T08:00:00.000Z';
    await succeed(cli, 'close');
    const { charged } = (await succeed(cli, 'statement', 'show', 'GB-S00000001'))['statement'] as { charged: string };
    const entry = {
      authority: 'GB',
      bankAccount: 'BANK-GB',
      entryReference: 'E-1',
      amount: charged,
      currency: 'GBP',
      bookedOn: '2025-04-12',
      valueOn: '2025-04-12',
      remittance: 'DUTIES',
    };
    await succeed(cli, 'import', '--kind', 'receipts', '--format', 'ndjson', cli.file('receipts.ndjson', JSON.stringify(entry)));
    const { receipts } = (await cli.json('reconcile')).document;
    receipt = (receipts as readonly { key: string }[])[0]?.key.slice('receipt-'.length) ?? '';
  });
  afterAll(() => {
    cli.remove();
  });

  it('names the account whose statement the money pays', async () => {
    const { code, document } = await cli.json('covering-set', receipt);
    expect([code, document]).toMatchObject([
      exitCodes.done,
      {
        searched: 'accounts',
        covers: [{ account: accountId('GB', 'R-1', 'deferment'), status: 'exact', sets: [{ by: 'all', references: ['GB-S00000001'] }] }],
      },
    ]);
  });

  it('says that it is the only set, once the account is named', async () => {
    const { document } = await cli.json('covering-set', receipt, '--account', accountId('GB', 'R-1', 'deferment'));
    expect(document).toMatchObject({ searched: 'account', covers: [{ status: 'exact', unique: true, complete: true }] });
    expect((await cli.run('covering-set', receipt, '--account', accountId('GB', 'R-1', 'deferment'))).stdout).toMatch(
      /GBP open under 1 reference: exactly one set\n {2}all: GB-S00000001/,
    );
  });

  it('refuses what is no bank entry', async () => {
    expect((await cli.json('covering-set', '0'.repeat(26))).document['error']).toMatchObject({ code: 'NOT_FOUND', field: 'receipt' });
    expect((await cli.json('covering-set', 'x')).document['error']).toMatchObject({ code: 'OPTION_INVALID' });
  });
});
