import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Checkpoint, digestLog } from '#integrity';
import { openLedger, type Ledger } from '#runtime';
import { type DemoDocument, sameStory } from '../support/long/demo';
import { longTest, type LongTest } from '../support/long/long-test';
import { appCommand, documentOf, type Ended, repositoryRoot, start, tidewaiter } from '../support/long/program';
import { type OwnServers, postgresOfTests, withServers } from '../support/long/servers';

type Environment = Readonly<Record<string, string>>;

/** The demonstration in one place; its data directory and what it told there. */
interface Told {
  readonly data: string;
  readonly env: Environment;
  readonly report: DemoDocument;
  readonly milliseconds: number;
}

const demo = async (data: string, args: readonly string[], env: Environment = {}): Promise<Told> => {
  const ended = await tidewaiter(data, ['demo', ...args], env);
  return { data, env, report: documentOf<DemoDocument>(ended), milliseconds: ended.milliseconds };
};

/** The log proves itself, and the rows of the server are what it gives. */
const check = async ({ data, env }: Pick<Told, 'data' | 'env'>): Promise<void> => {
  const verified = documentOf<{ readonly whole: boolean; readonly file: readonly string[] }>(await tidewaiter(data, ['verify'], env));
  deepStrictEqual([verified.whole, verified.file], [true, []]);
  const replayed = documentOf<{ readonly equal: boolean; readonly differences: readonly unknown[] }>(
    await tidewaiter(data, ['replay', '--verify'], env),
  );
  deepStrictEqual([replayed.equal, replayed.differences], [true, []]);
};

/** The same command once more: the same report, and no stream has grown. */
const nothingNew = async ({ data, env, report }: Told, args: readonly string[]): Promise<void> => {
  const again = (await demo(data, args, env)).report;
  sameStory(again, report);
  deepStrictEqual(again.log, report.log);
};

const withLedger = async <T>({ data, env }: Told, work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await openLedger({
    dataDirectory: data,
    servers: { eventStoreUrl: env['EVENTSTORE_URL'] ?? '', postgresUrl: env['POSTGRES_URL'] ?? '' },
  });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};

const stateOf = (ledger: Ledger): Promise<Checkpoint> => digestLog(ledger.store, ledger.catalogue);

/** Losing what PostgreSQL holds costs time: processes react again without a new event, rows are built again as they were. */
const fromTheBeginning = async (told: Told, servers: OwnServers): Promise<void> => {
  const before = await withLedger(told, async (ledger) => ({ log: await stateOf(ledger), tables: await ledger.views.contents() }));
  await servers.database.run('DELETE FROM tidewaiter._process');
  const reacted = await withLedger(told, async (ledger) => {
    await ledger.settle();
    return stateOf(ledger);
  });
  deepStrictEqual(reacted, before.log);
  await servers.database.run('DROP SCHEMA tidewaiter CASCADE');
  const rebuilt = await withLedger(told, async (ledger) => {
    await ledger.catchUp();
    return ledger.views.contents();
  });
  deepStrictEqual(rebuilt, before.tables);
};

/**
 * Kills a command (SIGKILL) so many times, in turn when the servers have so many more events and at a random time; a life that ends before
 * is none.
 */
const killed = async (
  command: readonly string[],
  env: Environment,
  { random }: LongTest,
  plan: { readonly kills: number; readonly milliseconds: number; readonly events: number },
  events: () => Promise<number>,
): Promise<string> => {
  const moments: string[] = [];
  for (let lives = 0; moments.length < plan.kills; lives += 1) {
    if (lives > 5 * plan.kills) throw new Error(`the moments come too late: ${moments.join(' ')}`);
    const [child, before] = [start(command, env), await events()];
    const [wanted, milliseconds] = [
      random.between(1, Math.ceil((1.5 * plan.events) / plan.kills)),
      random.between(100, Math.ceil(0.7 * plan.milliseconds)),
    ];
    const byGrowth = lives % 2 === 0 && before + wanted < plan.events;
    if (byGrowth) while (!child.isOver() && (await events()) - before < wanted) await sleep(3);
    else await Promise.race([child.ended, sleep(milliseconds)]);
    child.kill();
    const { signal, code, stderr } = await child.ended;
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`ended by itself with ${String(code)}: ${stderr.slice(-2000)}`);
    if (signal === 'SIGKILL') moments.push(`${byGrowth ? `+${String(wanted)}e` : `${String(milliseconds)}ms`}→${String(await events())}`);
  }
  return moments.join(' ');
};

interface Copied {
  readonly equal: boolean;
  readonly sameOrder: boolean;
  readonly copied: number;
  readonly events: number;
  readonly head: string;
  readonly findings: readonly unknown[];
}

const copyArgs = (from: string, to: string): readonly string[] => ['copy', '--from', from, '--to', to];
const copy = async (data: string, from: string, to: string): Promise<Copied> =>
  documentOf<Copied>(await tidewaiter(data, copyArgs(from, to)));

/** The copy is proved, and a second one finds nothing to do. */
const copied = async (data: string, from: string, to: string, { log }: DemoDocument): Promise<void> => {
  const first = await copy(data, from, to);
  deepStrictEqual([first.equal, first.sameOrder, first.events, first.head, first.findings], [true, true, log.events, log.head, []]);
  const second = await copy(data, from, to);
  deepStrictEqual([second.equal, second.copied, second.head], [true, 0, log.head]);
};

/** What a command that could not run said. */
const refusal = ({ code, stdout, stderr }: Ended): { readonly code: string; readonly message: string; readonly field?: string } => {
  deepStrictEqual([code, stderr.trim().split('\n').length], [2, 1], stderr);
  return (JSON.parse(stdout) as { readonly error: { readonly code: string; readonly message: string; readonly field?: string } }).error;
};

