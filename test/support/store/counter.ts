import { randomUUID } from 'node:crypto';
import { deriveId, eventType, EventCatalogue, integer, streamName, text, uuidV5, type EventOf } from '#event-catalogue';
import { effectDeclined, accept, reject, type CommandContext, type Decider, type Dispatch } from '#event-store';

/** The smallest aggregate that has a limit: what the store's own tests decide with. */
export const Counted = eventType('counter', 'Counted', 'Somebody counted.', { by: integer(1), note: text });
export const Doubled = eventType('mirror', 'Doubled', 'A process answered a count with its double.', { by: integer(1) });
export const counterCatalogue = new EventCatalogue([Counted, Doubled, effectDeclined]);

export interface Count {
  readonly by: number;
  readonly note?: string;
  /** How many events the answer has; 1 unless told, 0 for a command that changes nothing. */
  readonly times?: number;
}
export interface Total {
  readonly total: number;
  readonly events: number;
}
export const counterLimit = 1_000_000;

export const counter: Decider<Count, Total, EventOf<typeof Counted>> = {
  category: 'counter',
  initial: { total: 0, events: 0 },
  evolve: (state, { data }) => ({ total: state.total + data.by, events: state.events + 1 }),
  decide: ({ by, note = 'a count', times = 1 }, { total }) =>
    total + by * times > counterLimit
      ? reject('LIMIT_REACHED', `the counter ends at ${String(counterLimit)}`, { field: 'by', details: { total: String(total) } })
      : accept(...Array.from({ length: times }, () => ({ type: Counted.name, data: { by, note } }))),
};

export const mirror: Decider<{ readonly by: number }, null, EventOf<typeof Doubled>> = {
  category: 'mirror',
  initial: null,
  evolve: () => null,
  decide: ({ by }) => accept({ type: Doubled.name, data: { by } }),
};

let salt = '';
/** From here on every name is another one, so that tests may share a store which is never empty. */
export const beginTest = (): void => {
  salt = `-${randomUUID()}`;
};
/** A name that no other test has used or will use. */
export const ofThisTest = (name: string): string => `${name}${salt}`;

export const streamOf = (category: string, name: string): string =>
  streamName(category, deriveId({ category, book: '-', issuer: 'TEST', reference: ofThisTest(name) }));
export const commandId = (name: string): string => uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', name);

export const contextOf = (key: string, more: Partial<CommandContext> = {}): CommandContext => ({
  commandId: commandId(key),
  actor: 'tester',
  book: '-',
  effectiveAt: '2026-01-02T03:04:05.678Z',
  ...more,
});

export const count = (
  name: string,
  key: string,
  command: Count = { by: 1 },
  more: Partial<CommandContext> = {},
): Dispatch<Count, Total, EventOf<typeof Counted>> => ({
  decider: counter,
  stream: streamOf('counter', name),
  command,
  context: contextOf(key, more),
});
