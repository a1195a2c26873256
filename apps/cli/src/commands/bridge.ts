import { type Bridge, Reconciliation } from '#reconciliation';
import type { Command } from 'commander';
import { dimensionOptions, type DimensionOptions, dimensionsOf } from '../dimensions';
import { exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { moments, questionOf, type QuestionOptions } from './reconcile';

const textOf = ({ book, currency, rows, steps }: Bridge): string => {
  const reasons = steps.flatMap(({ from, to, because }) => Object.entries(because).map(([reason, { amount, cases }]) => [`${from} to ${to}`, reason, amount, String(cases)]));
  const stages = Object.entries(rows).map(([stage, amount]) => [stage, '', amount, '']);
  return table([`${book} ${currency}`, '', 'amount', 'cases'], [...stages, ...reasons]);
};

const bridge = (context: CommandContext, options: QuestionOptions & DimensionOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      context.output.progress('adding up the cases ...');
      const bridges = await new Reconciliation(views).bridges(question, dimensionsOf(options));
      await context.output.answer({ asOf: question.asOf, bridges }, () => (bridges.length === 0 ? 'No such case.' : bridges.map(textOf).join('\n\n')));
      return exitCodes.done;
    });
  });

export const addBridge = (program: Command, shell: Shell): void => {
  dimensionOptions(moments(program.command('bridge').description('the revenue bridge from what was ordered to what is open, of all cases or of those of a month, model, country, seller, scheme number or chapter'))).action(
    performs<QuestionOptions & DimensionOptions>(shell, bridge),
  );
};
