import { commandIdOfMessage } from '#event-catalogue';
import { accountDecider, accountStream } from '#accounts';
import { CommandRunner, MemoryEventStore, type Position } from '#event-store';
import { ledgerCatalogue } from '../ledger-catalogue';
import { PastLog, type LogMoment } from './past-log';

const store = new MemoryEventStore();
const runner = new CommandRunner(store, ledgerCatalogue, () => '2026-05-01T00:00:00.000Z');
const stream = accountStream('GB', 'R-1', 'cash');

const told = async (command: Parameters<typeof accountDecider.decide>[0], day: string): Promise<Position> => {
  const context = {
    commandId: commandIdOfMessage({ book: 'GB', issuer: 'spec', kind: command.type, reference: day, version: '1' }),
    actor: 'spec',
    book: 'GB',
    effectiveAt: `${day}T00:00:00.000Z`,
  };
  expect((await runner.run({ decider: accountDecider, stream, command, context })).kind).toBe('accepted');
  return store.head();
};
const typesAt = async (moment: LogMoment): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const { events } of new PastLog(store, moment).readAll({ categories: ['account'] }))
    types.push(...events.map(({ type }) => type));
  return types;
};

describe('a log as it was', () => {
  let opened: Position;
  let suspended: Position;
  let reinstated: Position;
  beforeAll(async () => {
    // Opened for the tenth, suspended for the fifth: what is effective earlier may be told later.
    opened = await told(
      { type: 'OpenAccount', authority: 'GB', holder: 'R-1', kind: 'cash', currency: 'GBP', cycle: 'UK-DUTY', openedOn: '2026-03-10' },
      '2026-03-10',
    );
    suspended = await told({ type: 'SuspendAccount', reason: 'unpaid', suspendedOn: '2026-03-12' }, '2026-03-05');
    reinstated = await told({ type: 'ReinstateAccount', reinstatedOn: '2026-03-20' }, '2026-03-20');
  });

  it('ends where it was known', async () => {
    expect(await typesAt({ knownAt: opened })).toEqual(['AccountOpened']);
    expect(await typesAt({ knownAt: suspended })).toEqual(['AccountOpened', 'AccountSuspended']);
    expect(await new PastLog(store, { knownAt: suspended }).head()).toBe(suspended);
  });

  it('knows what was effective, and the beginning of whatever it knows', async () => {
    expect(await typesAt({ knownAt: reinstated, asOf: '2026-03-15T00:00:00.000Z' })).toEqual(['AccountOpened', 'AccountSuspended']);
    expect(await typesAt({ knownAt: reinstated, asOf: '2026-03-06T00:00:00.000Z' })).toEqual(['AccountOpened', 'AccountSuspended']);
    expect(await typesAt({ knownAt: opened, asOf: '2026-03-06T00:00:00.000Z' })).toEqual([]);
    expect(await typesAt({ knownAt: reinstated, asOf: '2026-03-01T00:00:00.000Z' })).toEqual([]);
  });

  it('gives one stream the same way, from either end', async () => {
    const past = new PastLog(store, { knownAt: reinstated, asOf: '2026-03-15T00:00:00.000Z' });
    const revisions = async (options: Parameters<PastLog['read']>[1]): Promise<readonly bigint[]> => {
      const found: bigint[] = [];
      for await (const { revision } of past.read(stream, options)) found.push(revision);
      return found;
    };
    expect([await revisions({}), await revisions({ from: 1n }), await revisions({ direction: 'backwards', max: 1 })]).toEqual([
      [0n, 1n],
      [1n],
      [1n],
    ]);
  });

  it('is not written', async () => {
    expect(await new PastLog(store, { knownAt: opened }).append([{ stream, events: [], expected: 0n }])).toMatchObject([
      { kind: 'refused', code: 'STORE_READ_ONLY' },
    ]);
  });
});
