import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryEventStore, positionOf } from '#event-store';
import { riskProjection } from '#risk';
import { forgetFacts, openFacts, riskPlaceOf } from './risk-place';

describe('where the risk facts lie', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-risk-place-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is beside an embedded log, and a folder of one program where programs share the data directory', () => {
    expect(riskPlaceOf({ dataDirectory: folder })).toEqual({ directory: path.join(folder, 'risk-facts'), kept: true });
    const place = { dataDirectory: folder, servers: { eventStoreUrl: '', postgresUrl: '' } };
    const [one, other] = [riskPlaceOf(place), riskPlaceOf(place)];
    expect([one.kept, one.directory === other.directory, one.directory.startsWith(folder)]).toEqual([false, false, false]);
    for (const { directory } of [one, other]) forgetFacts(directory);
    expect(existsSync(one.directory)).toBe(false);
  });

  it('keeps the facts of the log that is there, and forgets those of one that was longer', async () => {
    const { directory } = riskPlaceOf({ dataDirectory: folder });
    const log = (events: bigint) => Object.assign(new MemoryEventStore(), { head: async () => positionOf(events) });
    const stand = async (events: bigint): Promise<readonly string[]> => {
      const facts = await openFacts(directory, log(events));
      const positions = (await facts.progress()).map(({ position }) => position);
      await facts.apply([{ projection: riskProjection, events: [], through: positionOf(7n) }]);
      await facts.close();
      return positions;
    };
    const [began] = await stand(9n);
    expect(await stand(9n)).toEqual([positionOf(7n)]);
    expect(await stand(7n)).toEqual([positionOf(7n)]);
    expect(await stand(6n)).toEqual([began]);
  });
});
