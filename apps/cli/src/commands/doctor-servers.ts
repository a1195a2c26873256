import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { logStart } from '#event-store';
import {
  headerOfEventStore,
  openSnapshot,
  parseInstallation,
  processesReached,
  readLogAt,
  serverVersion,
  type LedgerServers,
} from '#runtime';
import type { CommandContext } from '../shell';
import { behindCheck, looked, type Check } from './doctor-check';

/** Whose log the store holds, and whether the directory is of the same installation. */
const installationCheck = async ({ dataDirectory }: CommandContext, { eventStoreUrl }: LedgerServers): Promise<Check> => {
  const header = await headerOfEventStore(eventStoreUrl);
  const file = path.join(dataDirectory, 'installation.json');
  if (!existsSync(file))
    return {
      name: 'installation',
      found: header?.installation ?? 'none yet',
      ...(header === undefined ? {} : { wrong: `${file} is missing: copy that of this installation there` }),
    };
  const { id } = parseInstallation(file, readFileSync(file, 'utf8'));
  return {
    name: 'installation',
    found: id,
    ...(header === undefined || header.installation === id ? {} : { wrong: `the log belongs to ${header.installation}` }),
  };
};

const emptyLog = 'empty';

const logCheck = async ({ eventStoreUrl }: LedgerServers, installation: string): Promise<Check> => {
  const { store, close } = await readLogAt({ kind: 'esdb', url: eventStoreUrl, named: 'EVENTSTORE_URL' }, installation);
  try {
    const head = await store.head();
    return { name: 'log head', found: head === logStart ? emptyLog : head };
  } finally {
    await close();
  }
};

const viewsCheck = async ({ place }: CommandContext, head: string): Promise<Check> => {
  const views = await openSnapshot(place);
  if (views === undefined) return { name: 'read models', found: 'behind: not built by this program: a projector builds them' };
  try {
    return behindCheck('read models', await views.checkpoints(), head);
  } finally {
    await views.close();
  }
};

/** The servers of a ledger: whether they answer, whose they are, what follows the log and how far. Writes nothing. */
export const serverChecks = async (context: CommandContext, servers: LedgerServers): Promise<readonly Check[]> => {
  const installation = await looked('installation', () => installationCheck(context, servers));
  const postgres = await looked('postgresql', async () => ({ name: 'postgresql', found: await serverVersion(context.place, servers) }));
  if (installation.found === 'none yet')
    return [installation, postgres, { name: 'ledger', found: 'none yet: tidewaiter demo or import makes one' }];
  const header = await headerOfEventStore(servers.eventStoreUrl).catch(() => undefined);
  if (header === undefined) return [installation, postgres];
  const log = await looked('log head', () => logCheck(servers, header.installation));
  if (postgres.wrong !== undefined || log.wrong !== undefined) return [installation, log, postgres];
  const head = log.found === emptyLog ? logStart : log.found;
  const views = await looked('read models', () => viewsCheck(context, head));
  return [
    installation,
    log,
    postgres,
    views,
    await looked('processes', async () => behindCheck('processes', await processesReached(context.place, servers), head)),
  ];
};
