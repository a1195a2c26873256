import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { digestLog } from '#integrity';
import { openLedger, type Ledger } from '#runtime';
import { runDemo } from '../support/long/demo';
import { longTest } from '../support/long/long-test';

const withLedger = async <T>(dataDirectory: string, work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await openLedger({ dataDirectory });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};

/** Removes files that can be made again; tells how many there were. */
const remove = (directory: string, named: RegExp): number => {
  const found = readdirSync(directory).filter((name) => named.test(name));
  for (const name of found) rmSync(path.join(directory, name));
  return found.length;
};

/** Losing a checkpoint costs time, never money; read models are what the log gives, whenever they are built. */
longTest(async ({ small, seed, directory, note }) => {
  const data = path.join(directory, 'data');
  const { report } = await runDemo(data, { parcels: small ? 300 : 2000, noise: '0.05', seed, model: 'all' });
  const stateOf = (ledger: Ledger) => digestLog(ledger.store, ledger.catalogue);
  const before = await withLedger(data, async (ledger) => ({ log: await stateOf(ledger), tables: await ledger.views.contents() }));
  deepStrictEqual(before.log, report.log);

  strictEqual(remove(data, /^processes\.db/) > 0, true);
  const reacted = await withLedger(data, async (ledger) => {
    await ledger.settle();
    return stateOf(ledger);
  });
  deepStrictEqual(reacted, before.log);
  note(`processes: ${String(report.log.events)} events reacted to again from event 0, none new`);

  strictEqual(remove(data, /^views/) > 0, true);
  const rebuilt = await withLedger(data, async (ledger) => {
    await ledger.catchUp();
    return ledger.views.contents();
  });
  deepStrictEqual(rebuilt, before.tables);
  strictEqual(existsSync(path.join(data, 'views-1.db')), true);
  note(
    `read models: ${String(rebuilt.length)} tables with ${String(rebuilt.reduce((sum, { rows }) => sum + rows, 0))} rows built again, equal`,
  );
});
