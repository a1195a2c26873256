import { rulesInForce, type ToldRules, type ToldTolerance } from '#reconciliation';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
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

const tolerances = async ({ output }: CommandContext): Promise<ExitCode> => {
  const told = rulesInForce();
  await output.answer(told, () => textOf(told));
  return exitCodes.done;
};

export const addTolerances = (program: Command, shell: Shell): void => {
  program.command('tolerances').description('what reconciliation tolerates, by comparison and currency, when a leg is missed, and what candidates are weighed by').action(performs(shell, tolerances));
};
