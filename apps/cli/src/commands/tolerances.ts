import { rulesInForce, type ToldRules, type ToldTolerance } from '#reconciliation';
import { holdsLedger, initialRuleBook } from '#runtime';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { withLog } from '../reading';
import { atMoment, type MomentOptions } from '../reading-at';
import { questionOf } from './reconcile';
import { performs, type CommandContext, type Shell } from '../shell';

const measures = ({ absolute, perLine, percent, kilograms, euro, months, counts = 'greatest' }: ToldTolerance): string => {
  const told = [
    ...(absolute === undefined ? [] : [`${absolute} minor unit(s)`]),
    ...(perLine === undefined ? [] : [`${perLine} minor unit(s) a line`]),
    ...(percent === undefined ? [] : [`${percent} %`]),
    ...(kilograms === undefined ? [] : [`${kilograms} kg`]),
    ...(euro === undefined ? [] : [`${euro} EUR`]),
  ];
  const which = told.length > 1 ? `the ${counts} of ` : '';
  const within = months === undefined ? '' : `, within ${String(months)} months`;
  return `${which}${told.join(', ')}${within}`;
};

const paid = ({ absolute, percent, days }: ToldRules['payments'][number]['tolerances'][number]): string =>
  [
    ...(absolute === undefined ? [] : [`${absolute} minor unit(s)`]),
    ...(percent === undefined ? [] : [`${percent} %`]),
    ...(days === undefined ? [] : [`${String(days)} days after the due day at most`]),
  ].join(', ');

const textOf = ({ rules, tolerances, deadlines, matching, payments }: ToldRules): string =>
  [
    rules,
    table(
      ['comparison', 'currency', 'tolerance'],
      tolerances.map((one) => [one.comparison, one.currency ?? 'any', measures(one)]),
    ),
    table(
      ['next leg', 'days'],
      Object.entries(deadlines).map(([leg, days]) => [leg, String(days)]),
    ),
    ...(payments.length === 0
      ? ['payments: nothing is tolerated']
      : [
          table(
            ['payments to', 'rule', 'currency', 'the least of', 'as'],
            payments.flatMap(({ authority, version, tolerances: own }) =>
              own.map((one) => [authority, `short-payment@${String(version)}`, one.currency, paid(one), one.books]),
            ),
          ),
        ]),
    `${matching.id}@${String(matching.version)}: ${Object.entries(matching.weights)
      .map(([criterion, weight]) => `${criterion} ${String(weight)}`)
      .join(', ')}`,
  ].join('\n');

/** What the product has, where there is no ledger to say otherwise. */
const toldAt = async (context: CommandContext, moment: MomentOptions): Promise<ToldRules> => {
  if (!(await holdsLedger(context.place))) return rulesInForce({ ruleBook: initialRuleBook(false) }, '');
  return withLog(context, async (log) => {
    const question = await questionOf(log, moment);
    return rulesInForce(question, question.asOf);
  });
};

const tolerances = async (context: CommandContext, moment: MomentOptions): Promise<ExitCode> => {
  const told = await toldAt(context, moment);
  await context.output.answer(told, () => textOf(told));
  return exitCodes.done;
};

export const addTolerances = (program: Command, shell: Shell): void => {
  atMoment(
    program
      .command('tolerances')
      .description('what reconciliation tolerates, by comparison and currency, when a leg is missed, and what candidates are weighed by'),
  ).action(performs<MomentOptions>(shell, (context, moment) => tolerances(context, moment)));
};
