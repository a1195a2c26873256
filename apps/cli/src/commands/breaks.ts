import { findBreakWork, historyOf, type KnownWork, statusOf, type WorkEntry, type WorkStatus } from '#break-work';
import { decimalFromZero, id as breakIdShape, partyCode, present, reference } from '#event-catalogue';
import type { ReadModel } from '#read-model';
import {
  type BreakFilter,
  type BreakGroup,
  type BreakGrouping,
  breakGroupings,
  breakCodes,
  breakCatalogue,
  type ListedBreak,
  Reconciliation,
  summaryOfBreaks,
  WorkedBreaks,
  type ReconciliationQuestion,
} from '#reconciliation';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, currencyOption, shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { addBreakBulk } from './break-bulk';
import { addBreakSteps } from './break-steps';
import { moments, questionOf, type QuestionOptions } from './reconcile';

interface ListOptions extends QuestionOptions {
  readonly code?: string;
  readonly whoActs?: string;
  readonly status?: WorkStatus;
  readonly assignee?: string;
  readonly overdue?: true;
  readonly minimum?: string;
  readonly currency?: string;
  readonly after?: string;
  readonly limit: number;
}
type ShowOptions = QuestionOptions & Readonly<{ case?: string }>;
type Work = (views: ReadModel, question: ReconciliationQuestion) => Promise<ExitCode>;

const asking = (context: CommandContext, options: QuestionOptions, work: Work): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, (views) => work(views, question));
  });

const filterOf = ({ code, whoActs, status, assignee, overdue, minimum, currency }: ListOptions): BreakFilter => {
  if ((minimum === undefined) !== (currency === undefined))
    throw new CannotRunError('OPTION_MISSING', '--minimum and --currency go together', minimum === undefined ? '--minimum' : '--currency');
  return {
    ...present({ code, whoActs, status, assignee, overdue }),
    ...(minimum === undefined || currency === undefined ? {} : { atLeast: { amount: minimum, currency } }),
  };
};

const rowOf = ({ id, code, amount, currency, whoActs, dueBy, legalExpiry, subject, work }: ListedBreak): readonly string[] => [
  id,
  code,
  amount,
  currency,
  whoActs,
  dueBy,
  legalExpiry?.on ?? '',
  work.age,
  work.status,
  work.assignee ?? '',
  subject,
];

const list = (context: CommandContext, options: ListOptions): Promise<ExitCode> => {
  const filter = filterOf(options);
  return asking(context, options, async (views, question) => {
    context.output.progress('looking through the cases ...');
    const { limit, after } = options;
    const page = await new WorkedBreaks(views, new Reconciliation(views)).list(question, filter, {
      limit,
      ...(after === undefined ? {} : { after }),
    });
    await context.output.answer({ asOf: question.asOf, ...page }, () => {
      const text =
        page.breaks.length === 0
          ? 'No such break.'
          : table(
              ['break', 'code', 'at stake', '', 'acts', 'by', 'right ends', 'days', 'status', 'assignee', 'about'],
              page.breaks.map(rowOf),
            );
      return page.next === undefined ? text : `${text}\n... more: --after ${page.next}`;
    });
    return page.breaks.length === 0 ? exitCodes.done : exitCodes.foundProblems;
  });
};

const saidIn = ({ data }: WorkEntry): string => {
  const told: readonly (string | undefined)[] = [
    'to' in data ? data.to : undefined,
    'resolution' in data ? data.resolution : undefined,
    'text' in data ? data.text : undefined,
    'reason' in data ? data.reason : undefined,
  ];
  return told.filter((one) => one !== undefined).join(': ');
};

const textOf = (id: string, derived: ListedBreak | undefined, known: KnownWork | undefined): string => {
  const about = derived ?? known?.state.begun;
  const stake = `${about?.code ?? ''} ${about?.amount ?? ''} ${about?.currency ?? ''} about ${about?.subject ?? ''}`;
  const status = known === undefined ? 'open' : statusOf(known.state);
  const done = historyOf(known?.events ?? []).map((entry) => [
    String(entry.revision),
    entry.data.on,
    entry.type,
    'by' in entry.data ? entry.data.by : '',
    saidIn(entry),
    entry.undone === undefined ? '' : 'undone',
  ]);
  return [
    id,
    `${stake}: ${status}${derived === undefined ? ', not derived any more' : ''}`,
    ...(derived === undefined ? [] : [derived.why.sentence]),
    ...(derived?.legalExpiry === undefined
      ? []
      : [`The right to ${derived.legalExpiry.right} ends on ${derived.legalExpiry.on} (${derived.legalExpiry.law}).`]),
    ...(done.length === 0 ? [] : ['', table(['', 'day', 'step', 'by', '', ''], done)]),
  ].join('\n');
};

