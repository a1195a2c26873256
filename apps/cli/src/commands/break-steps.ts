import { type AboutBreak, breakStream, breakWorkDecider, type BreakWorkCommand, evolveWork, type BreakWorkEvent, type KnownWork, type resolution } from '#break-work';
import { canonicalJson, commandIdOfMessage, currency, decimal, id as breakIdShape, partyCode, reference, sha256Hex, startOfLegalDay } from '#event-catalogue';
import { type FoundBreak, Reconciliation, WorkedBreaks } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import type { Ledger } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, dayOption, notAfter, shapeOption, wholeNumberOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor, withPresentLedger } from '../writing';

interface StepOptions {
  readonly by: string;
  readonly on?: string;
  readonly case?: string;
}
type Done = Readonly<{ by: string; on: string }>;
type Reasoned = StepOptions & Readonly<{ reason: string }>;
type AssignOptions = StepOptions & Readonly<{ to: string; reason?: string }>;
type CommentOptions = StepOptions & Readonly<{ text: string }>;
type ResolveOptions = Reasoned & Readonly<{ resolution: (typeof resolutions)[number]; event?: EventName }>;
type WriteOffOptions = Reasoned & Readonly<{ amount: string; currency?: string }>;
type UndoOptions = Reasoned & Readonly<{ step: number }>;
type EventName = Readonly<{ stream: string; revision: number }>;

const resolutions = ['explained_timing', 'explained_fx', 'corrected', 'superseded'] as const satisfies readonly ReturnType<typeof resolution.parse>[];

/** The break as it is derived now and as its stream tells it. */
const aboutOf = async (ledger: Ledger, id: string, hint: string | undefined): Promise<{ readonly about: AboutBreak; readonly work: KnownWork | undefined }> => {
  const events: BreakWorkEvent[] = [];
  // Only events of breaks live in this category.
  for await (const stored of ledger.store.read(breakStream(id))) events.push(ledger.catalogue.decode(stored) as unknown as BreakWorkEvent);
  const work = evolveWork(events);
  const rules = ledger.rules.current();
  const question = { ruleBook: rules, zoneOf: (authority: string) => zoneOfAuthority(rules, authority) ?? 'utc', asOf: `${await ledger.legalNow()}T23:59:59.999Z` };
  const name = hint ?? work?.state.begun.caseKey;
  const place = (await new WorkedBreaks(ledger.views, new Reconciliation(ledger.views)).find(question, [id], name === undefined ? new Map() : new Map([[id, name]]))).get(id);
  return { about: { break: id, ...derivedOf(place) }, work };
};

const derivedOf = (place: FoundBreak | undefined): Pick<AboutBreak, 'of'> => {
  if (place?.found === undefined) return {};
  const { code, subject, amount, currency: known, since, dueBy } = place.found;
  return { of: { code, subject, caseKey: place.caseKey, amount, since, dueBy, ...(/^[A-Z]{3}$/.test(known) ? { currency: known } : {}) } };
};

/** The same words about the same state of a break are the same command. */
const commandIdOf = (id: string, { of: _, ...said }: BreakWorkCommand, work: KnownWork | undefined): string => {
  const state = said.type === 'CommentOnBreak' ? '' : String(work?.state.revision ?? '');
  return commandIdOfMessage({ book: '-', issuer: actor, kind: 'break-work', reference: id, version: sha256Hex(canonicalJson([said, state])) });
};

const refuseUnknownEvent = async ({ store }: Ledger, event: EventName | undefined): Promise<void> => {
  if (event === undefined) return;
  for await (const { revision } of store.read(event.stream, { from: BigInt(event.revision), max: 1 })) if (revision === BigInt(event.revision)) return;
  throw new CannotRunError('EVENT_UNKNOWN', `${event.stream} has no event ${String(event.revision)}`, '--event');
};

