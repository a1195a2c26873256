import { ConfigurationError, openProjectorParts, Projector, systemClock, type UnitState } from '#runtime';
import {
  Background,
  LedgerWatch,
  listenForMetrics,
  PinoLog,
  Telemetry,
  telemetrySettingsOf,
  type Log,
  type TelemetrySettings,
} from '#telemetry';
import { settingsOf, usage, type ProjectorSettings } from './settings';

/** How often lag is looked at, in milliseconds. */
const lagInterval = 5000;

/** What became of the leases and the work under them; a fault names what a person has to mend. */
const tellTo =
  (log: Log) =>
  (unit: string, state: UnitState, fault?: unknown): void => {
    if (fault === undefined) log.info(state, { unit });
    else log.error(state, { unit, error: fault });
  };

/** A database that is away is waited for: that is told once, and by each unit that begins again. */
const tellLossTo =
  (log: Log) =>
  (error: unknown, unit?: string): void => {
    log.warn('waits for PostgreSQL', { ...(unit === undefined ? {} : { unit }), error });
  };

/** Stops once on SIGTERM or SIGINT; a second signal ends the process at once. */
const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(1);
      stop.abort();
    });
  return stop.signal;
};

const project = async ({ dataDirectory, servers }: ProjectorSettings, { level, metrics: address }: TelemetrySettings): Promise<void> => {
  const telemetry = new Telemetry(PinoLog.open({ level, program: 'projector' }));
  const { log, metrics, monotonic } = telemetry;
  const instruments = telemetry.instruments();
  const parts = await openProjectorParts({ dataDirectory, servers, instruments });
  const projector = new Projector({ ...parts, clock: systemClock, instruments, onState: tellTo(log), onLost: tellLossTo(log) });
  const background = new Background(log, monotonic);
  const watch = new LedgerWatch({ store: parts.store, followers: () => projector.followers(), clock: systemClock, monotonic, metrics });
  background.every(lagInterval, 'lag', () => watch.standing());
  const listener = address === undefined ? undefined : await listenForMetrics(metrics, address);
  if (listener !== undefined) metrics.watchProcess();
  log.info('projecting', listener === undefined ? {} : { metrics: listener.url });
  await projector.run(stopSignal());
  await background.stop();
  await listener?.close();
  await parts.close();
  log.info('stopped');
};

const main = async (): Promise<void> => {
  const settings = settingsOf(process.argv.slice(2), process.env);
  const watched = telemetrySettingsOf(process.env, (message): never => {
    throw new ConfigurationError(message);
  });
  if (settings.help) process.stdout.write(`${usage}\n`);
  else await project(settings, watched);
};

main().then(
  // All is closed by now, but for connections whose server does not close its half: nobody waits for those.
  () => process.stdout.write('', () => process.exit()),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof ConfigurationError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(2);
  },
);
