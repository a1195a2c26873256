import { beneficiaryDecider, beneficiaryStream, type EstablishShare } from '#accounts';
import { book, partyCode } from '#event-catalogue';
import { add, formatMoney, parseMoney, zero } from '#money';
import { addDays } from '#rules';
import { type BeneficiaryShare, CollectedRevenue, distributionReference, revenueCategories } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { inOffice, type Office } from '../office';
import { dayOption, notAfter, shapeOption } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';
import { refusedAs } from '../writing';

interface DistributeOptions {
  readonly through: string;
  readonly authority?: string;
  readonly on?: string;
  readonly requestedBy?: string;
  readonly approvedBy?: string;
  readonly dryRun?: true;
}

/** A share with what became of it. */
interface Distributed extends BeneficiaryShare {
  readonly status: 'paid' | 'would be paid';
  readonly paymentReference: string;
}
/** A beneficiary that gets nothing of these days, and why: its days are added to those of the next share. */
type Passed = Pick<EstablishShare, 'authority' | 'beneficiary' | 'currency' | 'from'> & { readonly code: string; readonly message: string };

const optionOf: Readonly<Record<string, string>> = { requestedBy: '--requested-by', approvedBy: '--approved-by', paidOn: '--on' };

const collectedSoFar = async ({ store, catalogue }: Office, progress: (line: string) => void): Promise<CollectedRevenue> => {
  const collected = new CollectedRevenue();
  let events = 0;
  for await (const batch of store.readAll({ categories: revenueCategories })) {
    for (const stored of batch.events) collected.take(catalogue.decode(stored));
    events += batch.events.length;
    progress(`what was collected: ${String(events)} events ...`);
  }
  return collected;
};

/** Shares that are due and not paid: those that a run before left unpaid first, then those of the days until `to`. */
const establish = async (
  office: Office,
  collected: CollectedRevenue,
  to: string,
  authority: string | undefined,
): Promise<{ readonly due: readonly BeneficiaryShare[]; readonly passed: readonly Passed[] }> => {
  const due = collected.established('unpaid').filter((share) => authority === undefined || share.authority === authority);
  const passed: Passed[] = [];
  for (const share of collected.shares(to, authority === undefined ? {} : { authority })) {
    const { distribution, beneficiary, currency, from } = share;
    const context = office.contextOf({ book: share.authority, kind: 'share', reference: distribution, on: to });
    const answer = await office.ask({
      decider: beneficiaryDecider,
      stream: beneficiaryStream(share.authority, beneficiary, currency),
      command: share,
      context,
    });
    if ('rejected' in answer)
      passed.push({
        authority: share.authority,
        beneficiary,
        currency,
        from,
        code: answer.rejected.code,
        message: answer.rejected.message,
      });
    else for (const event of answer.events) if (event.type === 'BeneficiaryShareEstablished') due.push(event.data);
  }
  return { due, passed };
};

const pay = async (
  office: Office,
  share: BeneficiaryShare,
  paidOn: string,
  persons: { readonly requestedBy: string; readonly approvedBy: string },
): Promise<Distributed> => {
  const { authority, beneficiary, currency, distribution } = share;
  const paymentReference = distributionReference(distribution);
  const answer = await office.ask({
    decider: beneficiaryDecider,
    stream: beneficiaryStream(authority, beneficiary, currency),
    command: { type: 'Distribute', distribution, paidOn, paymentReference, ...persons },
    context: office.contextOf({ book: authority, kind: 'distribution', reference: distribution, on: paidOn }),
  });
  if ('rejected' in answer) throw refusedAs(answer.rejected, optionOf);
  return { ...share, status: office.dryRun ? 'would be paid' : 'paid', paymentReference };
};

/** Whoever asks and whoever agrees; a dry run asks nobody. */
const personsOf = ({
  requestedBy,
  approvedBy,
  dryRun,
}: DistributeOptions): { readonly requestedBy: string; readonly approvedBy: string } => {
  if (dryRun === true) return { requestedBy: 'REQUESTER', approvedBy: 'APPROVER' };
  for (const [option, person] of [
    ['--requested-by', requestedBy],
    ['--approved-by', approvedBy],
  ] as const)
    if (person === undefined) throw new CannotRunError('OPTION_MISSING', `${option}: a payment needs two persons`, option);
  if (requestedBy === approvedBy)
    throw new CannotRunError('SAME_PERSON', '--approved-by: expected another person than --requested-by', '--approved-by');
  return { requestedBy: requestedBy ?? '', approvedBy: approvedBy ?? '' };
};

const distribute = (context: CommandContext, options: DistributeOptions): Promise<ExitCode> => {
  const persons = personsOf(options);
  return inOffice(context, options.dryRun === true, async (office) => {
    const { through, authority } = options;
    const on = notAfter('--on', options.on, office.legalNow);
    const to = addDays(through, 1);
    if (to > on)
      throw new CannotRunError(
        'OPTION_INVALID',
        `--through: expected a day before ${on}, on which is paid: a day counts when it is over`,
        '--through',
      );
    const collected = await collectedSoFar(office, context.output.progress);
    const { due, passed } = await establish(office, collected, to, authority);
    const shares: Distributed[] = [];
    for (const share of due) {
      shares.push(await pay(office, share, on, persons));
      context.output.progress(`${String(shares.length)} of ${String(due.length)} shares paid ...`);
    }
    await office.settle();
    await context.output.answer({ through, dryRun: office.dryRun, shares, passed }, () => textOf(through, shares, passed));
    return exitCodes.done;
  });
};

const sumOf = ({ lines, currency }: BeneficiaryShare, field: 'collected' | 'retained'): string =>
  formatMoney(lines.reduce((sum, line) => add(sum, parseMoney(line[field], currency)), zero(currency)));

const textOf = (through: string, shares: readonly Distributed[], passed: readonly Passed[]): string => {
  const rows = shares.map((share) => [
    share.authority,
    share.beneficiary,
    share.from,
    addDays(share.to, -1),
    sumOf(share, 'collected'),
    sumOf(share, 'retained'),
    share.due,
    share.currency,
    share.status,
    share.paymentReference,
  ]);
  return [
    shares.length === 0
      ? `Nothing is to be handed on through ${through}.`
      : table(['authority', 'beneficiary', 'from', 'through', 'collected', 'retained', 'due', 'currency', 'status', 'end-to-end id'], rows),
    ...passed.map(
      ({ authority, beneficiary, currency, from, message }) =>
        `${authority} ${beneficiary} ${currency} from ${from}: ${message}: its days are added to the next share`,
    ),
  ].join('\n');
};

export const addDistribute = (program: Command, shell: Shell): void => {
  program
    .command('distribute')
    .description('hand on what was collected: each beneficiary gets its share, once; safe to repeat and to interrupt')
    .requiredOption(
      '--through <day>',
      'last day of collection that counts; what comes late for it counts in the next share',
      dayOption('--through'),
    )
    .option('--authority <code>', 'of one authority only: GB, EU-FR', shapeOption('--authority', book))
    .option('--on <day>', 'legal day of the payment (default: the day of this ledger)', dayOption('--on'))
    .option('--requested-by <code>', 'who asks for the payment', shapeOption('--requested-by', partyCode))
    .option('--approved-by <code>', 'who approves it: another person', shapeOption('--approved-by', partyCode))
    .option('--dry-run', 'compute everything, write nothing')
    .action(performs<DistributeOptions>(shell, distribute));
};
