import { zoneOfAuthority } from '#declarations';
import { present } from '#event-catalogue';
import {
  breakCatalogue,
  breakCodes,
  Reconciliation,
  type ByCurrency,
  type ByStatus,
  type CaseFilter,
  type ParcelCase,
  type PeriodCase,
  type ReceiptCase,
  type ReconciliationQuestion,
  type ReconciliationReport,
  WorkedBreaks,
} from '#reconciliation';
import type { Position } from '#event-store';
import type { Command } from 'commander';
import { dimensionOptions, type DimensionOptions, dimensionsOf } from '../dimensions';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, knownAtOption, throughOption, wholeNumberOption, type KnownAt } from '../options';
import { table } from '../output';
import { positionKnownAt, rulesOf, withLog, withViews, type OpenLog } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';

export interface QuestionOptions {
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}
interface CasesOptions extends QuestionOptions, DimensionOptions {
  readonly code?: string;
  readonly status?: ParcelCase['status'];
  readonly order?: string;
  readonly tracking?: string;
  readonly mrn?: string;
  readonly after?: string;
  readonly limit: number;
}

export const questionOf = async (log: OpenLog, { asOf, knownAt }: QuestionOptions): Promise<ReconciliationQuestion> => {
  const known = knownAt === undefined ? undefined : await positionKnownAt(log, knownAt);
  const rules = await rulesOf(log);
  const ruleBook = known === undefined ? rules.current() : await rules.at(known as Position);
  return {
    ruleBook,
    zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'utc',
    asOf: asOf ?? throughOption('--as-of')(log.legalNow),
    ...(known === undefined ? {} : { knownAt: known }),
  };
};

const moneyText = (money: ByCurrency): string =>
  Object.entries(money)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(', ');

const statusRows = ({ items, money }: ReconciliationReport['totals']): readonly (readonly string[])[] => {
  const row = (name: string, count: number, amounts: ByCurrency): readonly string[] => [name, String(count), moneyText(amounts)];
  const outside = (figures: ByStatus<number>): readonly (readonly string[])[] =>
    Object.entries(figures.outside).map(([reason, count]) => row(`outside: ${reason}`, count, money.outside[reason] ?? {}));
  return [
    row('matched', items.matched, money.matched),
    row('in transit', items.inTransit, money.inTransit),
    row('broken', items.broken, money.broken),
    ...outside(items),
  ];
};

const breakRows = ({ breaks }: ReconciliationReport['totals']): readonly (readonly string[])[] =>
  Object.entries(breaks).map(([code, { count, derived, amount }]) => [
    code,
    String(count),
    String(derived),
    moneyText(amount),
    meaningOf(code),
  ]);

const meaningOf = (code: string): string => {
  const known = breakCodes.find((c) => c === code);
  return known === undefined ? '' : breakCatalogue[known].meaning;
};

const toleratedText = ({ tolerated }: ReconciliationReport['totals']): readonly string[] =>
  tolerated === undefined
    ? []
    : [
        '',
        table(
          ['tolerated', 'count', 'in all'],
          Object.entries(tolerated).map(([rule, { count, amount }]) => [rule, String(count), moneyText(amount)]),
        ),
      ];

const openCases = ({ periods, receipts }: ReconciliationReport): readonly string[] =>
  [...periods, ...receipts]
    .filter(({ status }) => status === 'broken')
    .flatMap((found: PeriodCase | ReceiptCase) => found.breaks.map(({ code, why }) => `${found.key}  ${code}  ${why.sentence}`));

const bridgeText = ({ bridges }: ReconciliationReport): readonly string[] =>
  bridges.flatMap(({ book, currency, rows }) => [
    '',
    `bridge ${book} ${currency}: ${Object.entries(rows)
      .map(([stage, amount]) => `${stage} ${amount}`)
      .join(' | ')}`,
  ]);

const reportText = (report: ReconciliationReport): string =>
  [
    `Reconciliation as of ${report.totals.asOf} by ${report.totals.rules}: ${String(report.totals.cases)} cases`,
    '',
    table(['items', '', 'net line value'], statusRows(report.totals)),
    '',
    table(['break', 'count', 'derived', 'at stake', ''], breakRows(report.totals)),
    ...toleratedText(report.totals),
    ...bridgeText(report),
    '',
    ...openCases(report),
  ]
    .join('\n')
    .trimEnd();

