import { logStart, type AnyProcess, type Checkpoints, type ProcessRunner } from '#event-store';
import type { ProjectionRunner, ReadModel } from '#read-model';
import type { Follower } from '#telemetry';

/** How far read models have come, and which have stopped. */
export const projectionFollowers = async (runner: ProjectionRunner, views: ReadModel): Promise<readonly Follower[]> => {
  const categories = new Map(views.projections.map((projection) => [projection.name, projection.categories]));
  return (await runner.status()).map(({ projection: name, position, fault }) => {
    const read = categories.get(name);
    return { kind: 'projection', name, position, stopped: fault !== undefined, ...(read === undefined ? {} : { categories: read }) };
  });
};

/** How far processes have come, whoever runs them, and which have stopped in this program. */
export const processFollowers = async (
  processes: readonly AnyProcess[],
  runner: ProcessRunner,
  checkpoints: Checkpoints,
): Promise<readonly Follower[]> => {
  const [stopped, reached] = [runner.stopped(), await checkpoints.all()];
  return processes.map(({ name, categories }) => ({
    kind: 'process',
    name,
    categories,
    position: reached.get(name) ?? logStart,
    stopped: stopped.has(name),
  }));
};
