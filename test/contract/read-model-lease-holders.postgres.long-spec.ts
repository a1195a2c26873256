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
  const takenAfter = async (stop: (child: ChildProcess) => void): Promise<number> => {
    const child = await held();
    const leases = open();
    expect(await leases.acquire('projector')).toBeUndefined();
    stop(child);
    const from = performance.now();
    let lease = await leases.acquire('projector');
    for (; lease === undefined; lease = await leases.acquire('projector')) await sleep(100);
    const took = performance.now() - from;
    expect(lease.name).toBe('projector');
    child.kill('SIGKILL');
    await leases.close();
    return took;
  };

  it('of a killed process is taken over within five seconds', async () => {
    expect(await takenAfter((child) => child.kill('SIGKILL'))).toBeLessThan(5000);
  });

  it('of a process that hangs, too, once the server has not heard of it', async () => {
    expect(await takenAfter((child) => child.kill('SIGSTOP'))).toBeLessThan(7000);
  });
});
