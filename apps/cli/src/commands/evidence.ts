import { evidenceKinds, findEvidenceRequests, type ListedEvidenceRequest } from '#evidence-requests';
import { partyCode, present, reference } from '#event-catalogue';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { choiceOption, shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { addEvidenceSteps } from './evidence-steps';
import { moments, questionOf, type QuestionOptions } from './reconcile';

interface ListOptions extends QuestionOptions {
  readonly party?: string;
  readonly subject?: string;
  readonly kind?: (typeof evidenceKinds)[number];
  readonly status?: (typeof statuses)[number];
  readonly after?: string;
  readonly limit: number;
}

const statuses = ['open', 'overdue', 'supplied', 'declined', 'withdrawn'] as const satisfies readonly ListedEvidenceRequest['status'][];

const rowOf = ({ asked, status, documents, proofs }: ListedEvidenceRequest): readonly string[] => [
  asked.request,
  asked.authority,
  asked.requestReference,
  asked.kind,
  asked.party,
  asked.dueOn,
  status,
  String(documents.length),
  proofs
    .map(
      ({ amount, currency, exchange }) =>
        `${amount} ${currency}${exchange === undefined ? '' : ` = ${exchange.amount} ${exchange.currency}`}`,
    )
    .join(', '),
  asked.subject,
];

const list = (context: CommandContext, options: ListOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const { asOf, knownAt } = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      const { party, subject, kind, status, after, limit } = options;
      const filter = present({ party, subject, kind, status });
      const page = await findEvidenceRequests(views, filter, { asOf, ...(knownAt === undefined ? {} : { knownAt }) }, asOf.slice(0, 10), {
        limit,
        ...(after === undefined ? {} : { after }),
      });
      await context.output.answer({ asOf, ...page }, () => {
        const text =
          page.requests.length === 0
            ? 'No such request.'
            : table(
                ['request', 'authority', 'reference', 'kind', 'party', 'due', 'status', 'documents', 'proven', 'about'],
                page.requests.map(rowOf),
              );
        return page.next === undefined ? text : `${text}\n... more: --after ${page.next}`;
      });
      return exitCodes.done;
    });
  });

export const addEvidence = (program: Command, shell: Shell): void => {
  const evidence = program
    .command('evidence')
    .description('documents that an authority asks of a party: proof of what was paid for an order, and others that operators hold');
  moments(evidence.command('list').description('requests and how they stand'))
    .option('--party <code>', 'asked of this party', shapeOption('--party', partyCode))
    .option('--subject <stream>', 'about this order, consignment or declaration', shapeOption('--subject', reference))
    .option('--kind <kind>', evidenceKinds.join(', '), choiceOption('--kind', evidenceKinds))
    .option('--status <status>', statuses.join(', '), choiceOption('--status', statuses))
    .option('--after <request>', 'go on after this request')
    .option('--limit <number>', 'requests to print', wholeNumberOption('--limit', 1, 100_000), 50)
    .action(performs<ListOptions>(shell, list));
  addEvidenceSteps(evidence, shell);
};