/**
 * To a data directory and on to other servers, where the copy is killed again and again; the demonstration goes on there without a new
 * event.
 */
const moving = async (test: LongTest, { data, env, report }: Told, args: readonly string[]): Promise<void> => {
  const directory = path.join(test.directory, 'moved');
  await copied(data, env['EVENTSTORE_URL'] ?? '', `sqlite:${directory}`, report);
  const verified = documentOf<{ readonly whole: boolean; readonly head: string }>(await tidewaiter(directory, ['verify']));
  deepStrictEqual([verified.whole, verified.head], [true, report.log.head]);
  await withServers(async (servers) => {
    const to = servers.double.url;
    const command = appCommand('cli', ...copyArgs(`sqlite:${directory}`, to), '--data', directory, '--json');
    const moments = await killed(command, {}, test, { kills: test.small ? 2 : 8, milliseconds: 3000, events: report.log.events }, () =>
      servers.events(),
    );
    test.note(`copy killed at ${moments}`);
    await copied(directory, `sqlite:${directory}`, to, report);
    const there = await demo(directory, args, servers.env);
    sameStory(there.report, report);
    strictEqual(there.report.log.head, report.log.head);
    await check(there);
  });
};

/** Another installation's log, and another log of the same installation, stay as they are. */
const refusedCopies = async ({ directory }: LongTest, { data }: Told, seed: number): Promise<void> => {
  const others = [
    { name: 'another installation', seed: seed + 1, code: 'COPY_REFUSED' },
    // A demonstration's installation follows from its seed.
    { name: 'another log', seed, code: 'COPY_DIVERGED' },
  ];
  for (const { name, seed: otherSeed, code } of others)
    await withServers(async (servers) => {
      const there = await demo(
        path.join(directory, name.replaceAll(' ', '-')),
        ['--parcels', '12', '--noise', '0', '--seed', String(otherSeed)],
        servers.env,
      );
      const before = await servers.events();
      const said = refusal(await tidewaiter(data, copyArgs(`sqlite:${data}`, servers.double.url)));
      deepStrictEqual([said.code, said.field, await servers.events()], [code, '--to', before], said.message);
      await check(there);
    });
};

const orderFiles = (): readonly string[] => {
  const folder = path.join(process.env['REAL_DATA'] ?? path.resolve(repositoryRoot, '../shared/data'), 'orders');
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => path.join(folder, name))
    : [];
};

/** One story on the embedded store, on servers, and on servers where it is killed. */
const story = async (
  test: LongTest,
  name: string,
  args: readonly string[],
  kills: number,
): Promise<{
  readonly embedded: Told;
  readonly onServers: (work: (told: Told, servers: OwnServers) => Promise<void>) => Promise<void>;
}> => {
  const embedded = await demo(path.join(test.directory, `${name}-embedded`), args);
  const { events } = embedded.report.log;
  const onServers = (work: (told: Told, servers: OwnServers) => Promise<void>): Promise<void> =>
    withServers(async (servers) => {
      const told = await demo(path.join(test.directory, `${name}-servers`), args, servers.env);
      sameStory(told.report, embedded.report);
      test.note(
        `${name}: ${String(events)} events, embedded in ${String(embedded.milliseconds)} ms, on servers in ${String(told.milliseconds)} ms: the same report`,
      );
      await nothingNew(told, args);
      await check(told);
      await work(told, servers);
    });
  await onServersKilled(test, name, args, { kills, embedded });
  return { embedded, onServers };
};

/**
 * On servers, commands to different streams travel at the same time. After a kill some are there before others that an undisturbed run
 * sends first, so that charges of one account may stand in another order: the report is the same, the digest of the content need not be.
 */
const sameReport = ({ report }: Told, expected: Told): boolean => {
  const { content } = expected.report.log;
  sameStory({ ...report, log: { ...report.log, content } }, expected.report);
  return report.log.content === content;
};

const onServersKilled = (
  test: LongTest,
  name: string,
  args: readonly string[],
  { kills, embedded }: { readonly kills: number; readonly embedded: Told },
): Promise<void> =>
  withServers(async (servers) => {
    const data = path.join(test.directory, `${name}-killed`);
    const plan = { kills, milliseconds: 2 * embedded.milliseconds, events: embedded.report.log.events };
    const moments = await killed(appCommand('cli', 'demo', ...args, '--data', data, '--json'), servers.env, test, plan, () =>
      servers.events(),
    );
    const told = await demo(data, args, servers.env);
    test.note(
      `${name}: killed at ${moments}: the same report, the content ${sameReport(told, embedded) ? 'in the same order' : 'in another order'}`,
    );
    await check(told);
    await nothingNew(told, args);
  });

/** The ledger is the same on an EventStoreDB with a PostgreSQL as in a data directory, and moves between them. */
longTest(async (test) => {
  const { small, seed, note } = test;
  postgresOfTests();
  const args = ['--parcels', small ? '300' : '3000', '--noise', '0.05', '--seed', String(seed), '--model', 'all'];
  const { embedded, onServers } = await story(test, 'generated', args, small ? 2 : 8);
  await onServers(async (told, servers) => {
    await fromTheBeginning(told, servers);
    note('processes react again from event 0: no new event; read models are built again as they were');
    await moving(test, told, args);
  });
  await refusedCopies(test, embedded, seed);
  note('copies onto another installation and another log: refused, nothing written');
  const files = orderFiles();
  if (small || files.length === 0) {
    note(small ? 'order files: in the full run' : 'order files: LEFT OUT, there are none beside the repository');
    return;
  }
  await (
    await story(test, 'orders', ['--orders', files[0] ?? '', '--rebase', '2025-10-01', '--seed', String(seed)], 2)
  ).onServers(() => Promise.resolve());
});
