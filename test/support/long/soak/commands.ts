import type { Dispatch } from '#event-store';
import { contextOf, count, mirror, streamOf } from '../../store/counter';
import { type Random, randomOf } from '../random';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- commands of two deciders
export type AnyDispatch = Dispatch<any, any, any>;

/** Streams are left after a time, as those of closed periods are: so they stay short and memory flat. */
const hotCommands = 600;
const coldCommands = 3000;
const generation = (n: number, commands: number): string => String((n - (n % commands)) / commands);

/** How many events a command has and how long they are: mostly one short one. */
const sizeOf = (random: Random): { readonly times: number; readonly note: string } => {
  const times = random.below(25) === 0 ? 20 : 1 + random.below(3);
  return { times, note: `a count ${'x'.repeat(random.below(400))} €𝄞` };
};

/**
 * The n-th command of a writer. Every 15th is the same for all writers, so that several programs ask for one thing; half of the others go
 * to few streams that all write to, the rest to many.
 */
export const commandOf = (seed: number, writer: number, n: number): AnyDispatch => {
  const common = n % 15 === 0;
  const key = `soak ${String(seed)}/${common ? 'all' : String(writer)}/${String(n)}`;
  // Drawn from the command, not in the order in which clients come to it.
  const random = randomOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(common ? 1 : writer + 2, 0x85ebca6b) ^ Math.imul(n + 1, 0xc2b2ae35));
  const hot = `hot ${String(random.below(6))} ${generation(n, hotCommands)}`;
  if (common) return count(hot, key, { by: 1, times: 2, note: 'by all' });
  if (random.below(7) === 0)
    return {
      decider: mirror,
      stream: streamOf('mirror', `m ${String(random.below(40))} ${generation(n, coldCommands)}`),
      command: { by: 1 },
      context: contextOf(key),
    };
  const name = random.below(2) === 0 ? hot : `cold ${String(random.below(250))} ${generation(n, coldCommands)}`;
  return count(name, key, { by: 1, ...sizeOf(random) });
};
