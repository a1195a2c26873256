import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { canonicalJson, metadataValue, sha256Hex } from '#event-catalogue';
import { type EventStore, type Position, type RecordedEvent } from '#event-store';
import type { Acknowledged } from './client';

/** What is remembered of an event: enough to tell that it is the same, byte for byte. */
interface Seen {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly commandId: string;
  readonly index: string;
  readonly digest: string;
  /** Of the request that it answers, where there was one. */
  readonly requestHash: string | undefined;
}

const seen = ({ id, stream, revision, type, data, metadata }: RecordedEvent): Seen => ({
  stream,
  revision,
  type,
  commandId: metadataValue(metadata, 'commandId'),
  index: (JSON.parse(metadata) as { readonly index: string }).index,
  digest: sha256Hex(JSON.stringify([id, type, data, metadata])),
  requestHash: (JSON.parse(metadata) as { readonly requestHash?: string }).requestHash,
});

/** Follows the log through everything that is done to it, and remembers each event as it was when it came. */
export class Witness {
  readonly #seen = new Map<Position, string>();
  readonly #stop = new AbortController();
  /** What ended it before its time. */
  readonly #fault: Promise<unknown>;

  constructor(private readonly store: EventStore) {
    this.#fault = this.#follow().catch((fault: unknown) => fault);
  }

  get events(): number {
    return this.#seen.size;
  }

  /** Stops at the end of the log. Throws where an event came twice, or is not what came. */
  async compare(stored: ReadonlyMap<Position, Seen>): Promise<void> {
    const began = performance.now();
    while (this.#seen.size < stored.size && performance.now() - began < 15_000) await new Promise((resolve) => setTimeout(resolve, 50));
    this.#stop.abort();
    deepStrictEqual(await this.#fault, undefined);
    strictEqual(this.#seen.size, stored.size, `I01: ${String(this.#seen.size)} events were seen and ${String(stored.size)} are stored`);
    for (const [position, digest] of this.#seen)
      strictEqual(stored.get(position)?.digest, digest, `I01: the event at ${position} is another than the one that was there`);
  }

  async #follow(): Promise<void> {
    for await (const { events } of this.store.subscribe({ signal: this.#stop.signal }))
      for (const event of events) {
        if (this.#seen.has(event.position)) throw new Error(`the subscription gave the event at ${event.position} twice`);
        this.#seen.set(event.position, seen(event).digest);
      }
  }
}

/** The whole log. Throws where a stream has a hole, or goes back (I05). */
export const readLog = async (store: EventStore): Promise<ReadonlyMap<Position, Seen>> => {
  const stored = new Map<Position, Seen>();
  const next = new Map<string, bigint>();
  for await (const { events } of store.readAll())
    for (const event of events) {
      const expected = next.get(event.stream) ?? 0n;
      strictEqual(event.revision, expected, `I05: ${event.stream} goes on with ${String(event.revision)} after ${String(expected - 1n)}`);
      next.set(event.stream, expected + 1n);
      stored.set(event.position, seen(event));
    }
  return stored;
};

/** One command id has one effect, whole: its events are of one append, in order, each once (I02). */
const checkCommands = (stored: ReadonlyMap<Position, Seen>): ReadonlyMap<string, readonly Seen[]> => {
  const byCommand = new Map<string, Seen[]>();
  for (const event of stored.values()) {
    const key = `${event.commandId} ${event.stream}`;
    const before = byCommand.get(key);
    if (before === undefined) byCommand.set(key, [event]);
    else before.push(event);
  }
  for (const [key, events] of byCommand)
    for (const [i, { index, revision }] of events.entries()) {
      strictEqual(index, String(i), `I02: command ${key} has event ${index} where ${String(i)} comes`);
      strictEqual(revision, (events[0]?.revision ?? 0n) + BigInt(i), `I02: the events of command ${key} are not of one append`);
    }
  return byCommand;
};

/** Each acknowledged write is in the log, once, as it was told: at its position, in its order, for its request (I01, I02). */
export const checkAcknowledged = (stored: ReadonlyMap<Position, Seen>, acknowledged: readonly Acknowledged[]): void => {
  const byCommand = checkCommands(stored);
  const commands = new Map<string, string>();
  for (const { key, step, answer, position } of acknowledged) {
    const last = stored.get(position as Position);
    if (last === undefined) throw new Error(`I01: ${key} was told of ${position}, where nothing is stored`);
    const events = byCommand.get(`${last.commandId} ${last.stream}`) ?? [];
    const told = answer.events.map(({ type, index }) => `${type}/${index}`).join();
    strictEqual(
      events.map(({ type, index }) => `${type}/${index}`).join(),
      told,
      `I01: ${key} (${step.url}) was told other events than are stored`,
    );
    strictEqual(
      `${last.stream.slice(last.stream.indexOf('-') + 1)}@${String(events.at(-1)?.revision)}`,
      `${answer.id}@${answer.revision}`,
      `I01: ${key} (${step.url}) was told another place`,
    );
    strictEqual(last.requestHash, sha256Hex(canonicalJson(step.body)), `I01: ${key} (${step.url}) was told the events of another request`);
    strictEqual(commands.get(last.commandId) ?? key, key, `I02: two keys have the effect of command ${last.commandId}`);
    commands.set(last.commandId, key);
  }
};
