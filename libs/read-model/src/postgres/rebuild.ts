import { setTimeout as sleep } from 'node:timers/promises';
import { ReadModelConnectionError } from '../connection-error';
import type { Projection } from '../projection';
import { isLockTimeout } from './connection-faults';
import { lockNumber } from './lock-number';
import { Server, type Session } from './server';
import type { ServerAddress } from './server-address';

/** A read model under construction: `fill` brings it to the end of the log, `finish` makes what questions need. */
export interface Beside {
  readonly fill: () => Promise<void>;
  readonly finish: () => Promise<void>;
}

/** How long questions may have to wait for the switch, which in turn waits for long ones: it gives way and tries again. */
const switchLockMilliseconds = 300;
const switchPauseMilliseconds = 1000;
const switchAttempts = 900;
/** How often what was appended meanwhile is read before the present projector is held up for the rest. */
const fillsBeforeHolding = 3;

const tablesOf = (projections: readonly Projection[]): readonly string[] =>
  projections.flatMap(({ tables }) => tables.map(({ name }) => name));

/**
 * Builds beside the schema, in a second one, and puts all tables in place by one transaction. What a crash leaves beside is removed by the
 * next rebuild. Throws ReadModelConnectionError; Error when another process is rebuilding, or when somebody reads for so long that the
 * switch never gets its turn.
 */
export const rebuildBeside = async (
  address: ServerAddress,
  projections: readonly Projection[],
  build: (ready: (beside: Beside) => Promise<void>) => Promise<void>,
): Promise<void> => {
  const server = new Server(address, { name: 'tidewaiter rebuild', connections: 2, statementTimeoutMilliseconds: 0 });
  const fresh = `${server.schema}__fresh`;
  const guard = await server.connect({}, () => undefined);
  try {
    const [lock] = await guard.run<{ held: number }>('SELECT pg_try_advisory_lock($1)::int AS held', [
      lockNumber(server.schema, 'rebuild'),
    ]);
    if (lock?.held !== 1) throw new Error(`another process is rebuilding the schema ${server.schema} of ${server.label}`);
    const clear = (): Promise<unknown> => server.run(`DROP SCHEMA IF EXISTS ${fresh} CASCADE`);
    await clear();
    try {
      await build(async (beside) => {
        await beside.fill();
        await beside.finish();
        await replace(server, fresh, projections, beside);
      });
    } finally {
      await clear();
    }
  } finally {
    await guard.end();
    await server.close();
  }
};

const replace = async (server: Server, fresh: string, projections: readonly Projection[], { fill }: Beside): Promise<void> => {
  let behind = 0;
  for (let attempt = 0; attempt < switchAttempts; attempt += 1) {
    try {
      const replaced = await server.transaction(async (run) => {
        await run(`SET LOCAL lock_timeout = ${String(switchLockMilliseconds)}`);
        if (await isBehind(run, fresh)) {
          behind += 1;
          if (behind <= fillsBeforeHolding) return false;
          // The present projector waits for the rows of its checkpoints, which are locked.
          await fill();
        }
        await run(`LOCK TABLE ${tablesOf(projections).join(', ')} IN ACCESS EXCLUSIVE MODE`);
        await switchTables(run, server, fresh, projections);
        return true;
      });
      if (replaced) return;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      await sleep(switchPauseMilliseconds);
    }
    await fill();
  }
  throw new Error(`the rebuilt tables of ${server.label} could not be put in place: somebody has been reading the old ones all the time`);
};

/** Whether a present checkpoint is further than the one that is to replace it. Locks the present ones. */
const isBehind = async (run: Session, fresh: string): Promise<boolean> => {
  await run('SELECT 1 FROM _checkpoint ORDER BY projection, partition FOR UPDATE');
  const further = await run(
    `SELECT 1 FROM _checkpoint own JOIN ${fresh}._checkpoint built USING (projection, partition, definition) WHERE own.position > built.position`,
  );
  return further.length > 0;
};

const switchTables = async (run: Session, { schema, label }: Server, fresh: string, projections: readonly Projection[]): Promise<void> => {
  for (const table of tablesOf(projections)) {
    await run(`DROP TABLE ${table}`);
    await run(`ALTER TABLE ${fresh}.${table} SET SCHEMA ${schema}`);
  }
  // Another generation: whoever remembers rows or positions of the old tables finds out at the checkpoint.
  const moved = await run(
    `UPDATE _checkpoint own SET position = built.position, generation = own.generation + 1, fault_position = NULL, fault_text = NULL
     FROM ${fresh}._checkpoint built WHERE own.projection = built.projection AND own.partition = built.partition AND own.definition = built.definition RETURNING 1`,
  );
  const built = await run(`SELECT 1 FROM ${fresh}._checkpoint`);
  if (moved.length !== built.length)
    throw new ReadModelConnectionError(
      'POSTGRES_NEWER',
      `another program has defined projections anew in the schema ${schema} of ${label}`,
    );
};
