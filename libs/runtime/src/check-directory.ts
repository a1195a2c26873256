import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkpointsInFile, headerOfEventsFile, sqliteCode, type Position } from '#event-store';
import { SqliteReadModel } from '#read-model';
import { parseInstallation } from './installation';
import { eventsFile } from './ledger';
import { ledgerProjections } from './ledger-projections';

/** What a data directory says of its log beside the log itself. Taken before the log is read: whoever writes meanwhile is further on by then. */
export interface DirectoryWitness {
  /** How far readers of the log had come, by file and reader. */
  readonly reached: readonly { readonly reader: string; readonly position: Position }[];
  /** Installation of installation.json, or why there is none. */
  readonly installation: Readonly<{ id: string }> | Readonly<{ fault: string }>;
}

const installationOf = (dataDirectory: string): DirectoryWitness['installation'] => {
  const file = path.join(dataDirectory, 'installation.json');
  try {
    return { id: parseInstallation(file, readFileSync(file, 'utf8')).id };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/** A file that cannot be read witnesses nothing; that it is damaged is told by who needs it (replay). */
const readable = async (of: string, read: () => Promise<ReadonlyMap<string, Position>>): Promise<DirectoryWitness['reached']> => {
  try {
    return [...(await read())].map(([reader, position]) => ({ reader: `${of} (${reader})`, position }));
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return [];
  }
};

const viewsReached = async (dataDirectory: string): Promise<ReadonlyMap<string, Position>> => {
  const views = SqliteReadModel.openSnapshot(dataDirectory, ledgerProjections);
  if (views === undefined) return new Map();
  try {
    return await views.checkpoints();
  } finally {
    await views.close();
  }
};

export const witnessOf = async (dataDirectory: string): Promise<DirectoryWitness> => ({
  reached: [
    ...(await readable('processes.db', async () => checkpointsInFile(path.join(dataDirectory, 'processes.db')))),
    ...(await readable('the read models', () => viewsReached(dataDirectory))),
  ],
  installation: installationOf(dataDirectory),
});

/** What does not fit together in a data directory whose log ends at `end`: another installation's log, a log that readers have seen more of. One sentence each. */
export const checkDirectory = (dataDirectory: string, { reached, installation }: DirectoryWitness, end: string): readonly string[] => {
  const header = headerOfEventsFile(eventsFile(dataDirectory)).installation;
  const further = reached.filter(({ position }) => position > end);
  return [
    ...('fault' in installation ? [installation.fault] : header === installation.id ? [] : [`events.db belongs to installation ${header}, installation.json to ${installation.id}`]),
    ...further.map(({ reader, position }) => `${reader} had come to ${position} and the log ends at ${end}: its end was cut off`),
  ];
};
