import { collectorDecider, collectorStream } from '#collectors';
import { commandIdOfMessage } from '#event-catalogue';
import { CommandRunner, MemoryEventStore, type EventStore } from '#event-store';
import { PostgresCheckpoints, PostgresLeases, PostgresReadModel, ProjectionRunner } from '#read-model';
import { ledgerCatalogue, ledgerProjections, Projector, systemClock } from '#runtime';
import { describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';

const now = '2026-03-02T10:00:00.000Z';

/** A projector with connections of its own, as a program has them. */
class Program {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(
    private readonly projector: Projector,
    private readonly parts: readonly { close(): Promise<void> }[],
  ) {
    this.#running = projector.run(this.#stop.signal);
  }

  static async start(store: EventStore, schema: string): Promise<Program> {
    const at = { url: postgresUrl, schema, installation: 'test' };
    const [views, checkpoints, leases] = [
      await PostgresReadModel.open({ ...at, projections: ledgerProjections }),
      await PostgresCheckpoints.open(at),
      new PostgresLeases(at),
    ];
    return new Program(new Projector({ store, catalogue: ledgerCatalogue, views, checkpoints, leases, clock: systemClock }), [
      leases,
      views,
      checkpoints,
    ]);
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

describeOnPostgres('projectors on PostgreSQL', () => {
  const schema = schemaOfEachTest();

  it('share the work when another comes, and take it over when it goes', async () => {
    const store = new MemoryEventStore();
    const runner = new CommandRunner(store, ledgerCatalogue, () => now);
    const register = async (collector: string): Promise<void> => {
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
    await register('V-1');
    const first = await Program.start(store, schema());
    await within(60_000, () => first.units > 0 && first.working === first.units);
    expect(first.working).toBe(first.units);

    const second = await Program.start(store, schema());
    await within(60_000, () => second.working > 0 && second.working === Math.floor(first.units / 2));
    expect([first.working, second.working]).toEqual([Math.ceil(first.units / 2), Math.floor(first.units / 2)]);
    await register('V-2');

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
    await register('V-3');
    await new ProjectionRunner(store, ledgerCatalogue, reader).waitFor(await store.head(), 60_000);
    await reader.close();
    await second.stop();
  }, 60_000);
});
