import { debtKind, PaymentOnAccount, WrittenOffDebt } from '#accounts';
import { code, decimal, id as idShape, partyCode, reference, sha256, taxType, textUpTo } from '#event-catalogue';
import type { Command } from 'commander';
import { accountNamed, atDesk, type AtDesk, type DeskOptions, minorOf } from '../account-desk';
import type { ExitCode } from '../exit';
import { dayOption, repeated, shapeOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';

type Persons = Readonly<{ requestedBy: string; approvedBy: string }>;
interface DebtOptions {
  readonly kind: ReturnType<typeof debtKind.parse>;
  readonly reference: string;
  readonly taxType: string;
  readonly beneficiary: string;
  readonly amount: string;
}
type AllocateOptions = DeskOptions & Readonly<{ receipt?: string; reference?: readonly string[] }>;
type UndoOptions = DeskOptions & Readonly<{ receipt: string; reference: readonly string[]; reason: string }>;
type TransferOptions = DeskOptions & Persons & Readonly<{ receipt: string; toAccount: string; reason: string }>;
type ContestOptions = DeskOptions & Persons & DebtOptions & Readonly<{ document: string }>;
type RecoverOptions = DeskOptions & DebtOptions & Readonly<{ receipt: string }>;

const paymentOn = async ({ account, history }: AtDesk, receipt: string): Promise<PaymentOnAccount> => {
  const payment = new PaymentOnAccount(account.account, receipt);
  for await (const event of history()) payment.apply(event);
  return payment;
};
const partOf = ({ kind, reference: named, taxType: tax, beneficiary, amount }: DebtOptions, currency: string) => ({
  kind,
  reference: named,
  taxType: tax,
  beneficiary,
  amount: minorOf(amount, currency),
});

const allocate = (context: CommandContext, options: AllocateOptions, account: string): Promise<ExitCode> =>
  atDesk(context, options, account, ({ on }) => ({
    type: 'AllocateUnapplied',
    account,
    allocatedOn: on,
    ...(options.receipt === undefined ? {} : { receipt: options.receipt }),
    ...(options.reference === undefined ? {} : { references: options.reference }),
  }));

const undo = (context: CommandContext, options: UndoOptions, account: string): Promise<ExitCode> =>
  atDesk(context, options, account, async (at) => {
    const { receipt, reference: references, reason } = options;
    const { booked, before } = await paymentOn(at, receipt);
    return {
      type: 'UndoAllocation',
      account,
      receipt,
      references,
      reason,
      undoneOn: at.on,
      bookedOn: booked?.bookedOn ?? at.on,
      ...before,
    };
  });

const transfer = (context: CommandContext, options: TransferOptions, account: string): Promise<ExitCode> =>
  atDesk(context, options, account, async (at) => {
    const { receipt, toAccount, reason, requestedBy, approvedBy } = options;
    const to = await accountNamed(at.office, toAccount, '--to-account');
    const { booked, before } = await paymentOn(at, receipt);
    return {
      type: 'TransferPayment',
      account,
      closed: at.account.closed_on !== undefined,
      receipt,
      to: { account: toAccount, authority: to.authority, currency: to.currency, closed: to.closed_on !== undefined },
      transferredOn: at.on,
      reason,
      settledBefore: before.settledBefore,
      ...(booked === undefined ? {} : { booked }),
      requestedBy,
      approvedBy,
    };
  });

const contest = (context: CommandContext, options: ContestOptions, account: string): Promise<ExitCode> =>
  atDesk(
    context,
    options,
    account,
    ({ on, account: { currency } }) => {
      const { document, requestedBy, approvedBy } = options;
      return {
        type: 'ContestDebt',
        account,
        currency,
        debt: partOf(options, currency),
        contestedOn: on,
        document,
        requestedBy,
        approvedBy,
      };
    },
    'same',
  );

const recover = (context: CommandContext, options: RecoverOptions, account: string): Promise<ExitCode> =>
  atDesk(
    context,
    options,
    account,
    async ({ on, account: { currency }, history }) => {
      const debt = partOf(options, currency);
      const known = new WrittenOffDebt(debt);
      for await (const event of history()) known.apply(event);
      const { receipt } = options;
      const dueOn = known.dueOn ?? on;
      return { type: 'RecoverDebt', account, currency, receipt, debt, dueOn, recoveredOn: on, writtenOffBefore: known.before };
    },
    'same',
  );

const receiptOption = ['--receipt <id>', 'the bank entry', shapeOption('--receipt', idShape)] as const;
const reasonOption = ['--reason <text>', 'why', shapeOption('--reason', textUpTo(200))] as const;
const referencesOption = [
  '--reference <text>',
  'of a debt: a statement, a return, an MRN; may be given several times',
  repeated(shapeOption('--reference', reference)),
] as const;
const ofDebt = (command: Command): Command =>
  command
    .requiredOption('--kind <kind>', 'of the debt: statement, return, charge, interest, penalty', shapeOption('--kind', debtKind))
    .requiredOption('--reference <text>', 'of the debt', shapeOption('--reference', reference))
    .requiredOption('--tax-type <code>', 'A00, B00', shapeOption('--tax-type', taxType))
    .requiredOption('--beneficiary <code>', 'who the tax is for: EU, FR', shapeOption('--beneficiary', code))
    .requiredOption('--amount <amount>', 'how much of it, in the currency of the account', shapeOption('--amount', decimal));
const byTwo = (command: Command): Command =>
  command
    .requiredOption('--requested-by <code>', 'who asks', shapeOption('--requested-by', partyCode))
    .requiredOption('--approved-by <code>', 'who agrees: another person', shapeOption('--approved-by', partyCode));

/** `accounts allocate` and what else a person does to the cash and the debts of an account, in the group that opens accounts too. */
export const addAccountWork = (program: Command, shell: Shell): void => {
  const accounts = program.commands.find((command) => command.name() === 'accounts');
  if (accounts === undefined) return;
  const work = (name: string, description: string): Command =>
    accounts.command(name).description(description).argument('<account>', 'its id');
  const done = <O extends DeskOptions>(
    command: Command,
    act: (context: CommandContext, options: O, account: string) => Promise<ExitCode>,
  ): unknown =>
    command
      .option('--on <day>', 'legal day (default: the day of this ledger)', dayOption('--on'))
      .option('--dry-run', 'decide it, write nothing')
      .action(performs<O>(shell, (context, options, [account = '']) => act(context, options, account)));
  done<AllocateOptions>(
    work('allocate', 'apply unapplied cash: of one bank entry, to the debts named, or all of it by the order of the account')
      .option(...receiptOption)
      .option(...referencesOption),
    allocate,
  );
  done<UndoOptions>(
    work('undo-allocation', 'cash settled the wrong debts: those are open again, and the cash is unapplied')
      .requiredOption(...receiptOption)
      .requiredOption(...referencesOption)
      .requiredOption(...reasonOption),
    undo,
  );
  done<TransferOptions>(
    byTwo(
      work('transfer', 'a bank entry was identified to this account by mistake: all that is left of it, unapplied, goes to the right one')
        .requiredOption(...receiptOption)
        .requiredOption('--to-account <id>', 'the account that it is for', shapeOption('--to-account', idShape))
        .requiredOption(...reasonOption),
    ),
    transfer,
  );
  done<ContestOptions>(
    byTwo(
      ofDebt(work('contest', 'a debt is disputed: no cash settles it unless it is named; the same words again add nothing')),
    ).requiredOption('--document <sha256>', 'SHA-256 of the document that says so', shapeOption('--document', sha256)),
    contest,
  );
  done<RecoverOptions>(
    ofDebt(work('recover', 'cash of a bank entry pays what was written off; the same words again add nothing')).requiredOption(
      ...receiptOption,
    ),
    recover,
  );
};
