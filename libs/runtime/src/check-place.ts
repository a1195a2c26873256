import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkpointsInFile, headerOfEventsFile, type Position } from '#event-store';
import { sqliteCode } from '#sqlite';
import { checkEventsFile, type Finding } from '#integrity';
import { parseInstallation } from './installation';
import { eventsFile, processesFile } from './embedded-parts';
import type { LedgerPlace, LedgerServers } from './ledger-place';
import { openSnapshot } from './open-log';
import { headerOfEventStore, interferenceAt, processesReached } from './server-parts';

/**
 * What a ledger's place says of its log beside the log itself. Taken before the log is read: whoever writes meanwhile is further on by
 * then.
 */
export interface PlaceWitness {
  /** How far readers of the log had come, by where it is kept and reader. */
  readonly reached: readonly { readonly reader: string; readonly position: Position }[];
  /** Installation of installation.json, or why there is none. */
  readonly installation: Readonly<{ id: string }> | Readonly<{ fault: string }>;
}

const installationOf = (dataDirectory: string): PlaceWitness['installation'] => {
  const file = path.join(dataDirectory, 'installation.json');
  try {
    return { id: parseInstallation(file, readFileSync(file, 'utf8')).id };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/** A file that cannot be read witnesses nothing; that it is damaged is told by who needs it (replay). */
const readable = async (of: string, read: () => Promise<ReadonlyMap<string, Position>>): Promise<PlaceWitness['reached']> => {
  try {
    return [...(await read())].map(([reader, position]) => ({ reader: `${of} (${reader})`, position }));
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return [];
  }
};

const viewsReached = async (place: LedgerPlace): Promise<ReadonlyMap<string, Position>> => {
  const views = await openSnapshot(place);
  if (views === undefined) return new Map();
  try {
    return await views.checkpoints();
  } finally {
    await views.close();
  }
};

export const witnessOf = async (place: LedgerPlace): Promise<PlaceWitness> => {
  const { dataDirectory, servers } = place;
  const processes =
    servers === undefined ? async () => checkpointsInFile(processesFile(dataDirectory)) : () => processesReached(place, servers);
  return {
    reached: [
      ...(await readable(servers === undefined ? 'processes.db' : 'the processes', processes)),
      ...(await readable('the read models', () => viewsReached(place))),
    ],
    installation: installationOf(dataDirectory),
  };
};

/** What does not fit, as one sentence and as what was expected and found. */
export interface PlaceFault extends Pick<Finding, 'expected' | 'found'> {
  readonly told: string;
}

const sayOf = (installation: PlaceWitness['installation'], found: string, where: string): readonly PlaceFault[] => {
  if ('fault' in installation)
    return [{ told: installation.fault, expected: 'an installation.json that can be read', found: installation.fault }];
  if (found === installation.id) return [];
  return [
    {
      told: `${where} belongs to installation ${found}, installation.json to ${installation.id}`,
      expected: `installation ${installation.id}, of installation.json`,
      found: `installation ${found}, of ${where}`,
    },
  ];
};

const damage = (told: string): PlaceFault => ({ told, expected: 'a sound file', found: told });

/** What somebody did to the ledger's streams with the tools of the server: what a ledger never does itself. */
const interferenceWith = async (place: LedgerPlace, servers: LedgerServers): Promise<readonly PlaceFault[]> =>
  (await interferenceAt(place, servers)).map(({ kind, stream, type, data, position }) => {
    const told = `${stream}: ${kind} ${type} ${data.slice(0, 200)} at ${position}`;
    return { told, expected: 'streams as the ledger wrote them', found: told };
  });

/**
 * What does not fit together in the place of a log that ends at `end`: damage of the file that no reader of events meets, streams that
 * were truncated or deleted on a server, another installation's log, a log that readers have seen more of.
 */
export const checkPlace = async (
  place: LedgerPlace,
  { reached, installation }: PlaceWitness,
  end: string,
): Promise<readonly PlaceFault[]> => {
  const { dataDirectory, servers } = place;
  const further = reached
    .filter(({ position }) => position > end)
    .map(({ reader, position }) => ({
      told: `${reader} had come to ${position} and the log ends at ${end}: its end was cut off`,
      expected: `a log to position ${position} at least, where ${reader} had come`,
      found: `its end at ${end}: it was cut off`,
    }));
  if (servers === undefined) {
    const file = eventsFile(dataDirectory);
    return [...checkEventsFile(file).map(damage), ...sayOf(installation, headerOfEventsFile(file).installation, 'events.db'), ...further];
  }
  const header = await headerOfEventStore(servers.eventStoreUrl);
  return [...(await interferenceWith(place, servers)), ...sayOf(installation, header?.installation ?? 'none', 'the log'), ...further];
};
