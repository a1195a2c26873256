import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random';
import type { Fleet } from './fleet';
import type { Member } from './member';

export interface Disturbing {
  readonly fleet: Fleet;
  readonly random: Random;
  /** How long all of it takes at least. */
  readonly milliseconds: number;
  /** How often one server and one projector are killed at least. */
  readonly rounds: number;
  /** Resolves when everything has come past the log's end of this moment, with how long that took. */
  readonly movedOn: () => Promise<number>;
  readonly note: (line: string) => void;
}

/** What was done, and how long it took until all had moved on. */
export interface Disturbed {
  readonly kills: number;
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

/** The connections of one kind, or of all, are cut at the server, as if the network were gone: who has them hears of it. */
const cut = async ({ database }: Fleet, name = '%'): Promise<number> =>
  (
    await database.run(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE $1',
      [name],
    )
  ).length;

/** What is done once each, when so much of the time is over; says what was done. */
const onceEach = ({ fleet, random }: Disturbing) => [
  { at: 0.3, strike: async () => `${String(await cut(fleet, 'tidewaiter leases'))} connections of leases cut` },
  { at: 0.5, strike: async () => `${String(await cut(fleet))} connections to PostgreSQL cut` },
  {
    at: 0.7,
    strike: async () => `the server of the log killed, and away for ${String(await fleet.killLog(random.between(300, 1500)))} ms`,
  },
];

/**
 * One server and one projector are killed and started again, again and again, for as long as told and at least so often; in between the
 * connections of the leases are cut, then all connections to PostgreSQL, and the log's server is killed. Nobody is killed while his deputy
 * is not there.
 */
export const disturb = async (disturbing: Disturbing): Promise<Disturbed> => {
  const { fleet, random, milliseconds, rounds, movedOn, note } = disturbing;
  const began = performance.now();
  const others = onceEach(disturbing);
  let [kills, longestMove] = [0, 0];
  const settled = async (what: string): Promise<void> => {
    const took = await movedOn();
    longestMove = Math.max(longestMove, took);
    await taken(fleet);
    note(`${((performance.now() - began) / 1000).toFixed(1)} s ${what}; all had moved on after ${String(took)} ms`);
  };
  const back = async (member: Member): Promise<void> => {
    await member.kill();
    await sleep(random.between(200, 1500));
    member.start();
    await member.up();
  };
  while (others.length > 0 || kills < 2 * rounds || performance.now() - began < milliseconds) {
    await sleep(random.between(500, 2500));
    const due = others.findIndex(({ at }) => performance.now() - began >= at * milliseconds);
    if (due >= 0 && kills > 0) {
      for (const { strike } of others.splice(due, 1)) await settled(await strike());
      continue;
    }
    // Mostly whoever works on more: a projector without work is not missed.
    const busiest = fleet.projectors.find(({ name }) => name === fleet.takeovers.busiest);
    const projector = busiest === undefined || random.below(4) === 0 ? one(random, fleet.projectors) : busiest;
    const api = one(random, fleet.apis);
    const units = fleet.takeovers.lost(projector.name);
    kills += 2;
    const whole = Promise.all([back(projector), sleep(random.between(0, 300)).then(() => back(api))]);
    await settled(`${projector.name} (${units.length === 0 ? 'idle' : units.join(' ')}) and ${api.name} killed`);
    await whole;
  }
  return { kills, longestMove };
};
