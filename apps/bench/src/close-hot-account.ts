import { AccountDirectory } from '#accounts';
import { CommandRunner, SqliteEventStore } from '#event-store';
import { closeCommand, hotCatalogue, hotDispatch, hotTerms, nextTerms } from './hot-account';
import { timed } from './limits';
import { clock } from './workload';

/** A process of its own: closes the period that lies in the file given, from a cold start, opens the next one and prints what that took. */
const main = async (): Promise<void> => {
  const directory = new AccountDirectory();
  directory.apply({ type: 'AccountOpened', data: { ...hotTerms, openedOn: hotTerms.start } });
  const begun = performance.now();
  const store = SqliteEventStore.open({ file: process.argv[2] ?? '', installation: 'bench' });
  const runner = new CommandRunner(store, hotCatalogue, clock);
  const closed = await runner.run(hotDispatch(closeCommand, 'close'));
  const close = (performance.now() - begun) / 1000;
  if (closed.kind !== 'accepted') throw new Error(`not closed: ${closed.kind}`);
  for (const event of closed.events) directory.apply(event);
  const carried = directory.get(hotTerms.account)?.left ?? { openItems: [], unapplied: [] };
  const open = await timed(() => runner.run(hotDispatch({ type: 'OpenPeriod', terms: nextTerms, carried }, 'open', nextTerms)));
  await store.close();
  process.stdout.write(JSON.stringify({ close, open: open * 1000, peak: process.resourceUsage().maxRSS / 1024 }));
};

void main();