const show = (context: CommandContext, options: ShowOptions, name: string): Promise<ExitCode> => {
  const id = shapeOption('break', breakIdShape)(name);
  return asking(context, options, async (views, question) => {
    const worked = new WorkedBreaks(views, new Reconciliation(views));
    const known = (await findBreakWork(views, [id], question)).get(id);
    const hint = options.case ?? known?.state.begun.caseKey;
    const place = (await worked.find(question, [id], hint === undefined ? new Map() : new Map([[id, hint]]))).get(id);
    const [joined] = place?.found === undefined ? [] : await worked.joined(question, [{ breaks: [place.found] }]);
    const [found] = joined?.breaks ?? [];
    if (found === undefined && known === undefined)
      throw new CannotRunError('BREAK_UNKNOWN', `${id}: no such break is derived, and nobody worked on it`, 'break');
    const derived = found === undefined ? undefined : { ...found, caseKey: place?.caseKey ?? '' };
    const { begun } = known?.state ?? {};
    await context.output.answer(
      {
        id,
        ...present({ derived, lastKnown: begun }),
        status: known === undefined ? 'open' : statusOf(known.state),
        history: historyOf(known?.events ?? []),
      },
      () => textOf(id, derived, known),
    );
    return exitCodes.done;
  });
};

const groupText = ({ key, count, derived, overdue, amount, oldest }: BreakGroup): readonly string[] => [
  key,
  String(count),
  String(derived),
  String(overdue),
  Object.entries(amount)
    .map(([currency, sum]) => `${sum} ${currency}`)
    .join(', '),
  oldest.slice(0, 10),
];

const summarise = (context: CommandContext, { by, ...options }: ListOptions & { readonly by: BreakGrouping }): Promise<ExitCode> => {
  const filter = filterOf(options);
  return asking(context, options, async (views, question) => {
    context.output.progress('looking through the cases ...');
    const groups = await summaryOfBreaks(new WorkedBreaks(views, new Reconciliation(views)), question, by, filter);
    await context.output.answer({ asOf: question.asOf, by, groups }, () =>
      groups.length === 0 ? 'No such break.' : table([by, 'breaks', 'derived', 'overdue', 'at stake', 'oldest'], groups.map(groupText)),
    );
    return groups.length === 0 ? exitCodes.done : exitCodes.foundProblems;
  });
};

const statuses = ['open', 'assigned', 'resolved', 'written_off'] as const;
const actors = [...new Set(Object.values(breakCatalogue).map(({ whoActs }) => whoActs))];

const filtered = (command: Command): Command =>
  command
    .option('--code <code>', 'with this code, like B20', choiceOption('--code', breakCodes))
    .option('--who-acts <party>', actors.join(', '), choiceOption('--who-acts', actors))
    .option('--status <status>', statuses.join(', '), choiceOption('--status', statuses))
    .option('--assignee <person>', 'that this person is to see to', shapeOption('--assignee', partyCode))
    .option('--overdue', 'whose day has passed, and that nobody closed')
    .option('--minimum <amount>', 'with at least so much at stake', shapeOption('--minimum', decimalFromZero))
    .option('--currency <code>', 'the currency of --minimum', currencyOption('--currency'));

export const addBreaks = (program: Command, shell: Shell): void => {
  const breaks = program.command('breaks').description('breaks, and what people do about them');
  filtered(moments(breaks.command('summary').description('how many breaks there are, how old and how large, by group')))
    .option('--by <grouping>', breakGroupings.join(', '), choiceOption('--by', breakGroupings), 'code')
    .action(performs<ListOptions & { by: BreakGrouping }>(shell, summarise));
  filtered(moments(breaks.command('list').description('breaks of parcels, periods and bank entries, with the work on them')))
    .option('--after <cursor>', 'go on after this break')
    .option('--limit <number>', 'breaks to print', wholeNumberOption('--limit', 1, 100_000), 50)
    .action(performs<ListOptions>(shell, list));
  moments(
    breaks
      .command('show')
      .description('one break as it is derived, or as last known, with all that was done about it')
      .argument('<break>', 'its id'),
  )
    .option('--case <name>', 'its case, or a stream in it: saves a search', shapeOption('--case', reference))
    .action(performs<ShowOptions>(shell, (context, options, [name = '']) => show(context, options, name)));
  addBreakSteps(breaks, shell);
  addBreakBulk(breaks, shell);
};
