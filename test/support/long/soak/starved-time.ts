const tickMilliseconds = 10;
/** Shorter gaps are what any process has. */
const noticed = 50;

/**
 * Milliseconds in which this process would have run and was given no core, as on a machine with other work: gaps between ticks, less the
 * time that the process itself was computing. So what its own code holds up counts in full.
 */
export class StarvedTime {
  #total = 0;
  /** The longest gap in which the process computed itself. */
  #longestOwn = 0;
  #at = performance.now();
  #cpu = process.cpuUsage();
  readonly #timer = setInterval(() => {
    this.#tick();
  }, tickMilliseconds);

  get total(): number {
    // A gap that has just ended is counted although its tick has not run yet.
    this.#tick();
    return this.#total;
  }

  get longestOwn(): number {
    return this.#longestOwn;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const [now, cpu] = [performance.now(), process.cpuUsage()];
    const gap = now - this.#at;
    const own = Math.min((cpu.user + cpu.system - this.#cpu.user - this.#cpu.system) / 1000, gap);
    if (gap >= noticed) {
      this.#total += gap - own;
      this.#longestOwn = Math.max(this.#longestOwn, own);
    }
    [this.#at, this.#cpu] = [now, cpu];
  }
}
