import { defaultReconciliationRules, type ReconciliationRules, rulesAt, rulesInForce, type ToldRules, type ToldTolerance } from '#reconciliation';
import { holdsLedger } from '#runtime';
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
  return `${told.length > 1 ? `the ${counts} of ` : ''}${told.join(', ')}${months === undefined ? '' : `, within ${String(months)} months`}`;
};

const textOf = ({ rules, tolerances, deadlines, matching }: ToldRules): string =>
  [
    rules,
    table(['comparison', 'currency', 'tolerance'], tolerances.map((one) => [one.comparison, one.currency ?? 'any', measures(one)])),
    table(['next leg', 'days'], Object.entries(deadlines).map(([leg, days]) => [leg, String(days)])),
    `${matching.id}@${String(matching.version)}: ${Object.entries(matching.weights).map(([criterion, weight]) => `${criterion} ${String(weight)}`).join(', ')}`,
  ].join('\n');

/** What the product has, where there is no ledger to say otherwise. */
const rulesOf = async (context: CommandContext, moment: MomentOptions): Promise<ReconciliationRules> => {
  if (!(await holdsLedger(context.place))) return defaultReconciliationRules;
  return withLog(context, async (log) => {
    const question = await questionOf(log, moment);
    return rulesAt(question, question.asOf);
  });
};

const tolerances = async (context: CommandContext, moment: MomentOptions): Promise<ExitCode> => {
  const told = rulesInForce(await rulesOf(context, moment));
  await context.output.answer(told, () => textOf(told));
  return exitCodes.done;
};

export const addTolerances = (program: Command, shell: Shell): void => {
  atMoment(program.command('tolerances').description('what reconciliation tolerates, by comparison and currency, when a leg is missed, and what candidates are weighed by')).action(
    performs<MomentOptions>(shell, (context, moment) => tolerances(context, moment)),
  );
};
