/** The right to do something alone, until it is released or lost. */
export interface Lease {
  readonly name: string;
  /** Aborts when somebody else may have the lease: the holder stops what it does under it. Not on `release`. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Who of several processes does what only one may do at a time. A lease is free when its holder releases it, dies, or is not heard of for
 * some seconds. It saves work, it does not guard: what must not be written twice is fenced where it is written (checkpoints, revisions).
 */
export abstract class Leases {
  /** The lease, where nobody has it; undefined where somebody has. */
  abstract acquire(name: string): Promise<Lease | undefined>;
  /** Says whether this process is there for some work, for as long as it is heard of, and tells how many are. */
  abstract present(work: string, here: boolean): Promise<number>;
  /** Releases all. */
  abstract close(): Promise<void>;
}

/** Leases within one process, for a ledger that has only one. They are never lost. */
export class LocalLeases extends Leases {
  readonly #held = new Map<string, Lease>();

  override async acquire(name: string): Promise<Lease | undefined> {
    if (this.#held.has(name)) return undefined;
    const release = async (): Promise<void> => {
      if (this.#held.get(name) === lease) this.#held.delete(name);
    };
    const lease: Lease = { name, lost: new AbortController().signal, release };
    this.#held.set(name, lease);
    return lease;
  }

  override async present(_work: string, here: boolean): Promise<number> {
    return here ? 1 : 0;
  }

  override async close(): Promise<void> {
    this.#held.clear();
  }
}
