import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { present } from '#event-catalogue';
import { EventStore, type Position } from '#event-store';
import { RuleBookFollower } from '#runtime';
import { type Cohort, overlay, ScenarioError, shippedCostFacts } from '#study';
import type { FastifyReply } from 'fastify';
import { located } from '../http/located';
import { referenceParam } from '../http/params';
import { notFound, problem } from '../http/problem';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import type { SimulationAsked, SimulationJob } from './simulation-job';
import { SimulationJobs } from './simulation-jobs';
import { SimulationDto } from './simulations.dto';

/** Whoever may see everybody's trade. */
const students = { roles: ['officer', 'auditor', 'operator'], scope: 'any' } as const;

/** Fields of a body, by what a scenario calls them. */
const fieldOf = {
  threshold: 'scenario.thresholds',
  flat: 'scenario.flat',
  measure: 'scenario.measures',
  vat: 'scenario.vatRates',
} as const;

const cohortOf = ({ by, value, seed = 'tidewaiter' }: NonNullable<SimulationDto['pilot']>): Cohort =>
  by === 'share' ? { by, value, seed } : { by, value };

/** The recorded trade under other rules: what they would have brought. Nothing is recorded. */
@ApiTags('statistics')
@Controller('v1/simulations')
export class SimulationsController {
  constructor(
    private readonly jobs: SimulationJobs,
    private readonly store: EventStore,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {}

  /**
   * Takes the question and answers at once; the job says how far it is, then the result. The same question as known at the same place is
   * the same job, so no Idempotency-Key is asked for.
   */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse(located('The job.'))
  @Policy(students)
  async start(@Body() body: SimulationDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<Omit<SimulationJob, 'result'>> {
    const asked = await this.#asked(body);
    await this.#check(asked);
    // What came of it is read where reads are recorded.
    const { result: _result, ...job } = this.jobs.start(asked);
    void reply.header('location', `/v1/simulations/${job.id}`);
    return job;
  }

  /** How far it is, or what came of it; of the moment and the position that the job tells. */
  @Get(':job')
  @Policy(students)
  read(@Param('job', referenceParam) id: string): SimulationJob {
    const job = this.jobs.find(id);
    if (job === undefined) throw notFound();
    return job;
  }

  async #asked({ from, to, scenario, pilot, costs = shippedCostFacts(), ...moment }: SimulationDto): Promise<SimulationAsked> {
    const head = await this.store.head();
    const knownAt = (moment.knownAt ?? head) as Position;
    if (knownAt > head) throw problem('FIELD_MALFORMED', `expected a position up to ${head}, the end of the log`, { field: 'knownAt' });
    if (from !== undefined && to !== undefined && to < from)
      throw problem('FIELD_MALFORMED', `expected a day from ${from} on`, { field: 'to' });
    const window = present({ from, to });
    return {
      asOf: moment.asOf ?? (await this.clock.now()),
      knownAt,
      window,
      scenario,
      costs,
      ...(pilot === undefined ? {} : { cohort: cohortOf(pilot) }),
    };
  }

  /** What the rules cannot say is refused before a job is begun. */
  async #check({ knownAt, scenario }: SimulationAsked): Promise<void> {
    try {
      overlay(await this.rules.asKnownAt(knownAt), scenario);
    } catch (error) {
      if (error instanceof ScenarioError) throw problem(error.code, error.message, { field: fieldOf[error.field] });
      throw error;
    }
  }
}
