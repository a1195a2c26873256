import { comparePositions, logStart, type EventStore, type Position } from '#event-store';
import type { Metrics } from '../metrics/metrics';
import { inTime, late } from './deadline';
import { lagOf, type Follower, type FollowerLag } from './lag';

/** How a ledger stands, as it was seen at one moment. */
export interface Standing {
  /** `silent`: no answer within the deadline, or a fault. */
  readonly store: 'answers' | 'silent';
  /** Where followers keep how far they are: the read models' database. */
  readonly views: 'answers' | 'silent';
  /** Empty where one of the two is silent. */
  readonly followers: readonly FollowerLag[];
}

export interface LedgerWatchOptions {
  readonly store: EventStore;
  readonly followers: () => Promise<readonly Follower[]>;
  /** The clock that `recordedAt` is read from, RFC 3339 UTC. */
  readonly clock: () => string;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly metrics?: Metrics;
  /** Milliseconds for each of the store, the read models and the count; 1000 unless told. */
  readonly deadline?: number;
  /** Milliseconds for which a look serves everybody who asks; 1000 unless told. */
  readonly fresh?: number;
  /** Events that are looked at for one count. */
  readonly cap?: number;
}

/** What is known of the age of answers that come from the read models. */
export interface KnownThrough {
  readonly position: Position;
  /** Seconds since the read models were complete for the last time that is known. */
  readonly ageSeconds: number;
}

const silent: Standing = { store: 'silent', views: 'answers', followers: [] };

/**
 * Looks at the store and at what follows it, each with a deadline of its own. One look at a time, and one for all who ask within a second:
 * it is asked in public.
 */
export class LedgerWatch {
  readonly #options: Required<Omit<LedgerWatchOptions, 'metrics' | 'cap'>> & Pick<LedgerWatchOptions, 'metrics' | 'cap'>;
  #look: { readonly standing: Promise<Standing>; endedAt?: number } | undefined;
  /** The read models were complete through `position` up to this moment of the monotonic clock. */
  #complete: { readonly position: Position; readonly at: number } | undefined;

  constructor(options: LedgerWatchOptions) {
    this.#options = { deadline: 1000, fresh: 1000, ...options };
  }

  /** How the ledger stands now, or stood up to a second ago. Never rejects, and answers within three deadlines. */
  standing(): Promise<Standing> {
    const { monotonic, fresh } = this.#options;
    if (this.#look !== undefined && (this.#look.endedAt === undefined || monotonic() - this.#look.endedAt < fresh))
      return this.#look.standing;
    const look: { standing: Promise<Standing>; endedAt?: number } = {
      standing: this.#see().then((standing) => {
        look.endedAt = monotonic();
        this.#tell(standing);
        return standing;
      }),
    };
    this.#look = look;
    return look.standing;
  }

  /** How old answers of the read models may be; undefined before the first look. */
  knownThrough(): KnownThrough | undefined {
    if (this.#complete === undefined) return undefined;
    const { position, at } = this.#complete;
    return { position, ageSeconds: Math.max(0, this.#options.monotonic() - at) / 1000 };
  }

  async #see(): Promise<Standing> {
    const { store, followers, clock, deadline, cap, monotonic } = this.#options;
    try {
      const at = monotonic();
      // Asked first: what is written meanwhile is lag, never a follower that is ahead.
      const known = await answerIn(followers, deadline);
      const head = await answerIn(() => store.head(), deadline);
      if (head === late) return { ...silent, views: known === late ? 'silent' : 'answers' };
      if (known === late) return { store: 'answers', views: 'silent', followers: [] };
      let abandoned = false;
      const lags = await inTime(
        lagOf(store, known, head, clock(), cap, () => abandoned),
        deadline,
      );
      abandoned = lags === late;
      if (lags === late) return silent;
      this.#note(known, lags, at);
      return { store: 'answers', views: 'answers', followers: lags };
    } catch {
      return silent;
    }
  }

  #note(known: readonly Follower[], lags: readonly FollowerLag[], at: number): void {
    const projections = known.filter(({ kind }) => kind === 'projection');
    const seconds = Math.max(0, ...lags.filter(({ kind }) => kind === 'projection').map((lag) => lag.seconds));
    const position = projections.map((follower) => follower.position).sort(comparePositions)[0] ?? logStart;
    this.#complete = { position, at: at - seconds * 1000 };
  }

  #tell({ store, followers }: Standing): void {
    const { metrics, clock } = this.#options;
    if (metrics === undefined) return;
    metrics.set('answers', {}, store === 'answers' ? 1 : 0);
    if (followers.length === 0) return;
    metrics.set('observedAt', { subject: 'lag' }, Date.parse(clock()) / 1000);
    for (const { kind, name, events, seconds, stopped } of followers) {
      if (kind === 'projection') {
        metrics.set('projectionLagEvents', { projection: name }, events);
        metrics.set('projectionLagSeconds', { projection: name }, seconds);
        metrics.set('projectionStopped', { projection: name }, stopped ? 1 : 0);
      } else {
        metrics.set('processLagEvents', { process: name }, events);
        metrics.set('processLagSeconds', { process: name }, seconds);
        metrics.set('processStopped', { process: name }, stopped ? 1 : 0);
      }
    }
  }
}

/** A fault is no answer either. */
const answerIn = async <T>(ask: () => Promise<T>, milliseconds: number): Promise<T | typeof late> => {
  try {
    return await inTime(ask(), milliseconds);
  } catch {
    return late;
  }
};
