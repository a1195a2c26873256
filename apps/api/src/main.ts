import 'reflect-metadata';
import { openLedger } from '#runtime';
import { PinoLog, redactedText, Telemetry, telemetrySettingsOf, type TelemetrySettings } from '#telemetry';
import { settingsOf, SettingsError, usage, type ApiSettings } from './configuration';
import { stopOnSignal } from './graceful-stop';
import { greeting } from './greeting';
import { callerNamed } from './identity/caller';
import { LocalIssuer } from './identity/local-issuer';
import { loadDemoIfEmpty } from './load-demo';
import { createServer, externalRules, startFollowing, stopFollowing } from './server';
import { startWatching } from './telemetry/start-watching';

/** One caller per role; vendor and intermediary are those of the demonstration. */
const greeted = ['vendor:V-IE-001', 'intermediary:R-001', 'officer', 'auditor', 'cashier', 'operator'].map(callerNamed);

const serve = async (settings: ApiSettings, watched: TelemetrySettings): Promise<void> => {
  const { place, externalIssuer, host, port } = settings;
  const telemetry = new Telemetry(PinoLog.open({ level: watched.level, program: 'api' }));
  // Node would print it in lines of its own, with whatever an adapter's message holds.
  process.once('uncaughtException', (error) => {
    telemetry.log.fatal('the program failed', { error });
    process.exit(1);
  });
  const workElsewhere = place.servers !== undefined;
  if (!workElsewhere) await loadDemoIfEmpty(place.dataDirectory, settings.demo);
  const ledger = await openLedger({
    ...place,
    workElsewhere,
    instruments: telemetry.instruments(),
    onFatal: (fault) => {
      telemetry.log.fatal('the store stopped', { error: fault });
      process.exit(1);
    },
  });
  const issuer = externalIssuer === undefined ? await LocalIssuer.open(place.dataDirectory) : undefined;
  const app = await createServer(ledger, externalIssuer === undefined ? (issuer as LocalIssuer).rules() : externalRules(externalIssuer), {
    telemetry,
    maxLagSeconds: watched.maxLagSeconds,
    accessLogDays: settings.accessLogDays,
  });
  if (!workElsewhere) await ledger.catchUp();
  startFollowing(app);
  const watching = await startWatching(app, telemetry, watched);
  await app.listen({ host, port });
  const stopWatching = async (): Promise<void> => {
    await watching.stop();
    await stopFollowing(app);
  };
  stopOnSignal({ stopServing: () => app.close(), stopFollowing: stopWatching, closeLedger: ledger.close }, telemetry.log);
  telemetry.log.info('listening', {
    url: await app.getUrl(),
    ...(watching.metricsUrl === undefined ? {} : { metrics: watching.metricsUrl }),
  });
  const tokens =
    issuer === undefined ? [] : await Promise.all(greeted.map(async (caller) => ({ caller, token: await issuer.token(caller) })));
  process.stdout.write(`${greeting(await app.getUrl(), tokens)}\n`);
};

const printToken = async ({ place }: ApiSettings, named: string): Promise<void> => {
  const issuer = await LocalIssuer.open(place.dataDirectory);
  process.stdout.write(`${await issuer.token(callerNamed(named))}\n`);
};

const main = async (): Promise<void> => {
  const settings = settingsOf(process.argv.slice(2), process.env);
  const watched = telemetrySettingsOf(process.env, (message): never => {
    throw new SettingsError(message);
  });
  if (settings.help) process.stdout.write(`${usage}\n`);
  else await (settings.token === undefined ? serve(settings, watched) : printToken(settings, settings.token));
};

main().catch((error: unknown) => {
  const known =
    error instanceof SettingsError ||
    (error instanceof Error && ['ConfigurationError', 'WriterLockedError', 'StoreFileError', 'UnknownCallerError'].includes(error.name));
  process.stderr.write(
    `${redactedText(known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  );
  process.exit(2);
});
