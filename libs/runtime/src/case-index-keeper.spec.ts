import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CaseAnswers, CaseIndex, CaseIndexUnreadable, Reconciliation } from '#reconciliation';
import { CaseIndexKeeper } from './case-index-keeper';
import { openCaseIndexReader } from './case-index-place';
import { judgedBy } from './case-index-follower';
import { openLedger, type Ledger } from './ledger';

/** The end of a legal day, and of the one after. */
const [today, tomorrow] = ['2026-06-30T23:59:59.999Z', '2026-07-01T23:59:59.999Z'];

describe('a case index whose file is spoilt', () => {
  let directory: string;
  let ledger: Ledger;
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-spoilt-'));
    ledger = await openLedger({ dataDirectory: directory, installationSeed: 'spoilt' });
    await ledger.catchUp();
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const spoil = (number: number): void => {
    const file = path.join(directory, 'case-index', `views-${String(number)}.db`);
    writeFileSync(file, Buffer.alloc(statSync(file).size, 'no database '));
    for (const beside of ['-wal', '-shm']) rmSync(`${file}${beside}`, { force: true });
  };
  const opened = (): Promise<CaseIndexKeeper> => CaseIndexKeeper.open(ledger.place, ledger);

  it('is dropped and built anew by who opens it, who says so once', async () => {
    const before = await opened();
    expect(await before.keepUp(today, false)).toMatchObject({ built: true, at: { moment: today } });
    await before.close();
    spoil(2);
    const keeper = await opened();
    const kept = await keeper.keepUp(today, false);
    expect(kept).toMatchObject({ built: true, at: { moment: today } });
    expect(kept.dropped).toMatch(/^case-index\/views-2.db: ./);
    expect(Object.keys(await keeper.keepUp(tomorrow, false))).toEqual(['at', 'built']);
    await keeper.close();
  });

  it('is dropped and built anew while it is kept, when somebody who reads it has found it so; questions are answered on demand meanwhile', async () => {
    const keeper = await opened();
    const { at } = await keeper.keepUp(today, false);
    const reader = await openCaseIndexReader(ledger.place);
    spoil(2);
    const index = new CaseIndex(ledger.views, reader);
    await expect(index.snapshot()).rejects.toThrow(CaseIndexUnreadable);
    expect(reader.isSpoilt()).toBe(true);
    const onDemand = new Reconciliation(ledger.views);
    const question = { ...judgedBy(ledger.rules.current()), asOf: today, knownAt: at.position };
    expect(await new CaseAnswers(onDemand, () => index).list(question, {}, { limit: 5 })).toEqual(
      await onDemand.list(question, {}, { limit: 5 }),
    );
    expect((await keeper.keepUp(tomorrow, reader.isSpoilt())).dropped).toMatch(/^case-index\/views-2.db: ./);
    reader.renew();
    expect([await index.snapshot(), reader.isSpoilt()]).toEqual([{ ...at, moment: tomorrow }, false]);
    await reader.close();
    await keeper.close();
  });

  it('is not suspected without reason', async () => {
    const keeper = await opened();
    await keeper.keepUp(today, false);
    expect(Object.keys(await keeper.keepUp(tomorrow, true))).toEqual(['at', 'built']);
    await keeper.close();
  });
});
