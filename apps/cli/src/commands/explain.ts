import type { AccountPeriodEvent } from '#accounts';
import { streamName, type Recorded } from '#event-catalogue';
import { mayPost, post } from '#journal';
import { formatMoney } from '#money';
import type { Command } from 'commander';
import { assessmentDocument, assessmentText } from '../assessment-text';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { wholeNumberOption } from '../options';
import { withLog, type OpenLog } from '../reading';
import { atMoment, logAt, momentOf, type AskedMoment, type MomentOptions } from '../reading-at';
import {
  eventsOf,
  recomputeAssessment,
  recomputeCollectionReturn,
  recomputeReturn,
  recomputeStatement,
  type Placed,
  type Recomputed,
} from '../recompute';
import { performs, type CommandContext, type Shell } from '../shell';
import { standingOf } from '../standing';
import { findSubjects, type Found, type Subject } from '../subjects';

/** A thing with its facts, what they post, and its figures computed again. */
interface Explained {
  readonly kind: string;
  readonly stream: string;
  readonly eventCount: number;
  readonly events: readonly Placed[];
  /** How it stands, in a sentence or two, where its events alone do not say so. */
  readonly standing: readonly string[];
  readonly recomputed?: Recomputed;
  /** What a charge charges. */
  readonly subject?: Explained;
}

interface ExplainOptions extends MomentOptions {
  readonly events: number;
}
/** The log, the moment that is asked about, and the log as it was then. */
interface Asked {
  readonly log: OpenLog;
  readonly at: OpenLog;
  readonly moment: AskedMoment;
}

const firstEvents = async (log: OpenLog, { stream, event }: Subject, limit: number): Promise<Pick<Explained, 'events' | 'eventCount'>> => {
  const events: Placed[] = [];
  let eventCount = 0;
  for await (const placed of eventsOf(log, stream)) {
    if (event !== undefined && placed.event.revision !== event.revision) continue;
    eventCount += 1;
    if (events.length < limit) events.push(placed);
  }
  return { events, eventCount };
};

/** What a charge is for: the declaration or return it names. */
const subjectOfCharge = ({ event }: Subject): Subject | undefined => {
  if (event?.type !== 'ChargePosted' && event?.type !== 'ChargeDeclined') return undefined;
  const { kind, subject } = (event as Recorded<Extract<AccountPeriodEvent, { readonly type: 'ChargePosted' | 'ChargeDeclined' }>>).data;
  return { kind, stream: streamName(kind === 'declaration' ? 'declaration' : 'schemeReturn', subject) };
};

const recompute = async (
  context: CommandContext,
  { log, at, moment }: Asked,
  { kind, stream }: Subject,
  events: readonly Placed[],
): Promise<Recomputed | undefined> => {
  if (kind === 'declaration') return recomputeAssessment(at, stream);
  if (kind === 'statement' || kind === 'account period') return recomputeStatement(at, stream);
  const filed =
    kind === 'return'
      ? events.find(({ event }) => event.type === 'SchemeReturnFiled' || event.type === 'CollectionReturnFiled')
      : undefined;
  if (filed === undefined) return undefined;
  return filed.event.type === 'SchemeReturnFiled'
    ? recomputeReturn(context, { log, moment }, filed)
    : recomputeCollectionReturn(context, { log, moment }, filed);
};

const explain = async (context: CommandContext, asked: Asked, subject: Subject, limit: number): Promise<Explained> => {
  const { kind, stream } = subject;
  const { events, eventCount } = await firstEvents(asked.at, subject, limit);
  const recomputed = await recompute(context, asked, subject, events);
  const charged = subjectOfCharge(subject);
  return {
    kind,
    stream,
    eventCount,
    events,
    standing: await standingOf(asked.at, subject),
    ...(recomputed === undefined ? {} : { recomputed }),
    ...(charged === undefined ? {} : { subject: await explain(context, asked, charged, limit) }),
  };
};

const entriesOf = (event: Recorded) =>
  (mayPost(event.type) ? post(event) : []).map(({ template, book, effectiveAt, lines }) => ({
    template,
    book,
    effectiveAt,
    lines: lines.map(({ debit, credit, ...line }) => ({
      ...line,
      debit: formatMoney({ minor: debit, currency: line.currency }),
      credit: formatMoney({ minor: credit, currency: line.currency }),
    })),
  }));

const eventDocument = ({ event, position }: Placed) => {
  const { type, revision, data, metadata } = event;
  const { effectiveAt, recordedAt, actor, hash, book, commandId } = metadata;
  return {
    revision: String(revision),
    position,
    type,
    effectiveAt,
    recordedAt,
    book,
    actor,
    commandId,
    hash,
    data,
    entries: entriesOf(event),
  };
};

