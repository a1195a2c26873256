import { SqliteEventStore, type AppendOutcome } from '#event-store';
import { streamOf } from './counter';
import { sealedEvents } from './sealed';

/** A child process of the fault tests: appends one event after another, waiting for each, and prints what it was told. */
const main = async (): Promise<void> => {
  const [file = '', howMany = '1'] = process.argv.slice(2);
  const fatal: string[] = [];
  const store = SqliteEventStore.open({ file, installation: 'test', onFatal: (fault) => fatal.push(fault.message) });
  const outcomes: AppendOutcome[] = [];
  for (let i = 0; i < Number(howMany); i += 1) {
    const stream = streamOf('counter', `child ${String(i)}`);
    outcomes.push(...(await store.append([{ stream, events: sealedEvents(stream, 0, 1), expected: 'no_stream' }])));
  }
  const told = outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.code : outcome.kind));
  process.stdout.write(`${JSON.stringify({ told, fatal })}\n`);
  // Not closed: a store that has met a fault is left by dying.
  process.exit(0);
};

void main();
