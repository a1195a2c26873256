import { LedgerWatch, type FollowerLag } from '#telemetry';
import { Injectable } from '@nestjs/common';
import { Reactor } from '../ledger/reactor';

/** `late`: further behind than the limit. Being `behind` for a moment is normal. */
export type FollowerState = 'current' | 'behind' | 'late' | 'stopped';

export interface FollowerReadiness {
  readonly name: string;
  readonly state: FollowerState;
  /** Events of the log that concern it and that it has not taken in; with `capped`, at least so many. */
  readonly events: number;
  readonly capped?: true;
  /** Age of the first of them; 0 where there is none. */
  readonly seconds: number;
}

export interface Readiness {
  readonly ready: boolean;
  readonly store: 'answers' | 'silent';
  /** The database of the read models. */
  readonly views: 'answers' | 'silent';
  readonly processes: ReturnType<Reactor['state']>;
  readonly projections: readonly FollowerReadiness[];
  /** Process by process; empty, as `projections`, where store or views are silent. */
  readonly reactions: readonly FollowerReadiness[];
  readonly maxLagSeconds: number;
}

/** From how many seconds of lag a server is not ready. */
export class ReadinessLimits {
  constructor(readonly maxLagSeconds: number) {}
}

/** Whether this server should be asked: the store answers, and all that follows it goes on and keeps up. */
@Injectable()
export class ReadinessDesk {
  constructor(
    private readonly watch: LedgerWatch,
    private readonly reactor: Reactor,
    private readonly limits: ReadinessLimits,
  ) {}

  async readiness(): Promise<Readiness> {
    const { maxLagSeconds } = this.limits;
    const { store, views, followers } = await this.watch.standing();
    const processes = this.reactor.state();
    const of = (kind: FollowerLag['kind']) => followers.filter((lag) => lag.kind === kind).map((lag) => presented(lag, maxLagSeconds));
    const [projections, reactions] = [of('projection'), of('process')];
    const keepsUp = [...projections, ...reactions].every(({ state }) => state === 'current' || state === 'behind');
    return {
      ready: store === 'answers' && views === 'answers' && processes !== 'stopped' && keepsUp,
      store,
      views,
      processes,
      projections,
      reactions,
      maxLagSeconds,
    };
  }
}

const stateOf = ({ stopped, events, seconds }: FollowerLag, maxLagSeconds: number): FollowerState => {
  if (stopped) return 'stopped';
  if (seconds > maxLagSeconds) return 'late';
  return events > 0 ? 'behind' : 'current';
};

const presented = (lag: FollowerLag, maxLagSeconds: number): FollowerReadiness => {
  const { name, events, capped, seconds } = lag;
  return { name, state: stateOf(lag, maxLagSeconds), events, ...(capped ? { capped } : {}), seconds };
};
