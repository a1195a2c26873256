import {
  accountPeriodDecider,
  type AccountPeriodEvent,
  type AccountPeriodRow,
  type AccountRow,
  findAccounts,
  type InterestData,
  interestReference,
  type OpenItemRow,
  openItemsOf,
  periodsOfAccount,
  principalOf,
} from '#accounts';
import { canonicalJson, sha256Hex, streamName } from '#event-catalogue';
import { addDays } from '#rules';
import { DebtHistories, interestRuleOf } from '#runtime';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { type Answer, inOffice, type Office } from '../office';
import { dayOption, notAfter } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';

interface InterestOptions {
  readonly until?: string;
  readonly dryRun?: true;
}
/** What came of the interest on one debt. `not charged`: no rule, no rate, or a refusal, whose code is there. */
interface Computed {
  readonly authority: string;
  readonly holder: string;
  readonly reference: string;
  readonly taxType: string;
  readonly beneficiary: string;
  readonly debtDueOn: string;
  readonly outcome: 'charged' | 'computed anew' | 'taken back' | 'unchanged' | 'not charged';
  readonly amount?: string;
  readonly before?: string;
  readonly currency: string;
  readonly rule?: string;
  readonly code?: string;
  readonly message?: string;
}
type On = InterestData['on'];

/** Days that a debt of interest may be paid in: ten days from notification (UCC Art. 108(1)). */
const daysToPay = 10;

/** Debts that fell due before the day, paid or not: a late payment owes interest too, and a payment taken back changes what was owed. */
const overdueOf = async ({ views }: Office, { account }: AccountRow, until: string): Promise<readonly OpenItemRow[]> =>
  (await openItemsOf(views, account, false)).filter(
    ({ kind, due_on: dueOn }) => dueOn < until && (kind === 'statement' || kind === 'charge' || kind === 'return'),
  );

const historiesOf = async (
  { store, catalogue }: Office,
  periods: readonly AccountPeriodRow[],
  debts: readonly OpenItemRow[],
): Promise<DebtHistories> => {
  const histories = new DebtHistories(new Set(debts.map(({ reference }) => reference)));
  for (const { account_period: period } of periods)
    for await (const stored of store.read(streamName('accountPeriod', period)))
      histories.apply(catalogue.decode<AccountPeriodEvent>(stored));
  return histories;
};

type Question = Readonly<{
  account: AccountRow;
  period: AccountPeriodRow;
  item: OpenItemRow;
  on: On;
  rule: string;
  until: string;
  chargedOn: string;
  histories: DebtHistories;
}>;

const dispatchOf = ({ rules, contextOf }: Office, { account, period, item, on, rule, until, chargedOn, histories }: Question) => {
  const { last, count } = histories.interestOn(on);
  const debt = { kind: item.kind, reference: item.reference, taxType: on.taxType, beneficiary: on.beneficiary };
  const principal = principalOf(histories.of(item.reference), debt, undefined, item.currency);
  const said = sha256Hex(canonicalJson(principal.map(({ on: day, open }) => [day, String(open)])));
  return {
    decider: accountPeriodDecider,
    stream: streamName('accountPeriod', period.account_period),
    command: {
      type: 'ChargeInterest' as const,
      account: account.account,
      currency: account.currency,
      on,
      principal,
      to: until,
      ruleBook: rules,
      rule,
      chargedOn,
      dueOn: addDays(chargedOn, daysToPay),
      ...(last === undefined ? {} : { before: last }),
    },
    // Figures may come to what they were before: how often they were charged is a part of the name.
    context: contextOf({
      book: account.authority,
      kind: 'interest',
      reference: `${account.account}/${interestReference(on)}`,
      version: `${until}/${String(count)}/${said}`,
      on: chargedOn,
    }),
  };
};

const outcomeOf = (answer: Answer<AccountPeriodEvent>): Pick<Computed, 'outcome' | 'amount' | 'before' | 'code' | 'message'> => {
  if ('rejected' in answer) return { outcome: 'not charged', code: answer.rejected.code, message: answer.rejected.message };
  const told = answer.events.flatMap((event) => (event.type === 'InterestCharged' ? [event.data] : []));
  const [charged, reversed] = (['charged', 'reversed'] as const).map((kind) => told.find((one) => one.kind === kind));
  if (charged === undefined && reversed === undefined) return { outcome: 'unchanged' };
  return {
    outcome: reversed === undefined ? 'charged' : charged === undefined ? 'taken back' : 'computed anew',
    ...(charged === undefined ? {} : { amount: charged.amount }),
    ...(reversed === undefined ? {} : { before: reversed.amount }),
  };
};

