import path from 'node:path';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { canonicalJson, sha256Hex } from '#event-catalogue';
import type { LedgerPlace } from '#runtime';
import type { Log } from '#telemetry';
import { problem } from '../http/problem';
import { JobFolder, tellMilliseconds } from '../jobs/job-folder';
import type { SimulationAsked, SimulationJob } from './simulation-job';
import { runSimulation } from './simulation-run';

/** Simulations that wait or run in one server; they run one after another. */
const mostAtOnce = 5;
/** Answers that are kept; what was forgotten is asked again. */
const mostKept = 200;

/** Runs simulations beside requests, and tells what became of them, also of those of other servers. */
@Injectable()
export class SimulationJobs implements OnModuleDestroy {
  /** Those that this server runs. */
  readonly #running = new Map<string, SimulationJob>();
  readonly #folder: JobFolder<SimulationJob>;
  readonly #stopping = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly place: LedgerPlace,
    private readonly log: Log,
  ) {
    this.#folder = new JobFolder(path.join(place.dataDirectory, 'simulations'));
  }

  find(id: string): SimulationJob | undefined {
    return this.#running.get(id) ?? this.#folder.find(id, Date.now());
  }

  /** The job of a question; the same question as known at the same place is the same job. Throws a ProblemError SIMULATIONS_BUSY. */
  start(asked: SimulationAsked): SimulationJob {
    const id = sha256Hex(canonicalJson(asked)).slice(0, 32);
    const known = this.find(id);
    if (known !== undefined && known.status !== 'aborted') return known;
    if (this.#running.size >= mostAtOnce)
      throw problem('SIMULATIONS_BUSY', `${String(mostAtOnce)} simulations wait or run here. Ask again in a while.`);
    const { asOf, knownAt, window, scenario, cohort } = asked;
    const job: SimulationJob = {
      id,
      status: 'running',
      asked: { asOf, knownAt, ...window, scenario, ...(cohort === undefined ? {} : { pilot: cohort }) },
      progress: { items: 0 },
    };
    this.#tell(job);
    this.#queue = this.#queue.then(() => this.#run(job, asked));
    return job;
  }

  /** Ends what is under way: nothing is lost that cannot be asked again. */
  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#queue;
  }

  async #run(job: SimulationJob, asked: SimulationAsked): Promise<void> {
    const beat = setInterval(() => {
      this.#tell(this.#running.get(job.id) ?? job);
    }, tellMilliseconds);
    try {
      this.#stopping.signal.throwIfAborted();
      const result = await runSimulation(
        this.place,
        asked,
        (items) => {
          this.#tell({ ...job, progress: { items } });
        },
        this.#stopping.signal,
      );
      this.#tell({ ...job, status: 'completed', progress: { items: itemsOf(result) }, result });
      this.#folder.forgetBeyond(mostKept);
    } catch (error) {
      this.#tell({ ...job, status: 'aborted' });
      if (!this.#stopping.signal.aborted) this.log.error('a simulation was broken off', { simulation: job.id, error });
    } finally {
      clearInterval(beat);
    }
  }

  #tell(job: SimulationJob): void {
    if (job.status === 'running') this.#running.set(job.id, job);
    else this.#running.delete(job.id);
    this.#folder.keep(job);
  }
}

const itemsOf = ({ cohort, rest }: NonNullable<SimulationJob['result']>): number =>
  cohort.declarations.items + (rest?.declarations.items ?? 0);
