import { readdirSync } from 'node:fs';
import { MemoryEventStore } from '#event-store';
import { ProjectionRunner } from '#read-model';
import { counterCatalogue } from '../support/store/counter';
import { describeReadModel } from './read-model.contract';
import { fill, listing, totalling } from './read-model-of-each-test';
import { onSqliteFiles } from './read-models';

describeReadModel('on SQLite', onSqliteFiles);

describe('read model: files of SQLite', () => {
  it('a rebuild moves to the next file and removes the one before', async () => {
    const under = onSqliteFiles();
    const [store, model] = [new MemoryEventStore(), await under.open([totalling, listing])];
    await fill(store, 0, 12);
    await new ProjectionRunner(store, counterCatalogue, model).rebuild();
    await model.close();
    expect(readdirSync(under.directory).filter((file) => file.endsWith('.db'))).toEqual(['views-2.db']);
    await under.dispose();
  });
});
