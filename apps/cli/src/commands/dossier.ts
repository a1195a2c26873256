import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Dossier, type DossierDebt, Dossiers } from '#enquiries';
import { formatMoney } from '#money';
import { Reconciliation } from '#reconciliation';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { foundSubject } from '../found-subject';
import { withLog, withViews } from '../reading';
import { recomputeAssessment } from '../recompute';
import { performs, type CommandContext, type Shell } from '../shell';
import { moments, questionOf, type QuestionOptions } from './reconcile';

const categories = ['order', 'consignment', 'declaration', 'returnCase', 'refundClaim'] as const;

const debtText = ({ kind, reference, amount, currency, dueOn, statement, receipts }: DossierDebt): string =>
  [
    `${kind} ${reference}: ${amount} ${currency}${dueOn === undefined ? '' : `, due ${dueOn}`}`,
    ...(statement === undefined ? [] : [`  on statement ${statement.reference}, due ${statement.dueOn}`]),
    ...(receipts.length === 0
      ? ['  nothing paid it yet']
      : receipts.map(
          ({ reference: entry, bookedOn, amount: paid }) =>
            `  bank entry ${entry ?? ''} of ${bookedOn ?? ''}${paid === undefined ? '' : `: ${paid}`}`,
        )),
  ].join('\n');

const dossierText = ({ case: found, parts, debts, journal = [], documents }: Dossier): string =>
  [
    `${found.status}  ${found.key}`,
    ...found.breaks.map(({ code, why }) => `  ${code}  ${why.sentence}`),
    ...parts.flatMap(({ kind, stream, events }) => [
      '',
      `${kind}  ${stream}`,
      ...events.map(
        ({ event, type, effectiveAt, recordedAt, actor, data }) =>
          `  ${event}  ${type}  effective ${effectiveAt}, recorded ${recordedAt} by ${actor}  ${JSON.stringify(data)}`,
      ),
    ]),
    ...(debts.length === 0 ? [] : ['', ...debts.map(debtText)]),
    ...(journal.length === 0
      ? []
      : [
          '',
          'journal',
          ...journal.flatMap(({ template, book, lines }) =>
            lines.map(({ account, debit, credit, currency }) => {
              const [inDebit, inCredit] = [formatMoney({ minor: debit, currency }), formatMoney({ minor: credit, currency })];
              return `  ${template} ${book}  ${account}  debit ${inDebit}  credit ${inCredit}  ${currency}`;
            }),
          ),
        ]),
    ...(documents.length === 0
      ? []
      : [
          '',
          ...documents.map(
            ({ what, sha256, kept, of, line }) =>
              `${what} ${sha256}${line === undefined ? '' : ` line ${String(line)}`} (${kept}) of ${of}`,
          ),
        ]),
  ].join('\n');

const drawUp = (context: CommandContext, options: QuestionOptions, text: string): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      const subject = await foundSubject(views, text, categories);
      const found = await new Reconciliation(views).parcel(question, subject);
      if (found === undefined) throw new CannotRunError('NOT_FOUND', `${subject}: no parcel case was known then`, 'subject');
      const { asOf, knownAt } = question;
      const { journal = [], ...dossier } = await new Dossiers(log, views, (sha256) =>
        existsSync(path.join(context.dataDirectory, 'sources', sha256)),
      ).of(found, { asOf, ...(knownAt === undefined ? {} : { knownAt }) });
      const assessments = [];
      for (const { kind, stream } of dossier.parts) {
        const recomputed = kind === 'declaration' ? await recomputeAssessment(log, stream) : undefined;
        if (recomputed !== undefined)
          assessments.push({
            declaration: stream,
            equal: recomputed.equal,
            differences: recomputed.differences,
            ...('explanation' in recomputed ? { explanation: recomputed.explanation } : {}),
          });
      }
      const entries = journal.map(({ lines, ...entry }) => ({
        ...entry,
        lines: lines.map(({ debit, credit, ...line }) => ({
          ...line,
          debit: formatMoney({ minor: debit, currency: line.currency }),
          credit: formatMoney({ minor: credit, currency: line.currency }),
        })),
      }));
      await context.output.answer({ asOf, ...dossier, assessments, journal: entries }, () => dossierText({ ...dossier, journal }));
      return found.status === 'broken' ? exitCodes.foundProblems : exitCodes.done;
    });
  });

export const addDossier = (program: Command, shell: Shell): void => {
  moments(
    program
      .command('dossier')
      .description(
        'all that is known of a parcel in one document: every event and message, assessment, debt, payment, break and journal entry',
      )
      .argument('<subject>', 'a stream of the case, or an order, parcel, MRN, return or claim as people write it'),
  ).action(performs<QuestionOptions>(shell, (context, options, [text = '']) => drawUp(context, options, text)));
};
