import { join } from 'node:path';
import { SqliteEventStore } from '#event-store';
import { PostgresReadModel, ProjectionRunner } from '#read-model';
import type { Figure } from './figure';
import { median, timed } from './limits';
import { eventCount, projections, rebuildRate } from './reading-figures';
import { benchCatalogue } from './workload';

const rounds = 3;
const schema = 'tidewaiter_bench';

/** Events of the log applied per second, in the runner's own stretches, to tables that are empty. */
const applyRate = async (store: SqliteEventStore, url: string): Promise<number> => {
  // Another version each time: the tables are made anew.
  const version = Math.floor(performance.timeOrigin + performance.now());
  const model = await PostgresReadModel.open({
    url,
    schema,
    installation: 'bench',
    projections: projections.map((projection) => ({ ...projection, version })),
  });
  const took = await timed(() => new ProjectionRunner(store, benchCatalogue, model).catchUp());
  await model.close();
  return eventCount / took;
};

/** Projections on the server of POSTGRES_URL, beside the embedded ones on the same log; none where it is not set. */
export const postgresFigures = async (directory: string): Promise<readonly Figure[]> => {
  const url = process.env['POSTGRES_URL'];
  if (url === undefined || url === '') return [];
  const store = SqliteEventStore.openReadOnly(join(directory, 'reading.db'));
  const runs = [];
  await applyRate(store, url);
  for (let round = 0; round < rounds; round += 1) {
    const embedded = await rebuildRate(store, join(directory, `beside${String(round)}`));
    runs.push({ embedded: embedded.rate, server: await applyRate(store, url) });
  }
  await store.close();
  const details = {
    'events/s embedded, rebuilt': median(runs.map((run) => run.embedded)),
    'x embedded': median(runs.map((run) => run.server / run.embedded)),
  };
  return [
    {
      name: 'two projections on PostgreSQL',
      unit: 'events/s',
      value: median(runs.map((run) => run.server)),
      goal: 15_000,
      better: 'more',
      details,
    },
  ];
};
