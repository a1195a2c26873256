import path from 'node:path';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { canonicalJson, sha256Hex } from '#event-catalogue';
import type { LedgerPlace } from '#runtime';
import type { Log } from '#telemetry';
import { problem } from '../http/problem';
import { JobBook } from '../jobs/job-book';
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
  readonly #folder: JobFolder<SimulationJob>;
  readonly #jobs: JobBook<SimulationJob>;
  readonly #stopping = new AbortController();

  constructor(
    private readonly place: LedgerPlace,
    private readonly log: Log,
  ) {
    this.#folder = new JobFolder(path.join(place.dataDirectory, 'simulations'));
    this.#jobs = new JobBook(this.#folder, log);
  }

  find(id: string): SimulationJob | undefined {
    return this.#jobs.find(id);
  }

  /** The job of a question; the same question as known at the same place is the same job. Throws a ProblemError SIMULATIONS_BUSY. */
  start(asked: SimulationAsked): SimulationJob {
    const id = sha256Hex(canonicalJson(asked)).slice(0, 32);
    const known = this.find(id);
    if (known !== undefined && known.status !== 'aborted') return known;
    if (this.#jobs.size >= mostAtOnce)
      throw problem('SIMULATIONS_BUSY', `${String(mostAtOnce)} simulations wait or run here. Ask again in a while.`);
    const { asOf, knownAt, window, scenario, cohort } = asked;
    const job: SimulationJob = {
      id,
      status: 'running',
      asked: { asOf, knownAt, ...window, scenario, ...(cohort === undefined ? {} : { pilot: cohort }) },
      progress: { items: 0 },
    };
    this.#jobs.begin(job, () => this.#run(job, asked));
    return job;
  }

  /** Ends what is under way: nothing is lost that cannot be asked again. */
  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#jobs.idle();
  }

  async #run(job: SimulationJob, asked: SimulationAsked): Promise<void> {
    const beat = setInterval(() => {
      this.#jobs.tell(this.#jobs.running(job.id) ?? job);
    }, tellMilliseconds);
    try {
      this.#stopping.signal.throwIfAborted();
      const result = await runSimulation(
        this.place,
        asked,
        (items) => {
          this.#jobs.tell({ ...job, progress: { items } });
        },
        this.#stopping.signal,
      );
      this.#jobs.end({ ...job, status: 'completed', progress: { items: itemsOf(result) }, result });
      this.#folder.forgetBeyond(mostKept);
    } catch (error) {
      this.#jobs.end({ ...job, status: 'aborted' });
      if (!this.#stopping.signal.aborted) this.log.error('a simulation was broken off', { simulation: job.id, error });
    } finally {
      clearInterval(beat);
    }
  }
}

const itemsOf = ({ cohort, rest }: NonNullable<SimulationJob['result']>): number =>
  cohort.declarations.items + (rest?.declarations.items ?? 0);
