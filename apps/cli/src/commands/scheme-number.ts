import { schemeNumberPage, type SchemeNumberPage, type SchemeNumberPeriod } from '#enquiries';
import { CaseReader, Reconciliation } from '#reconciliation';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { moments, questionOf, type QuestionOptions } from './reconcile';

const moneyText = (amounts: Readonly<Record<string, string>> = {}): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(', ');
const rowsOf = ({
  period,
  return: state,
  reference,
  currency = '',
  payable,
  open,
  breaks,
  countries,
}: SchemeNumberPeriod): readonly (readonly string[])[] => [
  [
    period,
    state,
    reference ?? '',
    payable === undefined ? '' : `${payable} ${currency}, open ${open ?? '0'}`,
    '',
    '',
    '',
    breaks.map(({ code }) => code).join(' '),
  ],
  ...countries.map(({ country, supplied, imported, timing, explained, residual }) => [
    '',
    country,
    moneyText(supplied),
    moneyText(imported),
    moneyText(timing),
    moneyText(explained),
    moneyText(residual),
    '',
  ]),
];
const pageText = ({ schemeNumber, standing, holder, grants, periods }: SchemeNumberPage): string => {
  const given = grants.map((grant) => `${grant.scheme} of ${grant.authority} to ${grant.holder} from ${grant.validFrom}`);
  return [
    `${schemeNumber}: ${standing}${holder === undefined ? '' : ` by ${holder}`}; ${given.join('; ')}`,
    '',
    table(['period', 'return', 'supplied', 'imported', 'on the way', 'explained', 'unexplained', 'breaks'], periods.flatMap(rowsOf)),
  ].join('\n');
};

const show = (context: CommandContext, options: QuestionOptions, number: string): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      context.output.progress('looking through the cases ...');
      const book = await new CaseReader(views, question).settlement();
      const page = schemeNumberPage(number, book, await new Reconciliation(views).reconcile(question));
      if (page === undefined)
        throw new CannotRunError('NOT_FOUND', `${number}: nobody was given this number, and nobody used it`, 'number');
      await context.output.answer(page, () => pageText(page));
      return page.periods.some(({ breaks }) => breaks.length > 0) ? exitCodes.foundProblems : exitCodes.done;
    });
  });

export const addSchemeNumber = (program: Command, shell: Shell): void => {
  moments(
    program
      .command('scheme-number')
      .description('a scheme number: whose it is, its returns and payments, and its imports against its supplies by period and country')
      .argument('<number>', 'IM3720000015, GB999999973, SAFR2026000001'),
  ).action(performs<QuestionOptions>(shell, (context, options, [number = '']) => show(context, options, number)));
};
