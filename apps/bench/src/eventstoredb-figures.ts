import { deriveId, seal, streamName, zeroHash, type SealedEvent } from '#event-catalogue';
import { EventStoreDbEventStore, type EventStore } from '#event-store';
import type { Figure } from './figure';
import { LineProcess } from './line-process';
import { median, timed } from './limits';

const rounds = 7;
const appends = 2000;
const inFlight = 64;

/** How many events the bare client wrote or read, and in how many seconds. */
interface Done {
  readonly events: number;
  readonly seconds: number;
}
interface Pair {
  readonly ours: number;
  readonly bare: number;
}

const data = {
  acceptedOn: '2026-07-01',
  lines: ['A00', 'B00', 'A30'].map((taxType) => ({
    amount: { amount: '123.17', currency: 'EUR' },
    base: { amount: '1234.50', currency: 'EUR' },
    code: '6109100010',
    rate: '0.12',
    taxType,
  })),
  note: 'an assessment of three lines, as long as those of the benchmark on paper are',
};
const metadata = {
  v: '1' as const,
  schemaVersion: '1',
  commandId: '00000000-0000-5000-8000-000000000000',
  index: '0',
  actor: 'bench',
  book: 'EU-FR',
  recordedAt: '2026-07-01T12:00:00.000Z',
  effectiveAt: '2026-07-01T12:00:00.000Z',
  prev: zeroHash,
};

const streamsOf = (who: string): readonly string[] =>
  Array.from({ length: appends }, (_, i) =>
    streamName('bench', deriveId({ category: 'bench', book: '-', issuer: 'BENCH', reference: `${who} ${String(i)}` })),
  );
const sealedFor = (stream: string): SealedEvent =>
  seal({ stream, revision: 0n }, { type: 'BenchAssessed', data: JSON.stringify({ ...data, stream }) }, metadata);

/**
 * Appends of one event each to streams that are new, 64 unfinished at any time. Sealing is the ledger's work on every store, and not
 * measured.
 */
const appendRate = async (store: EventStore, streams: readonly string[]): Promise<number> => {
  const waiting = streams.map((stream) => ({ stream, events: [sealedFor(stream)], expected: 'no_stream' as const }));
  const client = async (): Promise<void> => {
    for (let append = waiting.pop(); append !== undefined; append = waiting.pop()) {
      const [outcome] = await store.append([append]);
      if (outcome?.kind !== 'appended') throw new Error(outcome?.kind);
    }
  };
  return streams.length / (await timed(() => Promise.all(Array.from({ length: inFlight }, client))));
};

/** The bare client parses what it reads, so we parse it, too. */
const replayRate = async (store: EventStore): Promise<number> => {
  let read = 0;
  const took = await timed(async () => {
    for await (const { events } of store.readAll())
      for (const event of events) if (JSON.parse(event.data) !== null && JSON.parse(event.metadata) !== null) read += 1;
  });
  return read / took;
};

const figureOf = (name: string, goal: number, pairs: readonly Pair[], unit: string): Figure => ({
  name,
  unit: 'x the bare client',
  value: median(pairs.map(({ ours, bare }) => ours / bare)),
  goal,
  better: 'more',
  details: { [unit]: median(pairs.map(({ ours }) => ours)), [`bare ${unit}`]: median(pairs.map(({ bare }) => bare)) },
});

const measure = async (store: EventStore, bare: LineProcess, run: string): Promise<readonly Figure[]> => {
  const appended: Pair[] = [];
  const replayed: Pair[] = [];
  const bareAppends = async (round: string): Promise<number> => {
    const { events, seconds } = await bare.asked<Done>({
      do: 'append',
      streams: streamsOf(`bare ${run} ${round}`),
      inFlight,
      type: 'BenchAssessed',
      data,
      metadata,
    });
    return events / seconds;
  };
  const bareReplay = async (): Promise<number> => {
    const { events, seconds } = await bare.asked<Done>({ do: 'replay' });
    return events / seconds;
  };
  await bareAppends('warm');
  await appendRate(store, streamsOf(`ours ${run} warm`));
  for (let round = 0; round < rounds; round += 1) {
    // Ours lies between two of the bare client, whose speed drifts with the machine.
    const before = await bareAppends(`${String(round)} before`);
    const ours = await appendRate(store, streamsOf(`ours ${run} ${String(round)}`));
    appended.push({ ours, bare: (before + (await bareAppends(`${String(round)} after`))) / 2 });
  }
  for (let round = 0; round < rounds; round += 1) {
    const before = await bareReplay();
    const ours = await replayRate(store);
    replayed.push({ ours, bare: (before + (await bareReplay())) / 2 });
  }
  return [
    figureOf('EventStoreDB: 64 appends in flight', 0.8, appended, 'appends/s'),
    figureOf('EventStoreDB: replay of the log', 0.9, replayed, 'events/s'),
  ];
};

/** The adapter beside the client that it is made of, on one server: EVENTSTORE_URL, else the double in a process of its own. */
export const eventStoreDbFigures = async (): Promise<readonly Figure[]> => {
  const given = process.env['EVENTSTORE_URL'] ?? '';
  const double = given === '' ? new LineProcess('eventstoredb-double/main.ts') : undefined;
  const url = double === undefined ? given : await double.heard();
  const bare = new LineProcess('store/bare-client.ts', url);
  const store = await EventStoreDbEventStore.connect({
    url,
    installation: (await EventStoreDbEventStore.headerOf(url))?.installation ?? 'bench',
  });
  try {
    return await measure(store, bare, String(Date.now()));
  } finally {
    await store.close();
    await bare.end();
    await double?.end();
  }
};
