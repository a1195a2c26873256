import path from 'node:path';
import { categoryOf, metadataValue } from '#event-catalogue';
import { logStart } from '#event-store';
import { Records } from './records';
import type { Stored, StoredLog } from './stored-log';
import { bytesOf, idsOf, type ToldAnswer, type ToldAppend, type ToldEvent, type ToldRead } from './told';

const mostTold = 20;

/** Holds what every process was told against what is stored. */
export class Verdict {
  readonly flaws: string[] = [];
  flawCount = 0;
  readonly #effects: ReadonlyMap<string, readonly Stored[]>;

  constructor(
    private readonly log: StoredLog,
    private readonly directory: string,
  ) {
    for (const flaw of log.flaws()) this.add(flaw);
    this.#effects = log.effects((flaw) => {
      this.add(flaw);
    });
  }

  add(flaw: string): void {
    this.flawCount += 1;
    if (this.flaws.length < mostTold) this.flaws.push(flaw);
  }

  get commands(): number {
    return this.#effects.size;
  }

  /** Every answer's events are stored at their revisions, with the bytes that were answered: a hash is over bytes and place. */
  async answers(writer: number): Promise<{ readonly answers: number; readonly commands: ReadonlySet<string> }> {
    const commands = new Set<string>();
    let answers = 0;
    for await (const { command, stream, first, hashes } of this.#of<ToldAnswer>(`writer-${String(writer)}.answers`)) {
      answers += 1;
      if (commands.has(command)) this.add(`${command} was answered twice`);
      commands.add(command);
      const effect = this.#effects.get(command) ?? [];
      const stored = effect.map(({ metadata }) => metadataValue(metadata, 'hash'));
      if (effect[0]?.stream !== stream || effect[0].revision !== Number(first) || stored.join() !== hashes.join())
        this.add(
          `${command} was answered with ${String(hashes.length)} events of ${stream} from ${first}; stored are ${String(effect.length)} from ${String(effect[0]?.revision)}`,
        );
    }
    return { answers, commands };
  }

  /** Every append that was told to be written is there, byte for byte, at the place that was told. */
  async appends(writer: number): Promise<number> {
    let appends = 0;
    for await (const { stream, revision, position, events, bytes } of this.#of<ToldAppend>(`writer-${String(writer)}.appends`)) {
      appends += 1;
      const stored = (this.log.streams.get(stream) ?? []).slice(Number(revision) - events + 1, Number(revision) + 1);
      if (stored.length !== events || bytesOf(stored) !== bytes || stored.at(-1)?.position !== position)
        this.add(`an append to ${stream} up to ${revision} at ${position} was told and is not stored so`);
    }
    return appends;
  }

  /** A follower saw the log from its start, or from where it began again, event by event, to its end. */
  async follower(name: string, categories: readonly string[] | undefined): Promise<{ readonly events: number; readonly lives: number }> {
    const due = this.log.events.filter(({ stream }) => categories === undefined || categories.includes(categoryOf(stream)));
    const indexBehind = new Map(due.map(({ position }, i) => [position, i + 1]));
    let [next, events, lives, furthest] = [0, 0, 1, 0];
    for await (const told of this.#of<ToldEvent>(`follower-0.${name}`)) {
      if ('again' in told) {
        lives += 1;
        // The saved place may be of an event that the categories leave out.
        next = told.again === logStart ? 0 : (indexBehind.get(told.again) ?? due.findIndex(({ position }) => position > told.again));
        if (next < 0) next = due.length;
        if (next > furthest) this.add(`follower ${name} saved ${told.again} before it had seen what is there`);
        continue;
      }
      events += 1;
      if (due[next]?.position !== told.position || due[next]?.id !== told.id)
        this.add(`follower ${name} was given ${told.position} where ${String(due[next]?.position)} was due`);
      next = indexBehind.get(told.position) ?? next;
      furthest = Math.max(furthest, next);
    }
    if (furthest !== due.length) this.add(`follower ${name} has seen ${String(furthest)} of ${String(due.length)} events`);
    return { events, lives };
  }

  /** Every read gave what lay there: no less than was stored when it was asked for, nothing twice, nothing else. */
  async reads(): Promise<number> {
    let reads = 0;
    for await (const told of this.#of<ToldRead>('follower-0.reads')) {
      reads += 1;
      const stored =
        told.of === 'stream'
          ? (this.log.streams.get(told.stream) ?? []).slice(told.from, told.from + told.events)
          : this.log.events
              .slice(this.log.behind(told.after), this.log.behind(told.through))
              .filter(({ stream }) => told.categories === undefined || told.categories.includes(categoryOf(stream)));
      if (stored.length !== told.events || idsOf(stored.map(({ id }) => id)) !== told.ids)
        this.add(`a read gave other events than are stored: ${JSON.stringify(told)}, stored ${String(stored.length)}`);
    }
    return reads;
  }

  #of<T>(name: string): AsyncGenerator<T> {
    return Records.of<T>(path.join(this.directory, name));
  }
}
