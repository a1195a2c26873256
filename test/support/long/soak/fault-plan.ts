import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule } from '../../eventstoredb-double';
import type { Random } from '../random';
import type { Server } from './server';

type Draw = (random: Random) => FaultRule;

const someAppend = (random: Random): { readonly skip: number; readonly times: 1 } => ({ skip: random.below(12), times: 1 });
const soon = (random: Random): { readonly skip: number; readonly times: 1 } => ({ skip: random.below(4), times: 1 });

/** Single faults with their weights. Each strikes once, after a few calls that it leaves in peace. */
const singles: readonly (readonly [weight: number, draw: Draw])[] = [
  [12, (r) => ({ kind: 'dropBeforeCommit', ...someAppend(r) })],
  [12, (r) => ({ kind: 'dropAfterCommit', ...someAppend(r) })],
  [5, (r) => ({ kind: 'silence', ...someAppend(r) })],
  [5, (r) => ({ kind: 'silence', stored: true, ...someAppend(r) })],
  [3, (r) => ({ kind: 'cleanEnd', ...someAppend(r) })],
  [3, (r) => ({ kind: 'cleanEnd', stored: true, ...someAppend(r) })],
  [5, (r) => ({ kind: 'duplicateAnswer', ...someAppend(r) })],
  [3, (r) => ({ kind: 'notLeader', ...someAppend(r) })],
  [6, (r) => ({ kind: 'wrongExpectedVersion', ...someAppend(r) })],
  [4, (r) => ({ kind: 'slow', milliseconds: r.between(20, 1500), ...someAppend(r) })],
  [2, (r) => ({ kind: 'unknownError', stored: r.below(2) === 0, ...someAppend(r) })],
  [2, (r) => ({ kind: 'internalError', stored: r.below(2) === 0, ...someAppend(r) })],
  [6, (r) => ({ kind: 'dropSubscription', skip: r.below(30), times: 1 })],
  [2, (r) => ({ kind: 'tooSlow', skip: r.below(30), times: 1 })],
  [3, (r) => ({ kind: 'silence', on: 'event', skip: r.below(30), times: 1 })],
  [2, (r) => ({ kind: 'cleanEnd', on: 'event', skip: r.below(30), times: 1 })],
  [1, (r) => ({ kind: 'slow', on: 'event', milliseconds: r.between(20, 1500), skip: r.below(30), times: 1 })],
  [1, () => ({ kind: 'silence', on: 'subscribe', times: 1 })],
  [1, () => ({ kind: 'notLeader', on: 'subscribe', times: 1 })],
  [3, (r) => ({ kind: 'dropBeforeCommit', on: 'read', ...soon(r) })],
  [3, (r) => ({ kind: 'silence', on: 'read', ...soon(r) })],
  [2, (r) => ({ kind: 'cleanEnd', on: 'read', stream: '$all', ...soon(r) })],
  [1, (r) => ({ kind: 'slow', on: 'read', milliseconds: r.between(20, 400), ...soon(r) })],
  [1, (r) => ({ kind: 'internalError', on: 'read', ...soon(r) })],
  [1, (r) => ({ kind: 'notLeader', on: 'read', ...soon(r) })],
  [2, (r) => ({ kind: 'dropBeforeCommit', on: 'readEvent', skip: r.below(100), times: 1 })],
  [2, (r) => ({ kind: 'silence', on: 'readEvent', skip: r.below(100), times: 1 })],
];
const weights = singles.reduce((sum, [weight]) => sum + weight, 0);

const drawnOf = (random: Random): FaultRule => {
  let left = random.below(weights);
  for (const [weight, draw] of singles) {
    if (left < weight) return draw(random);
    left -= weight;
  }
  throw new RangeError('the weights do not add up');
};

/** What befalls the whole server, in turn, so that a short run has each. */
const whole: readonly ((server: Server, random: Random) => Promise<void>)[] = [
  (server) => server.kill(),
  (server, random) => server.unavailable(random.between(200, 2000)),
  (server, random) => server.hang(random.between(200, 2500)),
  (server) => server.cut(),
];

/** Single faults at random moments, several a second, and every few seconds something that befalls the whole server. */
export const strike = async (server: Server, milliseconds: number, random: Random): Promise<void> => {
  const until = performance.now() + milliseconds;
  let nextWhole = performance.now() + random.between(2000, 4000);
  for (let turn = 0; performance.now() < until;) {
    await sleep(random.between(30, 120));
    if (performance.now() < nextWhole) {
      await server.add(drawnOf(random));
      continue;
    }
    // Rules that have found nothing to strike are not kept for ever.
    await server.calm();
    await whole[turn % whole.length]?.(server, random);
    turn += 1;
    nextWhole = performance.now() + random.between(2000, 5000);
  }
  await server.calm();
};
