import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServedLedger } from './served-ledger';
import { OwnServers } from './servers';

const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'tidewaiter-served-'));

const end = async (served: ServedLedger): Promise<void> => {
  await served.stop();
  rmSync(served.folder, { recursive: true, force: true });
};

/** A ledger in a data directory for the tests of one describe block, gone after them. */
export const servedEmbedded = (): ServedLedger => {
  const served = new ServedLedger(newFolder(), {});
  afterAll(() => end(served));
  return served;
};

/** The same on servers of its own, which are there once the tests run. */
export const servedOnServers = (): { readonly served: () => ServedLedger; readonly servers: () => OwnServers } => {
  let here: { readonly served: ServedLedger; readonly servers: OwnServers } | undefined;
  const begun = (): NonNullable<typeof here> => {
    if (here === undefined) throw new Error('asked before the tests run');
    return here;
  };
  beforeAll(async () => {
    const servers = await OwnServers.start();
    here = { served: new ServedLedger(newFolder(), servers.env), servers };
  });
  afterAll(async () => {
    if (here === undefined) return;
    await end(here.served);
    await here.servers.stop();
  });
  return { served: () => begun().served, servers: () => begun().servers };
};
