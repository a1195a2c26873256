import { CommandRunner, MemoryEventStore, type Append, type AppendOutcome, type EventStore } from '#event-store';
import { CopyError, copyLog } from '#runtime';
import { count, counterCatalogue, streamOf } from '../support/store/counter';
import { logOf, sealedEvents } from '../support/store/sealed';

const noPause = { pause: async (): Promise<void> => undefined };

const filled = async (events: number): Promise<MemoryEventStore> => {
  const store = new MemoryEventStore();
  const runner = new CommandRunner(store, counterCatalogue, () => '2026-02-03T04:05:06.789Z');
  for (let i = 0; i < events; i += 1) await runner.run(count(`s${String(i % 7)}`, `k${String(i)}`, { by: 1, times: 1 + (i % 3) }));
  return store;
};

/** A store whose appends somebody else has a say in. */
class Meddled extends MemoryEventStore {
  constructor(private readonly meddle: (write: () => Promise<readonly AppendOutcome[]>, appends: readonly Append[]) => Promise<readonly AppendOutcome[]>) {
    super();
  }
  override append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    return this.meddle(() => super.append(appends), appends);
  }
}

const bytesOf = async (store: EventStore): Promise<readonly unknown[]> => (await logOf(store)).events.map(({ position: _position, ...event }) => event);

it('copies every event byte for byte, in the same order, and proves it', async () => {
  const [from, to] = [await filled(40), new MemoryEventStore()];
  const report = await copyLog(from, to, counterCatalogue, noPause);
  expect(report).toMatchObject({ equal: true, sameOrder: true, events: 79, copied: 79 });
  expect(await bytesOf(to)).toEqual(await bytesOf(from));
});

it('goes on where it was interrupted, and takes what came meanwhile', async () => {
  const from = await filled(30);
  let calls = 0;
  const to = new Meddled(async (write) => {
    calls += 1;
    if (calls === 1) return (await write()).map(() => ({ kind: 'unknown', reason: 'cut off' }));
    throw new Error('killed');
  });
  await expect(copyLog(from, to, counterCatalogue, noPause)).rejects.toThrow('killed');
  await new CommandRunner(from, counterCatalogue, () => '2026-02-03T04:05:06.789Z').run(count('late', 'late'));
  const again = new Meddled((write) => write());
  const stream = streamOf('counter', 's0');
  const arrived = (await logOf(to)).events.filter((event) => event.stream === stream);
  await again.append([{ stream, events: arrived.map((event) => ({ ...event, hash: '' })), expected: 'no_stream' }]);
  const events = (await logOf(from)).events.length;
  const report = await copyLog(from, again, counterCatalogue, noPause);
  expect(report).toMatchObject({ equal: true, events, copied: events - arrived.length });
  expect(await copyLog(from, again, counterCatalogue, noPause)).toMatchObject({ equal: true, copied: 0 });
});

it('sends the same bytes again where the target did not say, and doubles nothing', async () => {
  const from = await filled(50);
  let calls = 0;
  const to = new Meddled(async (write, appends) => {
    calls += 1;
    if (calls % 3 === 1) return appends.map(() => ({ kind: 'unknown', reason: 'not sent' }));
    if (calls % 3 === 2) return (await write()).map(() => ({ kind: 'unknown', reason: 'answer lost' }));
    return write();
  });
  expect(await copyLog(from, to, counterCatalogue, noPause)).toMatchObject({ equal: true, sameOrder: true });
});

it('tells a target that never answers, that refuses, and that holds another log', async () => {
  const from = await filled(5);
  const silent = new Meddled(async (_, appends) => appends.map(() => ({ kind: 'unknown', reason: 'silence' })));
  await expect(copyLog(from, silent, counterCatalogue, { ...noPause, attempts: 3 })).rejects.toMatchObject({ name: CopyError.name, code: 'COPY_UNKNOWN' });
  const full = new Meddled(async (_, appends) => appends.map(() => ({ kind: 'refused', code: 'STORE_FULL', reason: 'no space' })));
  await expect(copyLog(from, full, counterCatalogue, noPause)).rejects.toMatchObject({ code: 'COPY_REFUSED' });
  const other = new MemoryEventStore();
  const stream = streamOf('counter', 's0');
  await other.append([{ stream, events: sealedEvents(stream, 0, 1, 'another log'), expected: 'no_stream' }]);
  await expect(copyLog(await filled(1), other, counterCatalogue, noPause)).resolves.toMatchObject({ equal: false });
  await expect(copyLog(await filled(40), other, counterCatalogue, noPause)).resolves.toMatchObject({ equal: false });
});
