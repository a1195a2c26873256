import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresLeases } from '#read-model';
import { describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';
import { childProgram, repositoryRoot } from '../support/store/child';

describeOnPostgres('a lease on PostgreSQL', () => {
  const schema = schemaOfEachTest();
  const open = (): PostgresLeases => new PostgresLeases({ url: postgresUrl, schema: schema() });

  const held = async (): Promise<ChildProcess> => {
    const [program, ...args] = childProgram('postgres/hold-lease.ts', postgresUrl, schema(), 'projector');
    const child = spawn(program, args, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('held\n');
    return child;
  };
  /** How soon is asked by the longer test `kill-processes`, of real programs. */
  const isTakenAfter = async (stop: (child: ChildProcess) => void): Promise<void> => {
    const child = await held();
    const leases = open();
    expect(await leases.acquire('projector')).toBeUndefined();
    stop(child);
    let lease = await leases.acquire('projector');
    for (; lease === undefined; lease = await leases.acquire('projector')) await sleep(100);
    expect(lease.name).toBe('projector');
    child.kill('SIGKILL');
    await leases.close();
  };

  it('of a killed process is taken over', async () => {
    await isTakenAfter((child) => child.kill('SIGKILL'));
  });

  it('of a process that hangs, too, once the server has not heard of it', async () => {
    await isTakenAfter((child) => child.kill('SIGSTOP'));
  });
});
