import { type AboutBreak, type AttachToBreak, type BreakWorkCommand, type Done, largestDocument, type resolution } from '#break-work';
import { currency, decimal, id as breakIdShape, partyCode, reference } from '#event-catalogue';
import type { Ledger } from '#runtime';
import type { Command } from 'commander';
import { type EventName, knownBreaks, runStep } from '../break-work';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { keptDocument } from '../kept-document';
import { choiceOption, dayOption, notAfter, shapeOption, wholeNumberOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, withPresentLedger } from '../writing';

interface StepOptions {
  readonly by: string;
  readonly on?: string;
  readonly case?: string;
}
type Reasoned = StepOptions & Readonly<{ reason: string }>;
type AssignOptions = StepOptions & Readonly<{ to: string; reason?: string }>;
type CommentOptions = StepOptions & Readonly<{ text: string }>;
type ResolveOptions = Reasoned & Readonly<{ resolution: (typeof resolutions)[number]; event?: EventName }>;
type WriteOffOptions = Reasoned & Readonly<{ amount: string; currency?: string; approvedBy?: string }>;
type AttachOptions = StepOptions & Readonly<{ file: string; mediaType: string; reason?: string }>;
type LinkOptions = StepOptions & Readonly<{ event: EventName; reason?: string }>;
type UndoOptions = Reasoned & Readonly<{ step: number }>;

const resolutions = ['explained_timing', 'explained_fx', 'corrected', 'superseded'] as const satisfies readonly ReturnType<
  typeof resolution.parse
>[];

const take = (
  context: CommandContext,
  { by, on, case: hint }: StepOptions,
  name: string,
  commandOf: (about: AboutBreak, done: Done, ledger: Ledger) => BreakWorkCommand | Promise<BreakWorkCommand>,
): Promise<ExitCode> => {
  const id = shapeOption('break', breakIdShape)(name);
  return withPresentLedger(context, async (ledger) => {
    await ledger.catchUp();
    const known = (await knownBreaks(ledger, [id], new Map(hint === undefined ? [] : [[id, hint]]))).get(id);
    const command = await commandOf(known?.about ?? { break: id }, { by, on: notAfter('--on', on, await ledger.legalNow()) }, ledger);
    const outcome = accepted(await runStep(ledger, command, known?.work), {
      stake: '--amount',
      break: 'break',
      undoes: '--step',
      approvedBy: '--approved-by',
      document: '--file',
      mediaType: '--media-type',
    });
    const recorded = outcome.events.map(({ type }) => type);
    await context.output.answer({ break: id, revision: String(outcome.revision), recorded }, () =>
      recorded.length === 0 ? `${id}: it is so already.` : `${id}: ${recorded.join(', ')}.`,
    );
    return exitCodes.done;
  });
};

/** Keeps the document beside the log under its SHA-256; the break names that. */
const kept = async (
  ledger: Ledger,
  { file, mediaType }: AttachOptions,
): Promise<Pick<AttachToBreak, 'document' | 'mediaType' | 'bytes'>> => {
  const { sha256: document, bytes } = await keptDocument(ledger, file, largestDocument);
  return { document, mediaType, bytes };
};

const eventOption = (value: string): EventName => {
  const [stream = '', revision = ''] = value.split('@');
  if (!/^\d{1,15}$/.test(revision))
    throw new CannotRunError(
      'OPTION_INVALID',
      '--event: expected a stream and a revision, like order-0123456789ABCDEFGHJKMNPQRS@4',
      '--event',
    );
  return { stream: shapeOption('--event', reference)(stream), revision: Number.parseInt(revision, 10) };
};

const because = ({ reason }: { readonly reason?: string }): { readonly reason?: string } => (reason === undefined ? {} : { reason });

const step = (breaks: Command, name: string, description: string): Command =>
  breaks
    .command(name)
    .description(description)
    .argument('<break>', 'its id')
    .option('--by <person>', 'who does it', shapeOption('--by', partyCode), 'OPERATOR')
    .option('--on <day>', 'the day of it (default: the legal day of this ledger)', dayOption('--on'))
    .option('--case <name>', 'its case, or a stream in it: saves a search', shapeOption('--case', reference));

