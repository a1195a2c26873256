import { partyCode, present, textUpTo } from '#event-catalogue';
import type { Position } from '#event-store';
import { type Finding, indicatorCatalogue, indicatorCodes, type IndicatorCode, limitsOf, type QualityRow } from '#risk';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { choiceOption, knownAtOption, monthOption, shapeOption, throughOption, wholeNumberOption, type KnownAt } from '../options';
import { table } from '../output';
import { positionKnownAt, rulesOf, withLog, withStudyViews, type OpenLog } from '../reading';
import { rulesAt } from '../recompute';
import { indicatorsOf } from '../risk-indicators';
import { performs, type CommandContext, type Shell } from '../shell';

interface MomentOptions {
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}
interface RiskOptions extends MomentOptions {
  readonly code?: IndicatorCode;
  readonly subject?: string;
  readonly after?: string;
  readonly limit: number;
}
interface QualityOptions extends MomentOptions {
  readonly provider?: string;
  readonly month?: string;
}

const momentOf = async (
  log: OpenLog,
  { asOf, knownAt }: MomentOptions,
): Promise<{ readonly asOf: string; readonly knownAt?: Position }> => ({
  asOf: asOf ?? throughOption('--as-of')(log.legalNow),
  ...(knownAt === undefined ? {} : { knownAt: (await positionKnownAt(log, knownAt)) as Position }),
});

const measuredText = ({ name, value, unit }: Finding['figure']): string => `${name} ${value} ${unit}`;

const findingText = ({ code, name, subject, sentence, threshold, figure, evidence, evidenceCount }: Finding): string =>
  [
    `${code}  ${sentence}`,
    `     ${name}, ${subject.kind} ${subject.id}: ${measuredText(figure)}, ${measuredText(threshold)}`,
    ...evidence.slice(0, 5).map(({ stream, values }) => {
      const told = Object.entries(values).map(([field, value]) => `${field} ${value}`);
      return `       ${stream}  ${told.join(', ')}`;
    }),
    ...(evidenceCount > 5 ? [`       ... of ${String(evidenceCount)} rows`] : []),
  ].join('\n');

/** Findings are questions: they are no fault of the ledger, and the exit code says that it was asked. */
const listFindings = (context: CommandContext, options: RiskOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    // The law as it was known there, like everything else.
    const limitOf = limitsOf(moment.knownAt === undefined ? (await rulesOf(log)).current() : await rulesAt(log, moment.knownAt));
    return withStudyViews(context, log, async (views) => {
      context.output.progress('looking through the facts ...');
      const { code, subject, after, limit } = options;
      const filter = present({ code, subject });
      const page = await indicatorsOf(log, views).list({ ...moment, limitOf }, filter, {
        limit,
        ...(after === undefined ? {} : { after }),
      });
      await context.output.answer({ ...moment, ...page }, () => {
        const text = page.findings.length === 0 ? 'Nothing that is worth a look.' : page.findings.map(findingText).join('\n\n');
        return page.next === undefined ? text : `${text}\n\nmore: --after '${page.next}'`;
      });
      return exitCodes.done;
    });
  });

const missingText = ({ fields }: QualityRow): string =>
  Object.entries(fields)
    .filter(([, { missing }]) => missing > 0)
    .map(([field, { of, missing }]) => `${field} ${String(missing)}/${String(of)}`)
    .join(', ');

const showQuality = (context: CommandContext, options: QualityOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    return withStudyViews(context, log, async (views) => {
      const { provider, month } = options;
      const rows = await indicatorsOf(log, views).quality(moment, {
        ...present({ provider, month }),
      });
      await context.output.answer({ ...moment, rows }, () =>
        rows.length === 0
          ? 'No messages.'
          : table(
              ['provider', 'role', 'month', 'kind', 'messages', 'late', 'told later', 'rejected', 'missing'],
              rows.map((row) => [
                row.provider,
                row.role,
                row.month,
                row.kind,
                String(row.messages),
                `${String(row.late)}/${String(row.timed)}`,
                String(row.toldLater),
                `${String(row.lines.rejected)}/${String(row.lines.read)}`,
                missingText(row),
              ]),
            ),
      );
      return exitCodes.done;
    });
  });

const moments = (command: Command): Command =>
  command
    .option('--as-of <day>', 'what was effective by this day or moment (UTC; default: the day of this ledger)', throughOption('--as-of'))
    .option('--known-at <position>', 'as known at a position of the log, or by a day or moment of recording', knownAtOption('--known-at'));

export const addRisk = (program: Command, shell: Shell): void => {
  moments(
    program
      .command('risk')
      .description('what is worth a look: findings of the risk indicators with the rows they rest on; a question, never an accusation'),
  )
    .option('--code <code>', `of one indicator, like R01 (${indicatorCatalogue.R01.name})`, choiceOption('--code', indicatorCodes))
    .option('--subject <id>', 'about this seller, scheme number, stream or buyer pseudonym', shapeOption('--subject', textUpTo(300)))
    .option('--after <id>', 'go on after this finding', shapeOption('--after', textUpTo(400)))
    .option('--limit <number>', 'findings to print', wholeNumberOption('--limit', 1, 100_000), 20)
    .action(performs<RiskOptions>(shell, listFindings));
  moments(
    program
      .command('data-quality')
      .description('mandatory fields that are missing, lines that were rejected and messages that came late, by provider and month'),
  )
    .option('--provider <code>', 'of one seller, platform or carrier', shapeOption('--provider', partyCode))
    .option('--month <month>', 'of one month, YYYY-MM', monthOption)
    .action(performs<QualityOptions>(shell, showQuality));
};
