import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DoubleProcess } from '../../eventstoredb-double';
import { appCommand } from '../program';
import { Member } from './member';
import type { OwnDatabase } from '../../postgres/own-database';
import { Takeovers } from './takeovers';

/** Settings of every program of the fleet. */
type Servers = Readonly<{ EVENTSTORE_URL: string; POSTGRES_URL: string }>;

const logFileIn = (directory: string): string => path.join(directory, 'log.db');

/** A ledger on servers: the test server of the log as a process, two servers of the product, two projectors, one data directory. */
export class Fleet {
  readonly apis: readonly Member[];
  readonly projectors: readonly Member[];
  readonly takeovers = new Takeovers();
  /** Programs that ended though nobody killed them. */
  readonly crashes: string[] = [];

  private constructor(
    readonly dataDirectory: string,
    readonly servers: Servers,
    readonly database: OwnDatabase,
    private readonly directory: string,
    private double: DoubleProcess,
  ) {
    const env = { ...servers, TIDEWAITER_DEMO: 'off' };
    const onEnd = (account: string): void => {
      this.crashes.push(account);
    };
    const numbers = ['1', '2'];
    const logOf = (name: string): string => path.join(directory, `${name.replace(' ', '-')}.log`);
    this.apis = numbers.map(
      (n) =>
        new Member(`api ${n}`, appCommand('api', '--data', dataDirectory, '--port', '0', '--host', '127.0.0.1'), env, logOf(`api ${n}`), {
          onEnd,
          isUp: /listens on/,
        }),
    );
    this.projectors = numbers.map((n) => {
      const name = `projector ${n}`;
      const onLine = (line: string): void => {
        this.takeovers.read(name, line);
      };
      return new Member(name, appCommand('projector', '--data', dataDirectory), env, logOf(name), { onEnd, isUp: /"processes"/, onLine });
    });
  }

  /** All four programs begin at once on a directory that is empty. */
  static async start(directory: string, database: OwnDatabase): Promise<Fleet> {
    const double = await DoubleProcess.start('--file', logFileIn(directory));
    const fleet = new Fleet(
      path.join(directory, 'data'),
      { EVENTSTORE_URL: double.url, POSTGRES_URL: database.url },
      database,
      directory,
      double,
    );
    for (const member of [...fleet.apis, ...fleet.projectors]) member.start();
    return fleet;
  }

  /** SIGKILL of the test server; it comes back on the same port, with what was committed. Gives how long it was away. */
  async killLog(pauseMilliseconds: number): Promise<number> {
    const began = performance.now();
    const { port } = this.double;
    await this.double.kill();
    await sleep(pauseMilliseconds);
    this.double = await DoubleProcess.start('--file', logFileIn(this.directory), '--port', String(port));
    return Math.round(performance.now() - began);
  }

  /** SIGTERM to all programs of the product; what each ended with. */
  async stop(): Promise<readonly string[]> {
    return Promise.all([...this.apis, ...this.projectors].map((member) => member.stop()));
  }

  /** Ends whatever still runs. */
  async end(): Promise<void> {
    await Promise.all([...this.apis, ...this.projectors].map((member) => member.kill()));
    await this.double.stop();
  }
}
