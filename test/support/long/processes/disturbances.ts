import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random';
import type { Fleet } from './fleet';
import type { Member } from './member';

export interface Disturbing {
  readonly fleet: Fleet;
  readonly random: Random;
  /** How long all of it takes. */
  readonly milliseconds: number;
  /** Resolves when everything has come past the log's end of this moment, with how long that took. */
  readonly movedOn: () => Promise<number>;
  readonly note: (line: string) => void;
}

/** What was done, and how long it took until others did the work. */
export interface Disturbed {
  readonly kills: number;
  readonly heldByKilled: number;
  readonly longestMove: number;
}

const one = (random: Random, members: readonly Member[]): Member => {
  const member = members[random.below(members.length)];
  if (member === undefined) throw new RangeError('nobody is there');
  return member;
};

/** Waits until no unit of work is without a holder; a unit that nobody takes is a failure long before. */
const taken = async ({ takeovers }: Fleet): Promise<void> => {
  const began = performance.now();
  while (takeovers.waiting.length > 0) {
    if (performance.now() - began > 30_000) throw new Error(`nobody took ${takeovers.waiting.join(', ')} within 30 s`);
    await sleep(20);
  }
};

/** The connection that holds the most leases is cut at the server, as if the network were gone: the holder hears of it and somebody takes over. */
const cutLeases = async ({ database }: Fleet): Promise<number> => {
  const holders = await database.ask<{ pid: number; held: number }>(
    `SELECT a.pid, count(*)::int AS held FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'advisory' AND l.granted
     WHERE a.datname = current_database() AND a.application_name = 'tidewaiter leases' GROUP BY a.pid ORDER BY held DESC LIMIT 1`,
  );
  for (const { pid } of holders) await database.ask('SELECT pg_terminate_backend($1)', [pid]);
  return holders[0]?.held ?? 0;
};

/** All connections to the database, of everybody. */
const cutAll = async ({ database }: Fleet): Promise<number> =>
  (await database.ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()')).length;

/**
 * One server and one projector after the other are killed and started again, for as long as told; in between the leases of a projector are cut off, all
 * connections to PostgreSQL, and the log's server is killed. Nobody is killed while his deputy is not there.
 */
export const disturb = async ({ fleet, random, milliseconds, movedOn, note }: Disturbing): Promise<Disturbed> => {
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
  const others = [
    { at: 0.3, name: 'leases cut', strike: async () => `the connection of ${String(await cutLeases(fleet))} leases cut` },
    { at: 0.5, name: 'connections cut', strike: async () => `${String(await cutAll(fleet))} connections to PostgreSQL cut` },
    {
      at: 0.7,
      name: 'log killed',
      strike: async () => {
        const pause = random.between(300, 1500);
        await fleet.killLog(pause);
        return `the server of the log killed, back after ${String(pause)} ms and its start`;
      },
    },
  ];
  let [kills, heldByKilled, longestMove] = [0, 0, 0];
  const pass = async (what: string): Promise<void> => {
    const took = await movedOn();
    longestMove = Math.max(longestMove, took);
    await taken(fleet);
    note(`${seconds()} s ${what}; all had moved on after ${String(took)} ms`);
  };
  while (performance.now() - began < milliseconds) {
    await sleep(random.between(500, 2500));
    const due = others.find(({ at }) => performance.now() - began >= at * milliseconds);
    if (due !== undefined) {
      others.splice(others.indexOf(due), 1);
      await pass(await due.strike());
      continue;
    }
    const [api, projector] = [one(random, fleet.apis), one(random, fleet.projectors)];
    const units = fleet.takeovers.lost(projector.name);
    heldByKilled += units.length;
    kills += 2;
    const back = async (member: Member): Promise<void> => {
      await member.kill();
      await sleep(random.between(200, 1500));
      member.start();
      await member.up();
    };
    const whole = Promise.all([back(projector), sleep(random.between(0, 300)).then(() => back(api))]);
    await pass(`${projector.name} (${units.length === 0 ? 'idle' : units.join(' ')}) and ${api.name} killed`);
    await whole;
  }
  return { kills, heldByKilled, longestMove };
};
