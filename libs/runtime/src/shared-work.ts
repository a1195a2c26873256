import type { Lease, Leases, ProjectionPart } from '#read-model';

/** Work that one process at a time does for the whole ledger: all processes that react to the log, or some read models. */
export interface WorkUnit {
  /** Name of its lease: the same in every program of one version. */
  readonly name: string;
  /** Read models, or partitions of them; none are the processes. */
  readonly projections: readonly ProjectionPart[];
}

/** Units of work that this process has leases for. What another holds stays with it until it dies or lets go. */
export class SharedWork {
  readonly #held = new Map<string, { readonly unit: WorkUnit; readonly lease: Lease }>();

  constructor(
    private readonly leases: Leases,
    private readonly units: readonly WorkUnit[],
  ) {}

  /** Takes every unit that nobody holds and says which ones this process holds now; `taken` are those it did not hold before. */
  async take(): Promise<{ readonly held: readonly WorkUnit[]; readonly taken: readonly WorkUnit[] }> {
    const taken: WorkUnit[] = [];
    for (const unit of this.units) {
      if (this.#held.get(unit.name)?.lease.lost.aborted === false) continue;
      this.#held.delete(unit.name);
      const lease = await this.leases.acquire(unit.name);
      if (lease === undefined) continue;
      this.#held.set(unit.name, { unit, lease });
      taken.push(unit);
    }
    return { held: [...this.#held.values()].map(({ unit }) => unit), taken };
  }

  async release(): Promise<void> {
    for (const { lease } of this.#held.values()) await lease.release();
    this.#held.clear();
  }
}
