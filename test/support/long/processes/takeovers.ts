/** How long units of work were without a holder, as the projectors' own log lines tell it. */
export class Takeovers {
  /** Who works on a unit, by its name. */
  readonly #holder = new Map<string, string>();
  readonly #orphaned = new Map<string, number>();
  #done: { readonly unit: string; readonly milliseconds: number; readonly by: string }[] = [];
  readonly faults: string[] = [];

  /** One line of a projector's log. */
  read(projector: string, line: string): void {
    const { unit, state } = unitLine(line);
    if (unit === undefined) return;
    if (state === 'working') {
      const since = this.#orphaned.get(unit);
      if (since !== undefined) this.#done.push({ unit, milliseconds: Math.round(performance.now() - since), by: projector });
      this.#orphaned.delete(unit);
      this.#holder.set(unit, projector);
    } else if (this.#holder.get(unit) === projector) this.#holder.delete(unit);
    if (state === 'stopped') this.faults.push(`${projector}: ${line}`);
  }

  /** Units that a projector works on at this moment. */
  heldBy(projector: string): readonly string[] {
    return [...this.#holder].filter(([, holder]) => holder === projector).map(([unit]) => unit);
  }

  /** The projector is gone from now on: what it held waits for another. */
  lost(projector: string): readonly string[] {
    const units = this.heldBy(projector);
    for (const unit of units) {
      this.#holder.delete(unit);
      this.#orphaned.set(unit, performance.now());
    }
    return units;
  }

  /** Who works on the most units, where anybody works. */
  get busiest(): string | undefined {
    const held = new Map<string, number>();
    for (const projector of this.#holder.values()) held.set(projector, (held.get(projector) ?? 0) + 1);
    return [...held].sort(([, a], [, b]) => b - a)[0]?.[0];
  }

  get waiting(): readonly string[] {
    return [...this.#orphaned.keys()];
  }

  get done(): readonly { readonly unit: string; readonly milliseconds: number; readonly by: string }[] {
    return this.#done;
  }

  get longest(): number {
    return Math.max(0, ...this.#done.map(({ milliseconds }) => milliseconds));
  }
}

const unitLine = (line: string): { readonly unit?: string; readonly state?: string } => {
  if (!line.startsWith('{')) return {};
  const { unit, state, msg } = JSON.parse(line) as Readonly<Record<'unit' | 'state' | 'msg', string | undefined>>;
  return unit === undefined ? {} : { unit, state: state ?? msg ?? '' };
};
