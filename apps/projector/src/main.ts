import { ConfigurationError, openProjectorParts, Projector, systemClock, type UnitState } from '#runtime';
import { settingsOf, usage } from './settings';

const tell = (record: Readonly<Record<string, unknown>>): void => {
  process.stderr.write(`${JSON.stringify(record)}\n`);
};

const onState = (unit: string, state: UnitState, fault?: unknown): void => {
  tell({ level: fault === undefined ? 'info' : 'error', unit, state, ...(fault === undefined ? {} : { fault: fault instanceof Error ? fault.message : String(fault) }) });
};

const main = async (): Promise<void> => {
  const { help, ...place } = settingsOf(process.argv.slice(2), process.env);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const parts = await openProjectorParts(place);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      // A second signal ends at once.
      process.once(signal, () => process.exit(1));
      stop.abort();
    });
  await new Projector({ ...parts, clock: systemClock, onState }).run(stop.signal);
  await parts.close();
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(2);
});