const take = (context: CommandContext, { by, on, case: hint }: StepOptions, name: string, commandOf: (about: AboutBreak, done: Done) => BreakWorkCommand): Promise<ExitCode> => {
  const id = shapeOption('break', breakIdShape)(name);
  return withPresentLedger(context, async (ledger) => {
    await ledger.catchUp();
    const { about, work } = await aboutOf(ledger, id, hint);
    const done = { by, on: notAfter('--on', on, await ledger.legalNow()) };
    const command = commandOf(about, done);
    if (command.type === 'ResolveBreak') await refuseUnknownEvent(ledger, command.event);
    const outcome = accepted(await ledger.run({ decider: breakWorkDecider, stream: breakStream(id), command, context: { commandId: commandIdOf(id, command, work), actor, book: '-', effectiveAt: startOfLegalDay(done.on, 'UTC') } }), { stake: '--amount', break: 'break', undoes: '--step' });
    const recorded = outcome.events.map(({ type }) => type);
    await context.output.answer({ break: id, revision: String(outcome.revision), recorded }, () => (recorded.length === 0 ? `${id}: it is so already.` : `${id}: ${recorded.join(', ')}.`));
    return exitCodes.done;
  });
};

const eventOption = (value: string): EventName => {
  const [stream = '', revision = ''] = value.split('@');
  if (!/^\d{1,15}$/.test(revision)) throw new CannotRunError('OPTION_INVALID', '--event: expected a stream and a revision, like order-0123456789ABCDEFGHJKMNPQRS@4', '--event');
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

/** What is done about a break from here is done by one person: a write-off above the limit takes two, over the API. */
export const addBreakSteps = (breaks: Command, shell: Shell): void => {
  step(breaks, 'assign', 'say who is to see to a break')
    .requiredOption('--to <person>', 'who', shapeOption('--to', partyCode))
    .option('--reason <text>', 'why')
    .action(performs<AssignOptions>(shell, (context, options, [name = '']) => take(context, options, name, (about, done) => ({ type: 'AssignBreak', ...about, to: options.to, ...because(options), ...done }))));
  step(breaks, 'comment', 'say something about a break')
    .requiredOption('--text <text>', 'one line, and no personal data')
    .action(performs<CommentOptions>(shell, (context, options, [name = '']) => take(context, options, name, (about, done) => ({ type: 'CommentOnBreak', ...about, text: options.text, ...done }))));
  reasoned(step(breaks, 'resolve', 'close a break that is explained, corrected or superseded'))
    .requiredOption('--resolution <kind>', resolutions.join(', '), choiceOption('--resolution', resolutions))
    .option('--event <stream@revision>', 'the event that corrected it', eventOption)
    .action(
      performs<ResolveOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, done) => ({ type: 'ResolveBreak', ...about, resolution: options.resolution, reason: options.reason, ...(options.event === undefined ? {} : { event: options.event }), ...done })),
      ),
    );
  reasoned(step(breaks, 'write-off', 'give up what a break comes to, below the limit for one person'))
    .requiredOption('--amount <amount>', 'what it comes to, as breaks show says', shapeOption('--amount', decimal))
    .option('--currency <code>', 'its currency, where one is known', shapeOption('--currency', currency))
    .action(
      performs<WriteOffOptions>(shell, (context, options, [name = '']) =>
        take(context, options, name, (about, { by, on }) => ({ type: 'WriteOffBreak', ...about, amount: options.amount, ...(options.currency === undefined ? {} : { currency: options.currency }), reason: options.reason, requestedBy: by, on })),
      ),
    );
  reasoned(step(breaks, 'reopen', 'open a break again that was closed')).action(
    performs<Reasoned>(shell, (context, options, [name = '']) => take(context, options, name, (about, done) => ({ type: 'ReopenBreak', ...about, reason: options.reason, ...done }))),
  );
  reasoned(step(breaks, 'undo', 'take back the last step that counts'))
    .requiredOption('--step <revision>', 'its revision, as breaks show says', wholeNumberOption('--step', 1))
    .action(performs<UndoOptions>(shell, (context, options, [name = '']) => take(context, options, name, (about, done) => ({ type: 'UndoBreakWork', ...about, undoes: options.step, reason: options.reason, ...done }))));
};
