import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteEventStore } from '#event-store';
import { PostgresReadModel, ProjectionRunner, SqliteReadModel } from '#read-model';
import { describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';
import { childProgram, repositoryRoot } from '../support/store/child';
import { counterCatalogue } from '../support/store/counter';
import { fill, listing, totalling } from './read-model-of-each-test';

jest.setTimeout(90_000);
const projections = [totalling, listing];

/** C-04 of docs/promises.md on a server, and the same for a rebuild. */
describeOnPostgres('a projector on PostgreSQL that is killed anywhere', () => {
  const schema = schemaOfEachTest();

  it.each(['apply', 'rebuild'] as const)(
    'while it is to %s: its successor finds rows and checkpoint that fit, and the rows of the log in the end',
    async (work) => {
      const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-kills-'));
      const file = join(directory, 'events.db');
      const store = SqliteEventStore.open({ file, installation: 'test' });
      const model = await PostgresReadModel.open({ url: postgresUrl, schema: schema(), installation: 'test', projections });
      await fill(store, 0, 300);
      for (const milliseconds of [5, 80]) {
        const [program, ...args] = childProgram('postgres/project-log.ts', postgresUrl, schema(), file, work);
        const child = spawn(program, args, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'inherit'] });
        await once(child.stdout, 'data');
        await sleep(milliseconds);
        child.kill('SIGKILL');
        await once(child, 'exit');
        await fill(store, 300 + milliseconds, 310 + milliseconds);
      }
      const runner = new ProjectionRunner(store, counterCatalogue, model);
      await runner.catchUp();
      const scratch = SqliteReadModel.openScratch(':memory:', projections);
      await new ProjectionRunner(store, counterCatalogue, scratch).catchUp();
      expect(await model.contents()).toEqual(await scratch.contents());
      await runner.rebuild();
      expect(await model.contents()).toEqual(await scratch.contents());
      await Promise.all([model.close(), scratch.close(), store.close()]);
      rmSync(directory, { recursive: true });
    },
  );
});
