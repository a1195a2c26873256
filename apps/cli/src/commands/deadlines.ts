import { findGuarantees, guaranteeDecider, type GuaranteeRow } from '#accounts';
import { streamName } from '#event-catalogue';
import { passedDeadlines, refundClaimDecider } from '#returns';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { type Answer, inOffice, type Office } from '../office';
import { dayOption, notAfter } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';

interface DeadlineOptions {
  readonly asOf?: string;
  readonly dryRun?: true;
}
/** A day that has passed, of what, and what was answered to whoever said so. */
interface Passed {
  readonly what: 'evidence' | 'guarantee';
  readonly authority: string;
  readonly name: string;
  readonly id: string;
  readonly until: string;
  readonly outcome: string;
}

const outcomeOf = (answer: Answer<{ readonly type: string; readonly data: object }>, done: string): string =>
  'rejected' in answer ? `${answer.rejected.code}: ${answer.rejected.message}` : answer.events.length === 0 ? 'known already' : done;

/** Documents that did not come in time: nobody but the one who approves by name can admit them any more. */
const missedEvidence = async (office: Office, asOf: string): Promise<readonly Passed[]> => {
  const passed: Passed[] = [];
  for (const { claim, authority, kind, until } of await passedDeadlines(office.views, asOf)) {
    const answer = await office.ask({
      decider: refundClaimDecider,
      stream: streamName('refundClaim', claim),
      command: { type: 'MissDeadline', kind, missedOn: asOf },
      context: office.contextOf({ book: authority, kind: 'missed-deadline', reference: `${claim}/${kind}`, on: asOf }),
    });
    passed.push({ what: 'evidence', authority, name: kind, id: claim, until, outcome: outcomeOf(answer, 'missed') });
  }
  return passed;
};

const registeredGuarantees = async ({ views }: Office): Promise<readonly GuaranteeRow[]> => {
  const found: GuaranteeRow[] = [];
  for (
    let page = await findGuarantees(views, { limit: 1000 });
    page.length > 0;
    page = await findGuarantees(views, { limit: 1000, after: page.at(-1)?.guarantee ?? '' })
  )
    found.push(...page.filter(({ status }) => status === 'registered'));
  return found;
};

/** Guarantees whose last day has passed: they cover nothing new, and answer for the debts of their time. */
const expiredGuarantees = async (office: Office, asOf: string): Promise<readonly Passed[]> => {
  const passed: Passed[] = [];
  for (const { guarantee, authority, guarantee_reference: name, valid_to: until } of await registeredGuarantees(office)) {
    if (until === undefined || until > asOf) continue;
    const answer = await office.ask({
      decider: guaranteeDecider,
      stream: streamName('guarantee', guarantee),
      command: { type: 'ChangeGuarantee', reason: 'expired', changedOn: asOf },
      context: office.contextOf({ book: authority, kind: 'expired-guarantee', reference: `${guarantee}/${until}`, on: asOf }),
    });
    passed.push({ what: 'guarantee', authority, name, id: guarantee, until, outcome: outcomeOf(answer, 'expired') });
  }
  return passed;
};

const deadlines = (context: CommandContext, { asOf, dryRun }: DeadlineOptions): Promise<ExitCode> =>
  inOffice(context, dryRun === true, async (office) => {
    const day = notAfter('--as-of', asOf, office.legalNow);
    const passed = [...(await missedEvidence(office, day)), ...(await expiredGuarantees(office, day))];
    await office.settle();
    await context.output.answer({ asOf: day, dryRun: office.dryRun, passed }, () => textOf(day, office.dryRun, passed));
    return exitCodes.done;
  });

const textOf = (asOf: string, dryRun: boolean, passed: readonly Passed[]): string =>
  [
    passed.length === 0
      ? `No deadline has passed by ${asOf}.`
      : table(
          ['', 'authority', 'of', 'id', 'until', ''],
          passed.map(({ what, authority, name, id, until, outcome }) => [what, authority, name, id, until, outcome]),
        ),
    ...(dryRun ? ['A dry run: nothing was written.'] : []),
  ].join('\n');

export const addDeadlines = (program: Command, shell: Shell): void => {
  program
    .command('deadlines')
    .description('record the deadlines that have passed: documents of refund claims, guarantees; safe to repeat')
    .option('--as-of <day>', 'the legal day (default: the day of this ledger)', dayOption('--as-of'))
    .option('--dry-run', 'name them, write nothing')
    .action(performs<DeadlineOptions>(shell, deadlines));
};
