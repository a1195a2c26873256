import { join } from 'node:path';
import { runDemo } from '#demo';
import type { Figure } from './figure';
import { timed } from './limits';

/** Twenty times the average flow of the European Union: 5.8 billion items in 2025 are 184 a second. */
const goal = 4000;
const request = { orders: [], dispatch: 'CN', currency: 'GBP', seed: 1, noise: '0', model: 'vendor' } as const;

/**
 * A generated trade on the embedded store: ordered, paid, shipped, declared, assessed, charged, stated, posted, reconciled as of two moments and verified. The
 * details say how long each stage took; read models and verification run beside them on other threads.
 */
export const wholeWayFigures = async (directory: string, parcels: number): Promise<readonly Figure[]> => {
  const began = process.cpuUsage();
  const told: { seconds: Readonly<Record<string, number>>; events: number } = { seconds: {}, events: 0 };
  const took = await timed(async () => {
    const { seconds, log } = await runDemo({ ...request, parcels }, { dataDirectory: join(directory, 'whole-way') });
    Object.assign(told, { seconds, events: log.events });
  });
  const { user, system } = process.cpuUsage(began);
  const details = { 'parcels told': parcels, seconds: took, 'processor us/parcel': (user + system) / parcels, 'events/parcel': told.events / parcels, 'peak MiB': process.resourceUsage().maxRSS / 1024, ...told.seconds };
  return [{ name: 'the whole way', unit: 'parcels/s', value: parcels / took, goal, better: 'more', details }];
};