const reasoned = (command: Command): Command => command.requiredOption('--reason <text>', 'why');

export const addBreakSteps = (breaks: Command, shell: Shell): void => {
  addCareSteps(breaks, shell);
  addEndSteps(breaks, shell);
};

/** Who sees to a break, and what is known of it. */
const addCareSteps = (breaks: Command, shell: Shell): void => {
  step(breaks, 'assign', 'say who is to see to a break')
    .requiredOption('--to <person>', 'who', shapeOption('--to', partyCode))
    .option('--reason <text>', 'why')
    .action(
      performs<AssignOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, done) => ({ type: 'AssignBreak', ...about, to: options.to, ...because(options), ...done })),
      ),
    );
  step(breaks, 'comment', 'say something about a break')
    .requiredOption('--text <text>', 'one line, and no personal data')
    .action(
      performs<CommentOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, done) => ({ type: 'CommentOnBreak', ...about, text: options.text, ...done })),
      ),
    );
  step(breaks, 'attach', 'attach a document to a break: it is kept beside the log, its hash in it')
    .requiredOption('--file <path>', 'the document')
    .requiredOption('--media-type <type>', 'like application/pdf')
    .option('--reason <text>', 'what it shows')
    .action(
      performs<AttachOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, async (about, done, ledger) => ({
          type: 'AttachToBreak',
          ...about,
          ...(await kept(ledger, options)),
          ...because(options),
          ...done,
        })),
      ),
    );
  step(breaks, 'link', 'name an event of this log that has to do with a break')
    .requiredOption('--event <stream@revision>', 'the event', eventOption)
    .option('--reason <text>', 'why')
    .action(
      performs<LinkOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, done) => ({
          type: 'LinkBreak',
          ...about,
          event: options.event,
          ...because(options),
          ...done,
        })),
      ),
    );
};

/** How a break ends, and what takes that back. */
const addEndSteps = (breaks: Command, shell: Shell): void => {
  reasoned(step(breaks, 'resolve', 'close a break that is explained, corrected or superseded'))
    .requiredOption('--resolution <kind>', resolutions.join(', '), choiceOption('--resolution', resolutions))
    .option('--event <stream@revision>', 'the event that corrected it', eventOption)
    .action(
      performs<ResolveOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, done) => ({
          type: 'ResolveBreak',
          ...about,
          resolution: options.resolution,
          reason: options.reason,
          ...(options.event === undefined ? {} : { event: options.event }),
          ...done,
        })),
      ),
    );
  reasoned(step(breaks, 'write-off', 'give up what a break comes to; above the limit for one person another one agrees'))
    .requiredOption('--amount <amount>', 'what it comes to, as breaks show says', shapeOption('--amount', decimal))
    .option('--currency <code>', 'its currency, where one is known', shapeOption('--currency', currency))
    .option('--approved-by <person>', 'who agrees to what --by asks for: another person', shapeOption('--approved-by', partyCode))
    .action(
      performs<WriteOffOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, { by, on }) => ({
          type: 'WriteOffBreak',
          ...about,
          amount: options.amount,
          ...(options.currency === undefined ? {} : { currency: options.currency }),
          reason: options.reason,
          requestedBy: by,
          ...(options.approvedBy === undefined ? {} : { approvedBy: options.approvedBy }),
          on,
        })),
      ),
    );
  reasoned(step(breaks, 'reopen', 'open a break again that was closed')).action(
    performs<Reasoned>(shell, (context, options, [name = '']) =>
      take(context, options, name, (about, done) => ({ type: 'ReopenBreak', ...about, reason: options.reason, ...done })),
    ),
  );
  reasoned(step(breaks, 'undo', 'take back the last step that counts'))
    .requiredOption('--step <revision>', 'its revision, as breaks show says', wholeNumberOption('--step', 1))
    .action(
      performs<UndoOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, done) => ({
          type: 'UndoBreakWork',
          ...about,
          undoes: options.step,
          reason: options.reason,
          ...done,
        })),
      ),
    );
};
