import { Leases, type Lease } from '../leases';
import { lockNumber } from './lock-number';
import { Server, type Session } from './server';
import type { ServerAddress } from './server-address';

/** The connection to which the locks belong. */
interface Holding {
  readonly run: Session;
  readonly end: () => Promise<void>;
  readonly held: Map<string, AbortController>;
  /** Work that this process said it is there for. */
  readonly present: Set<string>;
  readonly heartbeat: NodeJS.Timeout;
}

const heartbeatMilliseconds = 1000;
const answerMilliseconds = 3000;

/**
 * The server lets go of who is not heard of: of a process that died at once, of one that hangs or is cut off after four seconds, with
 * whatever it was sent and did not acknowledge.
 */
const settings = {
  idle_session_timeout: '4000',
  tcp_keepalives_idle: '2',
  tcp_keepalives_interval: '1',
  tcp_keepalives_count: '2',
  tcp_user_timeout: '4000',
};

/** Sessions that hold a lock together; the view has the number in two halves. */
const whoIsPresent = `SELECT count(*)::int AS present FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock' AND objsubid = 1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND (classid::bigint << 32) | objid::bigint = $1::bigint`;

/** Leases as advisory locks of one connection: they end with it, however it ends. */
export class PostgresLeases extends Leases {
  readonly #server: Server;
  #connecting: Promise<Holding> | undefined;
  #current: Holding | undefined;

  /** Connects when the first lease is asked for. Throws ReadModelConnectionError POSTGRES_URL_INVALID. */
  constructor(address: ServerAddress) {
    super();
    this.#server = new Server(address, { name: 'tidewaiter leases', connections: 1, statementTimeoutMilliseconds: answerMilliseconds });
  }

  /** Throws ReadModelConnectionError. */
  override async acquire(name: string): Promise<Lease | undefined> {
    const holding = await this.#connected();
    if (holding.held.has(name)) return undefined;
    const lost = new AbortController();
    // The name is taken before the server answers: a session gets a lock of its own as often as it asks.
    holding.held.set(name, lost);
    const number = lockNumber(this.#server.schema, `lease ${name}`);
    try {
      const [lock] = await holding.run<{ taken: number }>('SELECT pg_try_advisory_lock($1)::int AS taken', [number]);
      if (lock?.taken === 1 && !lost.signal.aborted)
        return { name, lost: lost.signal, release: () => this.#release(holding, name, lost, number) };
    } catch (error) {
      this.#drop(holding);
      throw error;
    }
    holding.held.delete(name);
    return undefined;
  }

  /** Throws ReadModelConnectionError. */
  override async present(work: string, here: boolean): Promise<number> {
    const holding = await this.#connected();
    const number = lockNumber(this.#server.schema, `present ${work}`);
    if (here !== holding.present.has(work)) {
      // Marked first: of two who say so at once, one locks.
      if (here) holding.present.add(work);
      else holding.present.delete(work);
      await holding.run(`SELECT ${here ? 'pg_advisory_lock_shared' : 'pg_advisory_unlock_shared'}($1)`, [number]);
    }
    const [found] = await holding.run<{ present: number }>(whoIsPresent, [number]);
    return found?.present ?? 0;
  }

  override async close(): Promise<void> {
    await this.#connecting?.catch(() => undefined);
    const holding = this.#current;
    if (holding !== undefined) {
      // Released, not lost; before the answer, so that who waits for one of them need not wait for the end of the connection.
      holding.held.clear();
      await holding.run('SELECT pg_advisory_unlock_all()').catch(() => undefined);
      this.#drop(holding);
    }
    await this.#server.close();
  }

  async #release(holding: Holding, name: string, lease: AbortController, number: string): Promise<void> {
    if (holding.held.get(name) !== lease) return;
    holding.held.delete(name);
    await holding.run('SELECT pg_advisory_unlock($1)', [number]).catch(() => {
      this.#drop(holding);
    });
  }

  async #connected(): Promise<Holding> {
    if (this.#current !== undefined) return this.#current;
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Holding> {
    const ended = new AbortController();
    const { run, end } = await this.#server.connect(settings, () => {
      ended.abort();
    });
    const heartbeat = setInterval(() => void this.#beat(holding), heartbeatMilliseconds);
    heartbeat.unref();
    const holding: Holding = { run, end, held: new Map(), present: new Set(), heartbeat };
    this.#current = holding;
    const drop = (): void => {
      this.#drop(holding);
    };
    if (ended.signal.aborted) drop();
    else ended.signal.addEventListener('abort', drop, { once: true });
    return holding;
  }

  async #beat(holding: Holding): Promise<void> {
    const timer = setTimeout(() => {
      this.#drop(holding);
    }, answerMilliseconds);
    await holding.run('SELECT 1').catch(() => {
      this.#drop(holding);
    });
    clearTimeout(timer);
  }

  /** The connection is gone or as good as gone: whatever was held is lost, and is said to be so before anything else. */
  #drop(holding: Holding): void {
    const lost = [...holding.held.values()];
    holding.held.clear();
    clearInterval(holding.heartbeat);
    if (this.#current === holding) this.#current = undefined;
    for (const lease of lost) lease.abort();
    // A server that does not answer does not answer to this either.
    void holding.end().catch(() => undefined);
  }
}
