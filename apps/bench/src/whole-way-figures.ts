import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NdjsonFormat, type ImportFormat } from '#advance-data';
import { generatedMessages, messageKinds, readyForMessages } from '#demo';
import { declarationsFormat, importFiles, OpenedAccounts, openLedger, type Ledger } from '#runtime';
import type { Figure } from './figure';
import { timed } from './limits';

/** Twenty times the average flow of the European Union: 5.8 billion items in 2025 are 184 a second. */
const goal = 4000;
/** How often a server looks whether the case index has to move on, in milliseconds. */
const interval = 200;
/** Parcels whose messages come in one file of each kind. */
const parcelsPerFile = 2500;

type Kind = (typeof messageKinds)[number];
type Files = Readonly<Record<Kind, string>>;

/** Writes the messages of so many parcels, in files of each kind. */
const writeMessages = (directory: string, parcels: number, ledger: Ledger): readonly Files[] => {
  mkdirSync(directory);
  const messages = generatedMessages(parcels, ledger.rules.current());
  const parts: Files[] = [];
  for (let part = 0; part * parcelsPerFile < parcels; part += 1) {
    const some = Array.from(
      { length: Math.min(parcelsPerFile, parcels - part * parcelsPerFile) },
      () => messages.next().value as Readonly<Record<Kind, object>>,
    );
    const written = messageKinds.map((kind): [Kind, string] => {
      const path = join(directory, `${kind}-${String(part)}.ndjson`);
      const file = openSync(path, 'w');
      for (let i = 0; i < some.length; i += 500)
        writeSync(
          file,
          some
            .slice(i, i + 500)
            .map((parcel) => `${JSON.stringify(parcel[kind])}\n`)
            .join(''),
        );
      closeSync(file);
      return [kind, path];
    });
    parts.push(Object.fromEntries(written) as Files);
  }
  return parts;
};

/** As `tidewaiter import --format ndjson` reads a kind. */
const formatOf = async (ledger: Ledger, accounts: OpenedAccounts, kind: Kind): Promise<ImportFormat> =>
  kind === 'declarations' ? declarationsFormat(ledger.rules.current(), await accounts.current()) : new NdjsonFormat(kind);

/** Processor microseconds of the thread that decides and appends, where the system tells them (Linux). */
const ofMainThread = (): number => {
  const file = `/proc/self/task/${String(process.pid)}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1000 : 0;
};

/** What each stage took: seconds, and processor microseconds of all threads of the program and of the main one. */
class Stages {
  readonly #taken = new Map<string, { readonly seconds: number; readonly processor: number; readonly main: number }>();

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const [before, mainBefore] = [process.cpuUsage(), ofMainThread()];
    let result: T | undefined;
    const took = await timed(async () => {
      result = await work();
    });
    const { user, system } = process.cpuUsage(before);
    const { seconds, processor, main } = this.#taken.get(name) ?? { seconds: 0, processor: 0, main: 0 };
    this.#taken.set(name, { seconds: seconds + took, processor: processor + user + system, main: main + ofMainThread() - mainBefore });
    return result as T;
  }

  /** Details by stage for so many parcels. */
  details(parcels: number): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.#taken].flatMap(
        ([name, { seconds, processor, main }]) =>
          [
            [`${name}, s`, seconds],
            [`${name}, us/parcel`, processor / parcels],
            [`${name}, us/parcel of the main thread`, main / parcels],
          ] as const,
      ),
    );
  }
}

/** Takes the files in, to which the processes react as they are read, as the command line does. */
const takeIn = async (ledger: Ledger, accounts: OpenedAccounts, stages: Stages, files: Files): Promise<void> => {
  for (const kind of messageKinds) {
    const report = await stages.run(kind, async () =>
      importFiles(ledger, { format: await formatOf(ledger, accounts, kind), files: [files[kind]], actor: 'bench' }),
    );
    if (report.accepted !== report.read) throw new Error(`${files[kind]}: ${JSON.stringify(report.rejected)}`);
    await stages.run('processes at the end', () => ledger.settle());
  }
};

/**
 * The read models come to the head and the case index goes behind them, each in a thread of its own, as on a server that is started after
 * an import.
 */
const followUp = async (ledger: Ledger, stages: Stages, asOf: string): Promise<void> => {
  const { keepUp } = await ledger.openCaseIndex();
  let behind = true;
  const beside = async (): Promise<void> => {
    while (behind) {
      await keepUp(asOf);
      await sleep(interval);
    }
  };
  const reachHead = (): Promise<unknown> =>
    ledger.catchUp().finally(() => {
      behind = false;
    });
  await stages.run('read models, cases beside them', () => Promise.all([beside(), reachHead()]));
  await stages.run('cases that are left', () => keepUp(asOf));
};

const eventsIn = async ({ store }: Ledger): Promise<number> => {
  let events = 0;
  for await (const batch of store.readAll()) events += batch.events.length;
  return events;
};

/** Every parcel has one case, and none is broken. */
const check = async (ledger: Ledger, parcels: number): Promise<void> => {
  const { index } = await ledger.openCaseIndex();
  const [matched, inTransit, all] = await Promise.all([
    index.totalsOf({ status: 'matched' }),
    index.totalsOf({ status: 'inTransit' }),
    index.totalsOf({}),
  ]);
  if (all.cases !== parcels || matched.cases + inTransit.cases !== parcels)
    throw new Error(`${String(parcels)} parcels: ${JSON.stringify({ matched, inTransit, all })}`);
};

/**
 * Messages of so many parcels in the canonical form, in files: taken in by the import, reacted to by the processes (confirmed, assessed,
 * charged, released), posted and listed by the read models, and every case judged. The files are there before the clock starts; the read
 * models follow on a thread of their own, and so does the case index once the import has ended.
 */
export const wholeWayFigures = async (directory: string, parcels: number): Promise<readonly Figure[]> => {
  const ledger = await openLedger({
    dataDirectory: join(directory, 'whole-way'),
    installationSeed: 'bench',
    carryForwardRates: true,
    projectInThread: true,
  });
  try {
    const asOf = await readyForMessages(ledger, parcels);
    const parts = writeMessages(join(directory, 'messages'), parcels, ledger);
    await ledger.catchUp();
    const [stages, accounts] = [new Stages(), new OpenedAccounts(ledger.store, ledger.catalogue)];
    const [began, mainBegan] = [process.cpuUsage(), ofMainThread()];
    const took = await timed(async () => {
      for (const files of parts) await takeIn(ledger, accounts, stages, files);
      await followUp(ledger, stages, asOf);
    });
    const [{ user, system }, main] = [process.cpuUsage(began), ofMainThread() - mainBegan];
    await check(ledger, parcels);
    const details = {
      parcels,
      seconds: took,
      'processor us/parcel': (user + system) / parcels,
      'us/parcel of the main thread': main / parcels,
      'events/parcel': (await eventsIn(ledger)) / parcels,
      'peak MiB': process.resourceUsage().maxRSS / 1024,
      ...stages.details(parcels),
    };
    return [{ name: 'the whole way', unit: 'parcels/s', value: parcels / took, goal, better: 'more', details }];
  } finally {
    await ledger.close();
  }
};
