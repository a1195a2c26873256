import { logStart } from '#event-store';
import { knownFailure } from '../failure';

/** One thing looked at: what was found, and what is wrong with it where something is. */
export interface Check {
  readonly name: string;
  readonly found: string;
  readonly wrong?: string;
}

/** Looks; what cannot be looked at is what is wrong. */
export const looked = async (name: string, look: () => Check | Promise<Check>): Promise<Check> => {
  try {
    return await look();
  } catch (error) {
    return { name, found: 'not known', wrong: knownFailure(error)?.message ?? String(error) };
  }
};

/** Who of some readers of the log is behind its head. */
export const behindCheck = (name: string, reached: ReadonlyMap<string, string>, head: string): Check => {
  if (reached.size === 0 && head > logStart) return { name, found: 'behind: none has begun' };
  const late = [...reached].filter(([, position]) => position < head).map(([reader, position]) => `${reader} at ${position}`);
  return { name, found: late.length === 0 ? 'at the head' : `behind: ${late.join(', ')}` };
};
