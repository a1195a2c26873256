import { CommandRunner, logStart, MemoryCheckpoints, MemoryEventStore, type Position, positionOf, ProcessRunner } from '#event-store';
import { LocalLeases } from '#read-model';
import { ledgerCatalogue } from './ledger-catalogue';
import { ledgerProcesses } from './ledger-processes';
import { initialRuleBook } from './rule-book-follower';
import { SharedReactions } from './shared-reactions';

/** A log whose end is told by the test, with processes that others run: they are where the test says. */
const settling = (head: () => number, reached: () => number) => {
  class Log extends MemoryEventStore {
    override async head(): Promise<Position> {
      return positionOf(head());
    }
  }
  class Elsewhere extends MemoryCheckpoints {
    override async all(): Promise<ReadonlyMap<string, Position>> {
      return new Map(processes.map(({ name }) => [name, positionOf(reached())]));
    }
  }
  const processes = ledgerProcesses(initialRuleBook(false));
  const [store, checkpoints] = [new Log(), new Elsewhere()];
  const runner = new ProcessRunner(
    store,
    ledgerCatalogue,
    new CommandRunner(store, ledgerCatalogue, () => '2026-03-02T10:00:00.000Z'),
    checkpoints,
  );
  return new SharedReactions({ store, checkpoints, leases: new LocalLeases(), runner, processes, elsewhere: true }).settle();
};

describe('processes that others run', () => {
  it('have settled when they have come to the end of the log, what they wrote on the way included', async () => {
    let [end, at] = [1, 0];
    const reached = (): number => {
      at = Math.min(end, at + 1);
      // Three effects follow, one from another.
      if (at === end && end < 4) end += 1;
      return at;
    };
    await settling(() => end, reached);
    expect([at, end]).toEqual([4, 4]);
  });

  it('settle though clients write all the time', async () => {
    let end = 0;
    await settling(
      () => (end += 1),
      () => end,
    );
    expect(positionOf(end) > logStart).toBe(true);
  });
});