const recomputedDocument = (recomputed: Recomputed) => {
  const { of, equal, differences } = recomputed;
  if (recomputed.of !== 'assessment')
    return { of, equal, differences, ...(recomputed.roundings === undefined ? {} : { roundings: recomputed.roundings }) };
  const { explanation } = recomputed;
  return {
    of,
    equal,
    differences,
    ...(explanation.kind === 'explained'
      ? assessmentDocument(explanation.computed)
      : { refusal: { code: explanation.code, message: explanation.message } }),
  };
};

type ExplainedDocument = Readonly<Record<string, unknown>>;
const explainedDocument = ({ events, recomputed, subject, ...rest }: Explained): ExplainedDocument => ({
  ...rest,
  events: events.map(eventDocument),
  ...(recomputed === undefined ? {} : { recomputed: recomputedDocument(recomputed) }),
  ...(subject === undefined ? {} : { subject: explainedDocument(subject) }),
});

const recomputedText = (recomputed: Recomputed): readonly string[] => {
  const verdict = recomputed.equal ? `The ${recomputed.of} computed again is equal.` : `The ${recomputed.of} computed again DIFFERS:`;
  const differences = recomputed.differences.map(({ field, stored, computed }) => `  ${field}: stored ${stored}, computed ${computed}`);
  if (recomputed.of !== 'assessment') return [verdict, ...differences];
  const { explanation } = recomputed;
  return [
    explanation.kind === 'explained'
      ? assessmentText(explanation.computed)
      : `No assessment is possible: ${explanation.code}: ${explanation.message}`,
    '',
    verdict,
    ...differences,
  ];
};

const eventText = ({ event }: Placed): string => {
  const head = `  ${String(event.revision).padStart(3)}  ${event.metadata.effectiveAt}  ${event.type}  ${JSON.stringify(event.data)}`;
  const entries = entriesOf(event).flatMap(({ template, book, lines }) =>
    lines.map(({ account, debit, credit, currency, taxType, beneficiary }) => {
      const tax = taxType === undefined ? '' : `  ${taxType}`;
      const whose = beneficiary === undefined ? '' : ` for ${beneficiary}`;
      return `       ${template} ${book}  ${account}  debit ${debit}  credit ${credit}  ${currency}${tax}${whose}`;
    }),
  );
  return [head, ...entries].join('\n');
};

const explainedText = ({ kind, stream, eventCount, events, standing, recomputed, subject }: Explained): string =>
  [
    `${kind}  ${stream}`,
    ...standing.map((line) => `  ${line}`),
    ...events.map(eventText),
    ...(eventCount > events.length ? [`  ... ${String(eventCount - events.length)} more events (--events)`] : []),
    ...(recomputed === undefined ? [] : ['', ...recomputedText(recomputed)]),
    ...(subject === undefined ? [] : ['', 'which charges', '', explainedText(subject)]),
  ].join('\n');

const mentionsText = ({ mentions, mentionCount }: Found): readonly string[] =>
  mentionCount === 0
    ? []
    : [
        '',
        `mentioned by ${String(mentionCount)} events`,
        ...mentions.map(({ stream, revision, event }) => `  ${event}  ${stream}@${revision}`),
      ];

const isEqual = ({ recomputed, subject }: Explained): boolean => (recomputed?.equal ?? true) && (subject === undefined || isEqual(subject));

const explainId = (context: CommandContext, id: string, { events: limit, ...options }: ExplainOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    const at = logAt(log, moment);
    const found = await findSubjects(at.store, log.catalogue, id, (events) => {
      context.output.progress(`looked through ${String(events)} events`);
    });
    if (found.subjects.length === 0 && found.mentionCount === 0)
      throw new CannotRunError('NOT_FOUND', `${id}: nothing in the log is called so`, 'id');
    const explained: Explained[] = [];
    for (const subject of found.subjects) explained.push(await explain(context, { log, at, moment }, subject, limit));
    const { mentions, mentionCount } = found;
    await context.output.answer({ id, found: explained.map(explainedDocument), mentions, mentionCount }, () =>
      [explained.map(explainedText).join('\n\n'), ...mentionsText(found)].join('\n').trim(),
    );
    return explained.every(isEqual) ? exitCodes.done : exitCodes.foundProblems;
  });

export const addExplain = (program: Command, shell: Shell): void => {
  atMoment(
    program.command('explain').description('what an id or a number stands for: its facts, what they post, and its figures computed again'),
  )
    .argument(
      '<id>',
      'a stream, an id, or a number as people write it: order, payment, parcel, MRN, LRN, charge, statement, return, bank entry, claim, guarantee',
    )
    .option('--events <number>', 'events of each stream to print', wholeNumberOption('--events', 1, 1_000_000), 200)
    .action(performs<ExplainOptions>(shell, (context, options, [id = '']) => explainId(context, id, options)));
};
