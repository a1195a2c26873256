import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { accountPeriodDecider, type AccountPeriodEvent, type AccountPeriodState } from '#accounts';
import { CommandRunner, SqliteEventStore } from '#event-store';
import type { Figure } from './figure';
import { hotCatalogue, hotCharge, hotDispatch, openCommands } from './hot-account';
import { clock } from './workload';

/** Charges that one account takes one after another, durable, each checked against the guarantee; and what their fold keeps in memory. */
const postCharges = async (
  file: string,
  charges: number,
): Promise<{ readonly rate: number; readonly slowest: number; readonly bytes: number }> => {
  const store = SqliteEventStore.open({ file, installation: 'bench' });
  let last: AccountPeriodState = accountPeriodDecider.initial;
  const watched = {
    ...accountPeriodDecider,
    evolve: (state: AccountPeriodState, event: AccountPeriodEvent) => (last = accountPeriodDecider.evolve(state, event)),
  };
  const runner = new CommandRunner(store, hotCatalogue, clock);
  for (const command of openCommands) await runner.run(hotDispatch(command, command.type, undefined, watched));
  const dispatches = function* () {
    for (let number = 0; number < charges; number += 1) yield hotDispatch(hotCharge(number), String(number), undefined, watched);
  };
  const [begun, stretch] = [performance.now(), Math.ceil(charges / 20)];
  let [done, mark, slowest] = [0, begun, Number.POSITIVE_INFINITY];
  for await (const outcome of runner.runEach(dispatches(), { inFlight: 400 })) {
    if (outcome.kind !== 'accepted' || outcome.events[0]?.type !== 'ChargePosted')
      throw new Error(`charge ${String(done)} was not posted: ${outcome.kind}`);
    done += 1;
    if (done % stretch !== 0) continue;
    slowest = Math.min(slowest, (stretch * 1000) / (performance.now() - mark));
    mark = performance.now();
  }
  const rate = (charges * 1000) / (performance.now() - begun);
  await store.close();
  return { rate, slowest, bytes: last.status === 'open' ? last.charges.bytes / charges : 0 };
};

/** A hot account of so many charges: posting, closing from a cold start in a process of its own, opening the next period. */
export const accountFigures = async (directory: string, charges: number): Promise<readonly Figure[]> => {
  const file = join(directory, 'accounts.db');
  const posting = await postCharges(file, charges);
  const child = spawnSync(process.execPath, [...process.execArgv, join(__dirname, 'close-hot-account.js'), file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { close, open, peak } = JSON.parse(child.stdout) as { close: number; open: number; peak: number };
  const details = { charges };
  return [
    {
      name: 'charges on one hot account',
      unit: 'charges/s',
      value: posting.rate,
      goal: 5000,
      better: 'more',
      details: { ...details, 'slowest twentieth': posting.slowest },
    },
    { name: 'memory of a charge while its period is open', unit: 'bytes', value: posting.bytes, goal: 64, better: 'less', details },
    { name: 'close of the period, cold', unit: 's', value: close, goal: 15, better: 'less', details },
    { name: 'peak memory of that close', unit: 'MiB', value: peak, goal: 1024, better: 'less', details },
    { name: 'opening the next period', unit: 'ms', value: open, goal: 100, better: 'less', details },
  ];
};
