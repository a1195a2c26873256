import { accountId, receiptId } from '#accounts';
import { CommandLine, words } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf, marchPaid, succeed } from '../ledger.support';

const [wrong, right] = [accountId('GB', 'R-1', 'deferment'), accountId('GB', 'R-2', 'deferment')];
const receipt = receiptId('GB', 'BANK-GB', 'E-2025-04-10');
const statement = 'GB-S00000001';
const debt = `--kind statement --reference ${statement} --tax-type A00 --beneficiary GB`;
const twoPersons = '--requested-by CASHIER-1 --approved-by OFFICER-1';

describe('accounts: what a person does to cash and debts', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    await importsOf(cli, 'L-1');
    await marchPaid(cli, '5.00', '2025-04-10');
    await succeed(
      cli,
      ...words('accounts open --authority GB --holder R-2 --kind deferment --currency GBP --cycle UK-DUTY --opened-on 2025-04-01'),
    );
    cli.now = '2025-04-12T08:00:00.000Z';
  });
  afterAll(() => {
    cli.remove();
  });
  const events = async (line: string): Promise<unknown> =>
    ((await succeed(cli, 'accounts', ...words(line)))['events'] as readonly { type: string }[]).map(({ type }) => type);
  const fault = async (line: string): Promise<unknown> => {
    const { code, field } = (await cli.json('accounts', ...words(line))).document['error'] as Readonly<Record<string, unknown>>;
    return [code, field];
  };
  const transfer = `transfer ${wrong} --receipt ${receipt} --to-account ${right} --reason mistake ${twoPersons}`;
  const undo = `undo-allocation ${wrong} --receipt ${receipt} --reason mistake`;

  it('undoes an allocation and transfers a receipt, in a dry run without writing, and each once', async () => {
    expect(await fault(transfer)).toEqual(['PAYMENT_STILL_APPLIED', '--receipt']);
    expect(await fault(`${undo} --reference GB-S00000009`)).toEqual(['ALLOCATION_UNKNOWN', '--reference']);
    expect(await events(`${undo} --reference ${statement} --dry-run`)).toEqual(['AllocationUndone']);
    expect(await fault(transfer)).toEqual(['PAYMENT_STILL_APPLIED', '--receipt']);
    for (let again = 0; again < 2; again += 1) {
      expect(await events(`${undo} --reference ${statement}`)).toEqual(['AllocationUndone']);
      expect(await events(`allocate ${wrong} --receipt ${receipt} --reference ${statement}`)).toEqual(['PaymentAllocated']);
    }
    expect(await events(`${undo} --reference ${statement}`)).toEqual(['AllocationUndone']);
    expect(await fault(transfer.replace(right, receipt))).toEqual(['ACCOUNT_UNKNOWN', '--to-account']);
    expect(await fault(transfer.replace('OFFICER-1', 'CASHIER-1'))).toEqual(['SAME_PERSON', '--approved-by']);
    const before = (await cli.json('verify')).document['content'];
    expect(await events(transfer)).toEqual(['PaymentTransferred']);
    const after = (await cli.json('verify')).document['content'];
    expect(after).not.toEqual(before);
    expect(await fault(transfer)).toEqual(['UNAPPLIED_EXCEEDED', '--receipt']);
    expect((await cli.json('verify')).document['content']).toEqual(after);
  });

  it('brings it back, applies it by hand, and disputes what is left', async () => {
    expect(await events(transfer.replace(wrong, 'X').replace(right, wrong).replace('X', right))).toEqual(['PaymentTransferred']);
    expect(await fault(`allocate ${wrong} --reference ${statement}`)).toEqual(['NOTHING_TO_ALLOCATE', undefined]);
    const contest = `contest ${wrong} ${debt} --document ${'d'.repeat(64)} ${twoPersons}`;
    expect(await fault(`${contest} --amount 0.001`)).toEqual(['OPTION_INVALID', '--amount']);
    expect(await events(`${contest} --amount 0.01`)).toEqual(['DebtContested']);
    expect(await events(`${contest} --amount 0.01`)).toEqual([]);
    expect(await fault(`recover ${wrong} ${debt} --amount 1.00 --receipt ${receipt}`)).toEqual(['DEBT_NOT_OPEN', '--amount']);
    expect(await fault(`${transfer} --on 2025-04-13`)).toEqual(['OPTION_INVALID', '--on']);
    const [{ code }, replayed] = [await cli.json('verify'), await cli.json('replay', '--verify')];
    expect([code, replayed.code]).toEqual([exitCodes.done, exitCodes.done]);
  });
});
