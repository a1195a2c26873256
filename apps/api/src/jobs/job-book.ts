import type { Log } from '#telemetry';
import type { Job, JobFolder } from './job-folder';

/**
 * The jobs of one server, which run one after another, with what became of them and of those of others in a folder. A disk that fails keeps
 * a job from beginning; one that has begun goes on, and is told of when that can be written again.
 */
export class JobBook<J extends Job> {
  readonly #running = new Map<string, J>();
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: JobFolder<J>,
    private readonly log: Log,
  ) {}

  /** How many wait or run here. */
  get size(): number {
    return this.#running.size;
  }

  /** One that waits or runs here. */
  running(id: string): J | undefined {
    return this.#running.get(id);
  }

  find(id: string): J | undefined {
    return this.#running.get(id) ?? this.folder.find(id, Date.now());
  }

  /** Puts it behind those that wait. Throws the system's error where it cannot be kept; then it is none of ours. */
  begin(job: J, work: () => Promise<void>): void {
    this.folder.keep(job);
    this.#running.set(job.id, job);
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#running.delete(job.id);
      this.log.error('a job ended badly', { job: job.id, error });
    });
  }

  /** How far it is. */
  tell(job: J): void {
    this.#running.set(job.id, job);
    this.#keep(job);
  }

  /** What became of it. Where that cannot be written it counts as broken off after a while: asked for again it is begun again. */
  end(job: J): void {
    this.#running.delete(job.id);
    const fault = this.#keep(job);
    if (fault !== undefined) this.log.error('what became of a job could not be kept', { job: job.id, error: fault });
  }

  /** Resolves when all that was begun has ended. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  #keep(job: J): unknown {
    try {
      this.folder.keep(job);
      return undefined;
    } catch (fault) {
      return fault;
    }
  }
}