const reconcile = (context: CommandContext, options: QuestionOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      context.output.progress('reconciling ...');
      const report = await new Reconciliation(views).reconcile(question);
      await context.output.answer({ ...report.totals, bridges: report.bridges, periods: report.periods, receipts: report.receipts }, () =>
        reportText(report),
      );
      return Object.keys(report.totals.breaks).length === 0 ? exitCodes.done : exitCodes.foundProblems;
    });
  });

const filterOf = ({ code, status, order, tracking, mrn, ...dimensions }: CasesOptions): CaseFilter => {
  const terms = (
    [
      ['--order', order],
      ['--tracking', tracking],
      ['--mrn', mrn],
    ] as const
  ).filter(([, term]) => term !== undefined);
  if (terms[1] !== undefined)
    throw new CannotRunError('OPTION_CONFLICT', `${terms[1][0]}: only one of --order, --tracking and --mrn`, terms[1][0]);
  const term = terms[0]?.[1];
  return {
    ...present({ code, status, term }),
    ...dimensionsOf(dimensions),
  };
};

const caseText = ({ key, status, orders, consignments, declarations, breaks, next }: ParcelCase): string => {
  const names = [
    ...orders.map(({ seller, number }) => `order ${seller}/${number}`),
    ...consignments.map(({ number }) => `parcel ${number}`),
    ...declarations.map(({ mrn }) => `MRN ${mrn}`),
  ];
  const waits = next === undefined ? [] : [`  waits for ${next.leg} until ${next.deadline}`];
  const told = breaks.flatMap(({ code, amount, currency, whoActs, dueBy, causedBy, why }) => {
    const cause = causedBy === undefined ? '' : `  because of ${causedBy.code}`;
    return [`  ${code}  ${amount} ${currency}  ${whoActs} by ${dueBy}${cause}`, `       ${why.sentence}`];
  });
  return [`${status}  ${names.join(', ')}`, `  ${key}`, ...waits, ...told].join('\n');
};

const listCases = (context: CommandContext, options: CasesOptions): Promise<ExitCode> => {
  const filter = filterOf(options);
  return withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      context.output.progress('looking through the cases ...');
      const reconciliation = new Reconciliation(views);
      const page = await reconciliation.list(question, filter, {
        limit: options.limit,
        ...(options.after === undefined ? {} : { after: options.after }),
      });
      const cases = await new WorkedBreaks(views, reconciliation).joined(question, page.cases);
      await context.output.answer({ asOf: question.asOf, ...page, cases }, () => {
        const text = page.cases.length === 0 ? 'No such case.' : page.cases.map(caseText).join('\n\n');
        return page.next === undefined ? text : `${text}\n\nmore: --after ${page.next}`;
      });
      return page.cases.some(({ status }) => status === 'broken') ? exitCodes.foundProblems : exitCodes.done;
    });
  });
};

const statuses = ['matched', 'inTransit', 'broken', 'outside'] as const;

export const moments = (command: Command): Command =>
  command
    .option('--as-of <day>', 'what was effective by this day or moment (UTC; default: the day of this ledger)', throughOption('--as-of'))
    .option('--known-at <position>', 'as known at a position of the log, or by a day or moment of recording', knownAtOption('--known-at'));

export const addReconciliationCommands = (program: Command, shell: Shell): void => {
  moments(
    program
      .command('reconcile')
      .description('every item and every cent of the trade once: matched, in transit, broken or outside, with the revenue bridge'),
  ).action(performs<QuestionOptions>(shell, reconcile));
  dimensionOptions(moments(program.command('cases').description('parcel cases with their breaks and why they do not match')))
    .option('--code <code>', 'with this break, like B20', choiceOption('--code', breakCodes))
    .option('--status <status>', statuses.join(', '), choiceOption('--status', statuses))
    .option('--order <number>', 'the case of an order')
    .option('--tracking <number>', 'the case of a consignment')
    .option('--mrn <number>', 'the case of a declaration')
    .option('--after <key>', 'go on after this case')
    .option('--limit <number>', 'cases to print', wholeNumberOption('--limit', 1, 100_000), 20)
    .action(performs<CasesOptions>(shell, listCases));
};
