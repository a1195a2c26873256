import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyLog } from '#integrity';
import { ProjectionRunner, SqliteReadModel } from '#read-model';
import { ledgerCatalogue, ledgerProjections } from '#runtime';
import { type LongTest, longTest, SkippedError } from '../support/long/long-test';
import { appCommand, documentOf, start } from '../support/long/program';
import { Client, type Company, Experience } from '../support/long/processes/client';
import { disturb } from '../support/long/processes/disturbances';
import { Eyes } from '../support/long/processes/eyes';
import { Fleet } from '../support/long/processes/fleet';
import { checkAcknowledged, readLog, Witness } from '../support/long/processes/stored';
import { beginTrade, trade } from '../support/long/processes/trade';
import { makeDatabase } from '../support/postgres/own-database';

/** What docs/operations.md promises: another goes on within five seconds. */
const takeoverMilliseconds = 5000;
/** After the last fault everything is answered and caught up within this time, on however slow a machine. */
const restMilliseconds = 60_000;
const figures = {
  small: { clients: 6, milliseconds: 30_000, rounds: 3 },
  full: { clients: 8, milliseconds: 270_000, rounds: 12 },
} as const;

/** Clients trade while programs are killed; gives when all have their answers and everything is at rest. */
const tradeUnderFire = async (fleet: Fleet, eyes: Eyes, company: Company, { small, random, note }: LongTest): Promise<void> => {
  const { clients: count, milliseconds, rounds } = figures[small ? 'small' : 'full'];
  const clients = Array.from({ length: count }, (_, i) => new Client(`client-${String(i + 1)}`, company));
  const [first] = clients;
  if (first === undefined) return;
  const accounts = await beginTrade(first);
  await eyes.atRest(restMilliseconds);
  let [parcels, over] = [0, false];
  const common = { random, accounts, next: () => (parcels += 1), pause: () => sleep(random.between(5, 60)), isOver: () => over };
  const trading = Promise.all(clients.map((client) => trade({ client, ...common })));
  const operator = new Client('operator', company);
  const closing = sleep(milliseconds / 2).then(() => operator.command('operator', '/v1/close-runs', { until: '2026-04-20' }));
  // Told when it is waited for.
  closing.catch(() => undefined);
  const disturbing = disturb({ fleet, random, milliseconds, rounds, movedOn: () => eyes.movedOn(restMilliseconds), note });
  try {
    const [{ kills, longestMove }] = await Promise.all([disturbing, Promise.race([trading, disturbing])]);
    note(`${String(kills)} kills, ${String(parcels)} parcels`);
    note(
      `longest takeover of a killed projector's work ${String(fleet.takeovers.longest)} ms, of ${String(fleet.takeovers.done.length)} units; longest until all had moved past a fault ${String(longestMove)} ms`,
    );
  } finally {
    over = true;
  }
  const began = performance.now();
  await trading;
  const closed = await closing;
  for (const client of [...clients, operator]) client.close();
  strictEqual(closed.status, 200, closed.text);
  note(
    `all clients had their answers ${String(Math.round(performance.now() - began))} ms after the faults, all was at rest ${String(await eyes.atRest(restMilliseconds))} ms later`,
  );
};

/** Read models are what a rebuild from event 0 gives, in another engine (I04). */
const checkRows = async ({ store, views }: Eyes): Promise<number> => {
  const scratch = SqliteReadModel.openScratch(':memory:', ledgerProjections);
  try {
    await new ProjectionRunner(store, ledgerCatalogue, scratch).catchUp();
    const rebuilt = await scratch.contents();
    deepStrictEqual(await views.contents(), rebuilt, 'I04: read models differ from a rebuild');
    return rebuilt.reduce((sum, { rows }) => sum + rows, 0);
  } finally {
    await scratch.close();
  }
};

/** The log as it stands: sound (I03, I05), the same as it was seen (I01), and with one effect for each command (I02). */
const checkLog = async ({ store }: Eyes, witness: Witness, { acknowledged }: Experience): Promise<string> => {
  const stored = await readLog(store);
  await witness.compare(stored);
  checkAcknowledged(stored, acknowledged);
  const { findings, events, content } = await verifyLog(store, ledgerCatalogue);
  deepStrictEqual(findings, [], 'I03, I05: the log does not prove itself');
  strictEqual(events, stored.size);
  return content;
};

