import {
  type AboutBreak,
  breakStream,
  breakWorkDecider,
  type BreakWorkCommand,
  type BreakWorkEvent,
  evolveWork,
  type KnownWork,
} from '#break-work';
import { canonicalJson, commandIdOfMessage, sha256Hex, startOfLegalDay } from '#event-catalogue';
import type { CommandOutcome } from '#event-store';
import { type FoundBreak, Reconciliation, WorkedBreaks } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import type { Ledger } from '#runtime';
import { CannotRunError } from './exit';
import { actor } from './writing';

/** An event of this log: its stream, and the revision that it has there. */
export type EventName = Readonly<{ stream: string; revision: number }>;

/** A break as it is derived now and as its stream tells it. */
export interface KnownBreak {
  readonly about: AboutBreak;
  readonly work: KnownWork | undefined;
}

/** What was done about a break so far. */
export const workOn = async (ledger: Ledger, id: string): Promise<KnownWork | undefined> => {
  const events: BreakWorkEvent[] = [];
  for await (const stored of ledger.store.read(breakStream(id))) events.push(ledger.catalogue.decode<BreakWorkEvent>(stored));
  return evolveWork(events);
};

/** Breaks as they are derived now and as their streams tell them; `hints`: the case of one, or a stream in it. */
export const knownBreaks = async (
  ledger: Ledger,
  ids: readonly string[],
  hints: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, KnownBreak>> => {
  const works = new Map(await Promise.all(ids.map(async (id) => [id, await workOn(ledger, id)] as const)));
  const rules = ledger.rules.current();
  const question = {
    ruleBook: rules,
    zoneOf: (authority: string) => zoneOfAuthority(rules, authority) ?? 'utc',
    asOf: `${await ledger.legalNow()}T23:59:59.999Z`,
  };
  const begun = [...works].flatMap(([id, work]) => (work === undefined ? [] : [[id, work.state.begun.caseKey] as const]));
  const places = await new WorkedBreaks(ledger.views, new Reconciliation(ledger.views)).find(question, ids, new Map([...begun, ...hints]));
  return new Map(ids.map((id) => [id, { about: { break: id, ...derivedOf(places.get(id)) }, work: works.get(id) }]));
};

const derivedOf = (place: FoundBreak | undefined): Pick<AboutBreak, 'of'> => {
  if (place?.found === undefined) return {};
  const { code, subject, amount, currency: known, since, dueBy } = place.found;
  return { of: { code, subject, caseKey: place.caseKey, amount, since, dueBy, ...(/^[A-Z]{3}$/.test(known) ? { currency: known } : {}) } };
};

/** The same words about the same state of a break are the same command. */
const commandIdOf = (id: string, { of: _, ...said }: BreakWorkCommand, work: KnownWork | undefined): string => {
  const state = said.type === 'CommentOnBreak' ? '' : String(work?.state.revision ?? '');
  return commandIdOfMessage({
    book: '-',
    issuer: actor,
    kind: 'break-work',
    reference: id,
    version: sha256Hex(canonicalJson([said, state])),
  });
};

/** Runs one step. Throws CannotRunError EVENT_UNKNOWN where it names an event that the log has not. */
export const runStep = async (
  ledger: Ledger,
  command: BreakWorkCommand,
  work: KnownWork | undefined,
): Promise<CommandOutcome<BreakWorkEvent>> => {
  if (command.type === 'ResolveBreak' || command.type === 'LinkBreak') await refuseUnknownEvent(ledger, command.event);
  const { break: id, on } = command;
  return ledger.run({
    decider: breakWorkDecider,
    stream: breakStream(id),
    command,
    context: { commandId: commandIdOf(id, command, work), actor, book: '-', effectiveAt: startOfLegalDay(on, 'UTC') },
  });
};

const refuseUnknownEvent = async ({ store }: Ledger, event: EventName | undefined): Promise<void> => {
  if (event === undefined) return;
  for await (const { revision } of store.read(event.stream, { from: BigInt(event.revision), max: 1 }))
    if (revision === BigInt(event.revision)) return;
  throw new CannotRunError('EVENT_UNKNOWN', `${event.stream} has no event ${String(event.revision)}`, '--event');
};
