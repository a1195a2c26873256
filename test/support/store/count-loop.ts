import { CommandRunner, SqliteEventStore } from '#event-store';
import { count, counterCatalogue } from './counter';

/** A child process that counts on one stream which others write to as well, and prints how many commands were accepted. */
const main = async (): Promise<void> => {
  const [file = '', name = '', howMany = '1'] = process.argv.slice(2);
  const store = SqliteEventStore.open({ file, installation: 'test' });
  const runner = new CommandRunner(store, counterCatalogue, () => '2026-01-02T03:04:05.678Z');
  const outcomes = [];
  for (let i = 0; i < Number(howMany); i += 1)
    outcomes.push(
      await runner.run(count('contended', `${name}/${String(i)}`)),
      await runner.run(count('contended', `common/${String(i)}`)),
    );
  await store.close();
  process.stdout.write(String(outcomes.filter((outcome) => outcome.kind === 'accepted').length));
};

void main();
