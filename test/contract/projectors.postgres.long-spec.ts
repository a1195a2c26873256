import { collectorDecider, collectorStream } from '#collectors';
import { commandIdOfMessage } from '#event-catalogue';
import { CommandRunner, MemoryEventStore, type EventStore } from '#event-store';
import { PostgresCheckpoints, PostgresLeases, PostgresReadModel, ProjectionRunner } from '#read-model';
import { ledgerCatalogue, ledgerProjections, Projector, systemClock } from '#runtime';
import { makeDatabase } from '../support/postgres/own-database';
import { asAdministrator, describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';

const now = '2026-03-02T10:00:00.000Z';

/** A projector with connections of its own, as a program has them. */
class Program {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(
    private readonly projector: Projector,
    private readonly parts: readonly { close(): Promise<void> }[],
    /** What it said of servers that are away. */
    readonly lost: readonly string[],
  ) {
    this.#running = projector.run(this.#stop.signal);
  }

  static async start(store: EventStore, schema: string, url = postgresUrl): Promise<Program> {
    const at = { url, schema, installation: 'test' };
    const [views, checkpoints, leases] = [
      await PostgresReadModel.open({ ...at, projections: ledgerProjections }),
      await PostgresCheckpoints.open(at),
      new PostgresLeases(at),
    ];
    const lost: string[] = [];
    const onLost = (fault: unknown): void => {
      lost.push(String(fault));
    };
    const projector = new Projector({ store, catalogue: ledgerCatalogue, views, checkpoints, leases, clock: systemClock, onLost });
    return new Program(projector, [leases, views, checkpoints], lost);
  }

  /** Units of work that it works on. */
  get working(): number {
    return [...this.projector.states().values()].filter((state) => state === 'working').length;
  }

  get units(): number {
    return this.projector.states().size;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    for (const part of this.parts) await part.close();
  }
}

const within = async (milliseconds: number, isSo: () => boolean): Promise<void> => {
  const began = performance.now();
  while (!isSo() && performance.now() - began < milliseconds) await new Promise((resolve) => setTimeout(resolve, 50));
};

const register = async (runner: CommandRunner, collector: string): Promise<void> => {
  const commandId = commandIdOfMessage({ book: '-', issuer: 'TEST', kind: 'collector', reference: collector, version: '1' });
  const command = {
    type: 'RegisterCollector',
    collector: { collector, name: collector, establishedIn: 'IE', roles: ['vendor'], registeredOn: '2026-01-01' },
  } as const;
  await runner.run({
    decider: collectorDecider,
    stream: collectorStream(collector),
    command,
    context: { commandId, actor: 'test', book: '-', effectiveAt: now },
  });
};

describeOnPostgres('projectors on PostgreSQL', () => {
  const schema = schemaOfEachTest();

  it('share the work when another comes, and take it over when it goes', async () => {
    const store = new MemoryEventStore();
    const runner = new CommandRunner(store, ledgerCatalogue, () => now);
    await register(runner, 'V-1');
    const first = await Program.start(store, schema());
    await within(60_000, () => first.units > 0 && first.working === first.units);
    expect(first.working).toBe(first.units);

    const second = await Program.start(store, schema());
    await within(60_000, () => second.working > 0 && second.working === Math.floor(first.units / 2));
    expect([first.working, second.working]).toEqual([Math.ceil(first.units / 2), Math.floor(first.units / 2)]);
    await register(runner, 'V-2');

    await first.stop();
    await within(60_000, () => second.working === second.units);
    expect(second.working).toBe(second.units);
    const reader = await PostgresReadModel.open({
      url: postgresUrl,
      schema: schema(),
      installation: 'test',
      projections: ledgerProjections,
      readOnly: true,
    });
    await register(runner, 'V-3');
    await new ProjectionRunner(store, ledgerCatalogue, reader).waitFor(await store.head(), 60_000);
    await reader.close();
    await second.stop();
  }, 60_000);

  it('say why they wait when PostgreSQL does not let them in, and go on when it does', async () => {
    const store = new MemoryEventStore();
    const runner = new CommandRunner(store, ledgerCatalogue, () => now);
    await register(runner, 'V-1');
    const database = await makeDatabase(postgresUrl);
    const role = new URL(database.url);
    role.username = role.pathname.slice(1);
    await database.run(`CREATE ROLE ${role.username} LOGIN PASSWORD '${role.password}'`);
    await database.run(`GRANT CREATE ON DATABASE ${role.username} TO ${role.username}`);
    const program = await Program.start(store, 'tidewaiter', role.href);
    await within(60_000, () => program.units > 0 && program.working === program.units);
    await database.run(`ALTER ROLE ${role.username} NOLOGIN`);
    await database.run('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role.username]);
    await within(60_000, () => program.lost.some((text) => text.includes('not permitted to log in')));
    expect(program.lost.filter((text) => text.includes('not permitted to log in'))).toHaveLength(1);
    // It asks again all the time and does not say so again.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect([program.working, program.lost.filter((text) => text.includes('not permitted to log in')).length]).toEqual([0, 1]);
    await database.run(`ALTER ROLE ${role.username} LOGIN`);
    await within(60_000, () => program.working === program.units);
    expect(program.working).toBe(program.units);
    await program.stop();
    await database.drop();
    await asAdministrator(`DROP ROLE ${role.username}`);
  }, 60_000);
});
