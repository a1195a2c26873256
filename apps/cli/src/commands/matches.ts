import { handMatchDecider, type HandMatchCommand, type HandMatchEvent, matchStream, pairOf } from '#break-work';
import { canonicalJson, commandIdOfMessage, id as idShape, partyCode, reference, sha256Hex, startOfLegalDay } from '#event-catalogue';
import { CaseReader } from '#reconciliation';
import type { Ledger } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { dayOption, notAfter, shapeOption, wholeNumberOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor, withPresentLedger } from '../writing';

type StepOptions = Readonly<{ by: string; on?: string; reason: string }>;
type UndoOptions = StepOptions & Readonly<{ step: number }>;
type Done = Readonly<{ reason: string; by: string; on: string }>;

const eventsOf = async ({ store, catalogue }: Ledger, match: string): Promise<readonly HandMatchEvent[]> => {
  const events: HandMatchEvent[] = [];
  for await (const stored of store.read(matchStream(match))) events.push(catalogue.decode<HandMatchEvent>(stored));
  return events;
};

/** Runs a step; the same words about the same state of a pair are the same command. */
const take = (
  context: CommandContext,
  { by, on, reason }: StepOptions,
  commandOf: (ledger: Ledger, done: Done) => Promise<HandMatchCommand>,
): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    await ledger.catchUp();
    const day = notAfter('--on', on, await ledger.legalNow());
    const command = await commandOf(ledger, { reason, by, on: day });
    const revision = String((await eventsOf(ledger, command.match)).length);
    const commandId = commandIdOfMessage({
      book: '-',
      issuer: actor,
      kind: 'match',
      reference: command.match,
      version: sha256Hex(canonicalJson([command, revision])),
    });
    const outcome = accepted(
      await ledger.run({
        decider: handMatchDecider,
        stream: matchStream(command.match),
        command,
        context: { commandId, actor, book: '-', effectiveAt: startOfLegalDay(day, 'UTC') },
      }),
      { one: 'one', other: 'other', match: 'match', undoes: '--step' },
    );
    const recorded = outcome.events.map(({ type }) => type);
    await context.output.answer({ match: command.match, revision: String(outcome.revision), recorded }, () =>
      recorded.length === 0
        ? `${command.match}: it is so already.`
        : `${command.match}: ${recorded.join(', ')} at revision ${String(outcome.revision)}.`,
    );
    return exitCodes.done;
  });

/** Keys of the cases of two things that are there. */
const casesOf = async ({ views }: Ledger, subjects: readonly (readonly [name: string, subject: string])[]): Promise<readonly string[]> => {
  const reader = new CaseReader(views, { asOf: '9999-12-31T23:59:59.999Z' });
  const keys: string[] = [];
  for (const [name, subject] of subjects) {
    const found = await reader.caseOf(subject);
    if (found === undefined) throw new CannotRunError('MATCH_SUBJECT_UNKNOWN', `${subject}: it is in no case`, name);
    keys.push(found.key);
  }
  return keys;
};

const say = (
  context: CommandContext,
  options: StepOptions,
  type: 'ConfirmMatch' | 'BreakMatch',
  [one = '', other = '']: readonly string[],
): Promise<ExitCode> => {
  const stream = (name: string, value: string): string => shapeOption(name, reference)(value);
  const named = [
    ['one', stream('one', one)],
    ['other', stream('other', other)],
  ] as const;
  return take(context, options, async (ledger, done) => {
    const pair = pairOf(one, other);
    const [first, second] = await casesOf(ledger, named);
    if (type === 'BreakMatch' && first !== second && (await eventsOf(ledger, pair.match)).length === 0)
      throw new CannotRunError('MATCH_NOT_JOINED', 'nothing joins them', 'other');
    return { type, ...pair, ...done };
  });
};

const undo = (context: CommandContext, options: UndoOptions, name: string): Promise<ExitCode> => {
  const match = shapeOption('match', idShape)(name);
  return take(context, options, async (ledger, done) => {
    const [first] = await eventsOf(ledger, match);
    if (first === undefined) throw new CannotRunError('NOT_FOUND', `${match}: nothing was said of such a pair`, 'match');
    return { type: 'UndoMatchStep', match, one: first.data.one, other: first.data.other, undoes: options.step, ...done };
  });
};

const step = (matches: Command, name: string, description: string): Command =>
  matches
    .command(name)
    .description(description)
    .requiredOption('--reason <text>', 'why')
    .option('--by <person>', 'who does it', shapeOption('--by', partyCode), 'OPERATOR')
    .option('--on <day>', 'the day of it (default: the legal day of this ledger)', dayOption('--on'));
const ofPair = (command: Command): Command =>
  command.argument('<one>', 'an order, consignment, declaration, return or claim, by its stream').argument('<other>', 'another');

export const addMatches = (program: Command, shell: Shell): void => {
  const matches = program.command('matches').description('matches made and broken by hand, where keys are missing or wrong');
  ofPair(step(matches, 'confirm', 'say that two things belong together')).action(
    performs<StepOptions>(shell, (context, options, pair) => say(context, options, 'ConfirmMatch', pair)),
  );
  ofPair(step(matches, 'break', 'say that two things do not belong together')).action(
    performs<StepOptions>(shell, (context, options, pair) => say(context, options, 'BreakMatch', pair)),
  );
  step(matches, 'undo', 'take back the last step that counts')
    .argument('<match>', 'id of the pair')
    .requiredOption('--step <revision>', 'its revision', wholeNumberOption('--step', 0))
    .action(performs<UndoOptions>(shell, (context, options, [name = '']) => undo(context, options, name)));
};
