import {
  type Obligation,
  type ObligationKind,
  obligationKinds,
  Obligations,
  type ObligationState,
  obligationStates,
  type ObligationSum,
  readProjections,
} from '#enquiries';
import { book, partyCode, present, textUpTo } from '#event-catalogue';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { choiceOption, currencyOption, shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { withLog } from '../reading';
import { momentOf, withViewsAt } from '../reading-at';
import { performs, type CommandContext, type Shell } from '../shell';
import { moments, questionOf, type QuestionOptions } from './reconcile';

interface ObligationOptions extends QuestionOptions {
  readonly holder?: string;
  readonly authority?: string;
  readonly kind?: ObligationKind;
  readonly state?: ObligationState;
  readonly currency?: string;
  readonly after?: string;
  readonly limit: number;
}

const rowOf = ({
  dueOn,
  state,
  kind,
  holder,
  authority,
  open,
  amount,
  preview,
  currency,
  reference,
  document,
}: Obligation): readonly string[] => [
  dueOn,
  state,
  kind,
  holder,
  authority,
  open ?? amount ?? '',
  currency ?? '',
  preview === true ? 'so far' : '',
  [reference, document].filter((name) => name !== undefined).join(' '),
];
const sumText = ({ currency, open, due, overdue, count }: ObligationSum): string =>
  `${open} ${currency} to pay in ${String(count)}: ${due} due, ${overdue} overdue`;

const list = (
  context: CommandContext,
  { holder, authority, kind, state, currency, after, limit, ...moment }: ObligationOptions,
): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, moment);
    const filter = present({ holder, authority, kind, state, currency });
    return withViewsAt(context, log, readProjections.obligations, await momentOf(log, moment), async (views, store) => {
      const page = await new Obligations(store, views).list(question, filter, { limit, ...(after === undefined ? {} : { after }) });
      await context.output.answer({ asOf: question.asOf, ...page }, () =>
        [
          page.obligations.length === 0
            ? 'Nothing is to be done.'
            : table(['by', 'state', 'what', 'who', 'to', 'amount', '', '', 'reference'], page.obligations.map(rowOf)),
          ...(page.next === undefined ? [] : [`... more: --after '${page.next}'`]),
          ...(page.sums === undefined ? [] : ['', ...page.sums.map(sumText)]),
        ].join('\n'),
      );
      return page.obligations.some((one) => one.state === 'overdue') ? exitCodes.foundProblems : exitCodes.done;
    });
  });

export const addObligations = (program: Command, shell: Shell): void => {
  moments(
    program
      .command('obligations')
      .description('what has to be filed, paid and brought: by whom, to whom, by when, and with which reference'),
  )
    .option('--holder <code>', 'of one collector', shapeOption('--holder', partyCode))
    .option('--authority <code>', 'to one authority: GB, EU-FR', shapeOption('--authority', book))
    .option('--kind <kind>', obligationKinds.join(', '), choiceOption('--kind', obligationKinds))
    .option('--state <state>', obligationStates.join(', '), choiceOption('--state', obligationStates))
    .option('--currency <code>', 'in one currency', currencyOption('--currency'))
    .option('--after <cursor>', 'go on after this row of the page before', shapeOption('--after', textUpTo(400)))
    .option('--limit <number>', 'rows to print', wholeNumberOption('--limit', 1, 100_000), 50)
    .action(performs<ObligationOptions>(shell, list));
};
