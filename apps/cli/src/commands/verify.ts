import { formatMoney } from '#money';
import { verifyLog, type Finding, type VerificationReport } from '#integrity';
import { checkPlace, witnessOf } from '#runtime';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { wholeNumberOption } from '../options';
import { table } from '../output';
import { withStore } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';

const placeOf = ({ position, stream, revision, event }: Finding): string =>
  stream === undefined ? `position ${position}` : `${stream}@${revision ?? '?'} ${event ?? ''}`.trim();

export const findingsText = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${finding.what}  ${placeOf(finding)}\n  expected ${finding.expected}\n  found    ${finding.found}`).join('\n');

/** Debits and credits of a verified log, added up by book and currency. */
const trialBalanceOf = ({
  trialBalance,
}: Pick<VerificationReport, 'trialBalance'>): Readonly<
  Record<string, Readonly<Record<string, { readonly debit: string; readonly credit: string }>>>
> => {
  const books = new Map<string, Map<string, { debit: bigint; credit: bigint }>>();
  for (const { book, currency, debit, credit } of trialBalance) {
    const currencies = books.get(book) ?? new Map<string, { debit: bigint; credit: bigint }>();
    books.set(book, currencies);
    const before = currencies.get(currency) ?? { debit: 0n, credit: 0n };
    currencies.set(currency, { debit: before.debit + debit, credit: before.credit + credit });
  }
  const text = (minor: bigint, currency: string): string => formatMoney({ minor, currency });
  return Object.fromEntries(
    [...books].map(([book, currencies]) => [
      book,
      Object.fromEntries(
        [...currencies].map(([currency, { debit, credit }]) => [
          currency,
          { debit: text(debit, currency), credit: text(credit, currency) },
        ]),
      ),
    ]),
  );
};

interface Verified extends VerificationReport {
  /**
   * Damage that no reader of events meets, and what in the place of the log contradicts it, one sentence each; they are among the findings,
   * too.
   */
  readonly file: readonly string[];
}

const textOf = (report: Verified): string => {
  const summary = table(
    ['log', ''],
    [
      ['events', String(report.events)],
      ['streams', String(report.streams)],
      ['content', report.content],
      ['head', report.head],
      ['position', report.position],
    ],
  );
  if (isWhole(report)) return `${summary}\n\nNothing is wrong: file, hashes, chains, revisions, shapes and the laws of the ledger hold.`;
  const more = report.findingCount > report.findings.length ? [`... and ${String(report.findingCount - report.findings.length)} more`] : [];
  return [summary, '', `${String(report.findingCount)} findings`, findingsText(report.findings), ...more].join('\n').trimEnd();
};

const isWhole = ({ findingCount }: Verified): boolean => findingCount === 0;

const verify = (context: CommandContext, maxFindings: number): Promise<ExitCode> =>
  withStore(context, async ({ store, catalogue }) => {
    const progress = (events: number): void => {
      context.output.progress(`verified ${String(events)} events`);
    };
    const witness = await witnessOf(context.place);
    const report = await verifyLog(store, catalogue, { maxFindings, progress });
    context.output.progress('checking the place of the log ...');
    const faults = await checkPlace(context.place, witness, report.position);
    const findings = [
      ...faults.map(({ expected, found }): Finding => ({ what: 'place', position: report.position, expected, found })),
      ...report.findings,
    ].slice(0, maxFindings);
    const verified: Verified = {
      ...report,
      findings,
      findingCount: report.findingCount + faults.length,
      file: faults.map(({ told }) => told),
    };
    await context.output.answer({ ...verified, trialBalance: trialBalanceOf(report), whole: isWhole(verified) }, () => textOf(verified));
    return isWhole(verified) ? exitCodes.done : exitCodes.foundProblems;
  });

export const addVerify = (program: Command, shell: Shell): void => {
  program
    .command('verify')
    .description('prove the log, or name what is wrong with it: file, hashes, chains, revisions, shapes, laws')
    .option('--findings <number>', 'findings to print in full', wholeNumberOption('--findings', 1, 100_000), 100)
    .action(performs<{ findings: number }>(shell, (context, { findings }) => verify(context, findings)));
};
