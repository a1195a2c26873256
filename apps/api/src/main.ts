import 'reflect-metadata';
import { openLedger } from '#runtime';
import { settingsOf, SettingsError, usage, type ApiSettings } from './configuration';
import { stopOnSignal } from './graceful-stop';
import { greeting } from './greeting';
import { callerNamed } from './identity/caller';
import { LocalIssuer } from './identity/local-issuer';
import { Reactor } from './ledger/reactor';
import { loadDemoIfEmpty } from './load-demo';
import { createServer, externalRules, startFollowing } from './server';

/** One caller per role; vendor and intermediary are those of the demonstration. */
const greeted = ['vendor:V-IE-001', 'intermediary:R-001', 'officer', 'auditor', 'cashier', 'operator'].map(callerNamed);

const serve = async (settings: ApiSettings): Promise<void> => {
  const { place, externalIssuer, host, port } = settings;
  const workElsewhere = place.servers !== undefined;
  if (!workElsewhere) await loadDemoIfEmpty(place.dataDirectory, settings.demo);
  const ledger = await openLedger({
    ...place,
    workElsewhere,
    onFatal: (fault) => {
      process.stderr.write(`the store stopped: ${fault.message}\n`);
      process.exit(1);
    },
  });
  const issuer = externalIssuer === undefined ? await LocalIssuer.open(place.dataDirectory) : undefined;
  const app = await createServer(ledger, externalIssuer === undefined ? (issuer as LocalIssuer).rules() : externalRules(externalIssuer));
  if (!workElsewhere) await ledger.catchUp();
  startFollowing(app);
  await app.listen({ host, port });
  stopOnSignal({ stopServing: () => app.close(), stopFollowing: () => app.get(Reactor).stop(), closeLedger: ledger.close });
  const tokens = issuer === undefined ? [] : await Promise.all(greeted.map(async (caller) => ({ caller, token: await issuer.token(caller) })));
  process.stdout.write(`${greeting(await app.getUrl(), tokens)}\n`);
};

const printToken = async ({ place }: ApiSettings, named: string): Promise<void> => {
  const issuer = await LocalIssuer.open(place.dataDirectory);
  process.stdout.write(`${await issuer.token(callerNamed(named))}\n`);
};

const main = async (): Promise<void> => {
  const settings = settingsOf(process.argv.slice(2), process.env);
  if (settings.help) process.stdout.write(`${usage}\n`);
  else await (settings.token === undefined ? serve(settings) : printToken(settings, settings.token));
};

main().catch((error: unknown) => {
  const known = error instanceof SettingsError || (error instanceof Error && ['ConfigurationError', 'WriterLockedError', 'StoreFileError', 'UnknownCallerError'].includes(error.name));
  process.stderr.write(`${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(2);
});