const ofAccount = async (office: Office, account: AccountRow, until: string): Promise<readonly Computed[]> => {
  const debts = await overdueOf(office, account, until);
  if (debts.length === 0) return [];
  const periods = await periodsOfAccount(office.views, account.account);
  const open = periods.find(({ status }) => status === 'open');
  const histories = await historiesOf(office, periods, debts);
  const computed: Computed[] = [];
  for (const item of debts) {
    const { reference, tax_type: taxType, beneficiary, due_on: dueOn } = item;
    const named = {
      authority: account.authority,
      holder: account.holder,
      reference,
      taxType,
      beneficiary,
      debtDueOn: dueOn,
      currency: account.currency,
    };
    const rule = interestRuleOf(account.authority, item.kind);
    if (rule === undefined)
      computed.push({
        ...named,
        outcome: 'not charged',
        code: 'NO_RULE',
        message: `no rule of interest on a ${item.kind} at ${account.authority} is known`,
      });
    else if (open === undefined)
      computed.push({ ...named, rule, outcome: 'not charged', code: 'PERIOD_NOT_OPEN', message: 'the account has no open period' });
    else {
      const on = { reference, taxType, beneficiary, dueOn };
      computed.push({
        ...named,
        rule,
        ...outcomeOf(
          await office.ask(dispatchOf(office, { account, period: open, item, on, rule, until, chargedOn: office.legalNow, histories })),
        ),
      });
    }
  }
  return computed;
};

const interest = (context: CommandContext, options: InterestOptions): Promise<ExitCode> =>
  inOffice(context, options.dryRun === true, async (office) => {
    const until = notAfter('--until', options.until, office.legalNow);
    const computed: Computed[] = [];
    let accounts = 0;
    for (
      let page = await findAccounts(office.views);
      page.length > 0;
      page = await findAccounts(office.views, { after: page.at(-1)?.account ?? '' })
    )
      for (const account of page) {
        computed.push(...(await ofAccount(office, account, until)));
        accounts += 1;
        context.output.progress(`${String(accounts)} accounts, ${String(computed.length)} debts ...`);
      }
    await office.settle();
    const told = computed.filter(({ outcome }) => outcome !== 'unchanged');
    const unchanged = computed.length - told.length;
    await context.output.answer({ until, dryRun: office.dryRun, debts: told, unchanged }, () =>
      textOf(until, office.dryRun, told, unchanged),
    );
    return told.some(({ outcome }) => outcome === 'not charged') ? exitCodes.foundProblems : exitCodes.done;
  });

const textOf = (until: string, dryRun: boolean, told: readonly Computed[], unchanged: number): string => {
  const rows = told.map((one) => [
    one.authority,
    one.holder,
    one.reference,
    one.taxType,
    one.beneficiary,
    one.debtDueOn,
    one.before ?? '',
    one.amount ?? '',
    one.currency,
    one.rule ?? '',
    one.code === undefined ? one.outcome : `${one.outcome}: ${one.code}: ${one.message ?? ''}`,
  ]);
  return [
    ...(told.length === 0
      ? [`No interest until ${until} is to be charged or taken back.`]
      : [table(['authority', 'holder', 'debt', 'tax', 'beneficiary', 'due', 'before', 'interest', 'currency', 'rule', ''], rows)]),
    `${String(unchanged)} debts bear none, or the same as before.`,
    ...(dryRun ? ['A dry run: nothing was written.'] : []),
  ].join('\n');
};

export const addInterest = (program: Command, shell: Shell): void => {
  program
    .command('interest')
    .description(
      'charge interest on debts that are or were overdue; what was charged before is computed anew by taking it back; safe to repeat',
    )
    .option('--until <day>', 'first day that bears none (default: the day of this ledger)', dayOption('--until'))
    .option('--dry-run', 'compute all of it, write nothing')
    .action(performs<InterestOptions>(shell, interest));
};
