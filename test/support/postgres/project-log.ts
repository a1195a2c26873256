import { SqliteEventStore } from '#event-store';
import { PostgresReadModel, ProjectionRunner } from '#read-model';
import { listing, totalling } from '../../contract/read-model-of-each-test';
import { counterCatalogue } from '../store/counter';

/** A child process that applies a log in small stretches, or builds all rows anew, again and again, until it is killed. */
const main = async (): Promise<void> => {
  const [url = '', schema = '', file = '', work = 'apply'] = process.argv.slice(2);
  const store = SqliteEventStore.openReadOnly(file);
  const model = await PostgresReadModel.open({ url, schema, installation: 'test', projections: [totalling, listing] });
  const runner = new ProjectionRunner(store, counterCatalogue, model, { batch: 5 });
  process.stdout.write('begun\n');
  for (;;) await (work === 'rebuild' ? runner.rebuild() : runner.catchUp());
};

void main();