/** As an operator would ask: `verify`, and `replay --verify`, which builds again what the rows are compared with. */
const checkByCommandLine = async ({ dataDirectory, servers }: Fleet): Promise<void> => {
  const tidewaiter = async <T>(...args: readonly string[]): Promise<T> =>
    documentOf<T>(await start(appCommand('cli', ...args, '--data', dataDirectory, '--json'), servers).ended);
  const verified = await tidewaiter<{ readonly findingCount: number }>('verify');
  const replayed = await tidewaiter<{ readonly differences: readonly unknown[]; readonly findings: readonly unknown[] }>(
    'replay',
    '--verify',
  );
  deepStrictEqual([verified.findingCount, replayed.differences, replayed.findings], [0, [], []]);
};

/** Processes that have forgotten how far they were react to everything again: nothing new follows. */
const reactAgain = async (fleet: Fleet, eyes: Eyes, content: string): Promise<void> => {
  await fleet.database.run('DELETE FROM tidewaiter._process');
  for (const member of fleet.projectors) member.start();
  await eyes.atRest(restMilliseconds);
  strictEqual((await verifyLog(eyes.store, ledgerCatalogue)).content, content, 'processes that begin again at event 0 add events');
};

const tellExperience = ({ counts, byCode, longestWait, acknowledged }: Experience, note: LongTest['note']): void => {
  note(
    `${String(acknowledged.length)} writes acknowledged in ${String(counts.requests)} requests: ${String(counts.broken)} connections broke, ${String(counts.unavailable)} answers were 503, ${String(counts.replayed)} were replayed, ${String(counts.refused)} refused; ${String(counts.reads)} reads of what was written`,
  );
  note(
    `${String(counts.sentTwice)} keys sent again to any server: the same answer; ${String(counts.otherBodies)} other bodies under used keys: 422; longest wait for an answer ${String(Math.round(longestWait))} ms`,
  );
  note(`answers that were no success: ${[...byCode].map(([code, times]) => `${code} ${String(times)}`).join(', ')}`);
};

/**
 * Two servers and two projectors on one log and one PostgreSQL, one of each killed every few seconds under load. I01 to I05, I12, I13;
 * docs/operations.md.
 */
const killProcesses = async (test: LongTest, fleet: Fleet): Promise<void> => {
  const { random, note } = test;
  for (const member of fleet.apis) await member.up();
  const eyes = await Eyes.open(fleet);
  const witness = new Witness(eyes.store);
  const experience = new Experience();
  try {
    await tradeUnderFire(fleet, eyes, { apis: fleet.apis, dataDirectory: fleet.dataDirectory, random, experience }, test);
    tellExperience(experience, note);
    deepStrictEqual(
      [...experience.violations, ...fleet.crashes],
      [],
      'I13: answers that no promise allows, programs that ended by themselves',
    );
    ok(
      fleet.takeovers.longest <= takeoverMilliseconds,
      `a takeover took ${String(fleet.takeovers.longest)} ms: ${JSON.stringify(fleet.takeovers.done.filter(({ milliseconds }) => milliseconds > takeoverMilliseconds))}`,
    );
    for (const fault of fleet.takeovers.faults) note(`stopped for a while: ${fault.slice(0, 300)}`);
    const content = await checkLog(eyes, witness, experience);
    note(`${String(witness.events)} events, each as it was first seen`);
    note(`${String(await checkRows(eyes))} rows equal to a rebuild`);
    deepStrictEqual(await fleet.stop(), ['0', '0', '0', '0'], 'a program did not stop in good order');
    await reactAgain(fleet, eyes, content);
    note('processes begun again at event 0 added nothing');
    await checkByCommandLine(fleet);
    await fleet.stop();
  } finally {
    await eyes.close();
  }
};

longTest(async (test) => {
  const server = process.env['POSTGRES_URL'] ?? '';
  if (server === '') throw new SkippedError('POSTGRES_URL names no PostgreSQL server');
  const database = await makeDatabase(server);
  try {
    const fleet = await Fleet.start(test.directory, database);
    try {
      await killProcesses(test, fleet).catch((error: unknown) => {
        // Before the programs are ended, which may hang.
        test.note(`fails: ${String(error).slice(0, 500)}`);
        throw error;
      });
    } finally {
      await fleet.end();
    }
  } finally {
    await database.drop();
  }
});
