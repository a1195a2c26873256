import { idOf } from '#event-catalogue';
import type { ReadModel } from '#read-model';
import {
  CaseReader,
  coversOfReceipt,
  type Missing,
  Reconciliation,
  type TogetherAnswer,
  WhyNot,
  type ReconciliationQuestion,
  type WhyNotAnswer,
} from '#reconciliation';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { receiptCoversText } from './covering-set';
import { moments, questionOf, type QuestionOptions } from './reconcile';

const uniqueness = ({ unique, complete, searched }: TogetherAnswer): string =>
  `  ${unique ? 'the only set' : complete ? 'all sets' : 'there may be others'} among ${String(searched)} looked at`;

const scored = (score: number, sentence: string, what: string): string => `  ${String(score).padStart(3)}  ${sentence}  ${what}`;

const consolidatedText = ({ name, score, failing, unique, members }: NonNullable<Missing['consolidated']>): string => {
  const together = `${name}: together as declared${unique ? ', and no fewer of them' : ''}.`;
  return scored(score, failing?.sentence ?? together, members.map((one) => one.name).join(', '));
};

const missingHead = ({ leg, of, unsearchable, asked }: Pick<Missing, 'leg' | 'of' | 'unsearchable' | 'asked'>): string => {
  const why = unsearchable === undefined ? '' : `: ${unsearchable}`;
  const request = asked === undefined ? '' : `: ${asked.party} was asked for it under ${asked.reference}, until ${asked.dueOn}`;
  return `no ${leg} for ${of}${why}${request}`;
};

const missingText = ({ candidates, consolidated, together, nearest, ...missing }: Missing): readonly string[] => [
  missingHead(missing),
  ...candidates.map(({ name, subject, score, failing }) =>
    scored(score, failing?.sentence ?? `${name}: nothing but its name differs.`, subject),
  ),
  ...(consolidated === undefined ? [] : [consolidatedText(consolidated)]),
  ...(together === undefined ? [] : [...together.sets.map(({ sentence }) => `  100  ${sentence}`), uniqueness(together)]),
  ...(nearest === undefined ? [] : [`  the nearest differs in ${nearest.criterion}: ${nearest.distance}`]),
];

const textOf = ({ caseKey, status, breaks, missing }: WhyNotAnswer): string =>
  [
    `${status}  ${caseKey}`,
    ...breaks.map(({ code, why, causedBy }) => `${code}${causedBy === undefined ? '' : ` because of ${causedBy.code}`}  ${why.sentence}`),
    ...missing.flatMap(missingText),
  ].join('\n');

/** A stream or the key of a case, or a number that people know it by. */
const streamsOf = async (views: ReadModel, question: ReconciliationQuestion, name: string): Promise<readonly string[]> =>
  /^[a-z][A-Za-z]*-[0-9A-HJKMNP-TV-Z]{26}$|^(return|account|bankAccount|summary|schemeNumber)-/.test(name)
    ? [name]
    : new CaseReader(views, question).find(name);

const whyNot = (context: CommandContext, options: QuestionOptions, name: string): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const question = await questionOf(log, options);
    return withViews(context, log, async (views) => {
      const [subject, ...others] = await streamsOf(views, question, name);
      if (others.length > 0)
        throw new CannotRunError('SUBJECT_AMBIGUOUS', `${name}: several have this number: ${[subject, ...others].join(', ')}`, 'subject');
      const unknown = new CannotRunError('NOT_FOUND', `${name}: nothing is known of it`, 'subject');
      if (subject === undefined) throw unknown;
      if (subject.startsWith('receipt-')) return ofReceipt(context, views, subject, unknown);
      const answer = await new WhyNot(views, new Reconciliation(views)).ask(question, subject);
      if (answer === undefined) throw unknown;
      await context.output.answer(answer, () => textOf(answer));
      return answer.breaks.length === 0 && answer.missing.length === 0 ? exitCodes.done : exitCodes.foundProblems;
    });
  });

const ofReceipt = async (context: CommandContext, views: ReadModel, subject: string, unknown: Error): Promise<ExitCode> => {
  const covers = await coversOfReceipt(views, idOf(subject));
  if (covers === undefined) throw unknown;
  await context.output.answer(covers, () => receiptCoversText(covers));
  return exitCodes.foundProblems;
};

export const addWhyNot = (program: Command, shell: Shell): void => {
  moments(
    program
      .command('why-not')
      .description('why something does not match: what fails, and the nearest candidates for what is not there')
      .argument(
        '<subject>',
        'an order number, consignment number or MRN, a stream like order-... or receipt-..., or the key of a case of a return or a statement',
      ),
  ).action(performs<QuestionOptions>(shell, (context, options, [name = '']) => whyNot(context, options, name)));
};
