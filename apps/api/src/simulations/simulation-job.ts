import type { Position } from '#event-store';
import type { Cohort, CostFact, SimulationQuestion, StudyAnswer, StudyWindow } from '#study';

/** What is simulated, and as seen from when: the same question is the same job. */
export interface SimulationAsked extends SimulationQuestion {
  readonly costs: readonly CostFact[];
  readonly asOf: string;
  readonly knownAt: Position;
}

/** A simulation on its way or done. `aborted`: its server was stopped, or it failed; asked again, it begins again. */
export interface SimulationJob {
  readonly id: string;
  readonly status: 'running' | 'completed' | 'aborted';
  /** As it was asked, with the moment and the position where it named none. */
  readonly asked: Pick<SimulationAsked, 'asOf' | 'knownAt' | 'scenario'> & StudyWindow & { readonly pilot?: Cohort };
  /** Items of declarations that were replayed. */
  readonly progress: { readonly items: number };
  readonly result?: StudyAnswer;
}
