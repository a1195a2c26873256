import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logStart, SqliteEventStore, type Position } from '#event-store';
import { type Ended, start } from './program';
import type { Random } from './random';

/** When a process is killed: so long after its start, or when it has added so many events. */
export type Moment = { readonly milliseconds: number } | { readonly newEvents: number };

/** How often the log is asked how far it has grown. */
const pollMilliseconds = 3;

/** Counts the events of a log that another process writes. */
class LogGrowth {
  #store: SqliteEventStore | undefined;
  #after: Position = logStart;
  #events = 0;

  constructor(private readonly directory: string) {}

  async events(): Promise<number> {
    try {
      this.#store ??= SqliteEventStore.openReadOnly(path.join(this.directory, 'events.db'));
      for await (const { events, through } of this.#store.readAll({ after: this.#after })) {
        this.#events += events.length;
        this.#after = through;
      }
    } catch {
      // Not there yet, or its first writer is making it at this moment.
    }
    return this.#events;
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }
}

/** How one life of the process ended: killed at a moment, or by itself before it came. */
export interface Life {
  readonly moment: Moment;
  readonly killed: boolean;
  /** Events in the log at its end. */
  readonly events: number;
  readonly ended: Ended;
}

/** Starts a process and kills it with SIGKILL at a moment of its life. */
const live = async (command: readonly string[], directory: string, moment: Moment): Promise<Life> => {
  const growth = new LogGrowth(directory);
  const before = await growth.events();
  const child = start(command);
  if ('milliseconds' in moment) await Promise.race([child.ended, sleep(moment.milliseconds)]);
  else while (!child.isOver() && (await growth.events()) - before < moment.newEvents) await sleep(pollMilliseconds);
  child.kill();
  const ended = await child.ended;
  const events = await growth.events();
  await growth.close();
  return { moment, killed: ended.signal === 'SIGKILL', events, ended };
};

export interface KillPlan {
  readonly kills: number;
  /** How long the command takes undisturbed, and how many events it makes. */
  readonly milliseconds: number;
  readonly events: number;
  /** Exit code of a life that comes to its end; 0 unless told. */
  readonly code?: number;
}

/**
 * Kills a command again and again until it has been killed so many times, by time and by growth in turn: by growth while it has something
 * to add, by time at any moment from its start to the length of a whole run, later and later so that no life comes to the end too soon.
 */
export const killManyTimes = async (
  command: readonly string[],
  directory: string,
  { kills, milliseconds, events, code = 0 }: KillPlan,
  random: Random,
): Promise<readonly Life[]> => {
  const lives: Life[] = [];
  let [killed, written] = [0, 0];
  let growing = true;
  let shortest = milliseconds;
  while (killed < kills) {
    const byGrowth = killed % 2 === 0 && growing && written < events;
    const moment = byGrowth
      ? { newEvents: random.between(1, Math.min(events - written, Math.ceil((2 * events) / kills))) }
      : { milliseconds: random.between(50, Math.ceil((0.9 * shortest * (killed + 1)) / kills)) };
    const life = await live(command, directory, moment);
    lives.push(life);
    written = life.events;
    // A life that came to its end has left nothing to add, whatever the log then holds.
    growing &&= life.killed;
    if (!life.killed) shortest = Math.min(shortest, life.ended.milliseconds);
    if (life.killed) killed += 1;
    else if (life.ended.code !== code)
      throw new Error(
        `ended by itself with ${String(life.ended.code)} before ${JSON.stringify(moment)}: ${life.ended.stderr.slice(-2000)}\nlives so far: ${toldLives(lives)}`,
      );
    if (lives.length > 5 * kills) throw new Error(`the moments come too late: ${toldLives(lives)}`);
  }
  return lives;
};

/** Each life in a few letters: `+120e→340` killed after 120 new events with 340 in the log, `350ms→340` by time. */
export const toldLives = (lives: readonly Life[]): string =>
  lives
    .map(
      ({ moment, killed, events }) =>
        `${'newEvents' in moment ? `+${String(moment.newEvents)}e` : `${String(moment.milliseconds)}ms`}${killed ? '' : ' (over before)'}→${String(events)}`,
    )
    .join(' ');
