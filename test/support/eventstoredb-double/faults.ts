import type { Endpoint } from './wire/failures';

/**
 * What a fault can strike: a write, the start of a read or of a subscription, one event on its way to a reader or to a subscriber, the
 * look-ups of a connecting client.
 */
export type Operation = 'append' | 'delete' | 'read' | 'readEvent' | 'subscribe' | 'event' | 'features' | 'gossip';

export type FaultKind =
  /** The connection breaks before anything is stored. */
  | 'dropBeforeCommit'
  /** It is stored, then the connection breaks. */
  | 'dropAfterCommit'
  /** The call is never answered. */
  | 'silence'
  /** The batch of appends, the read or the subscription ends without an error. */
  | 'cleanEnd'
  /** A batched append is answered twice. */
  | 'duplicateAnswer'
  /** The exception that names the leader. */
  | 'notLeader'
  /** The call waits for `milliseconds`, then goes on. */
  | 'slow'
  /** An append is told that the stream is elsewhere although it would fit. */
  | 'wrongExpectedVersion'
  /** The connection of a subscription breaks. */
  | 'dropSubscription'
  /** A subscription is ended as that of too slow a consumer. */
  | 'tooSlow'
  /** A batched append is answered with an error that the client does not know; other calls fail with INTERNAL. */
  | 'unknownError'
  | 'internalError'
  | 'unavailable';

export interface FaultRule {
  readonly kind: FaultKind;
  /** What it strikes. Default: 'event' for `dropSubscription` and `tooSlow`, every call for `unavailable`, else 'append'. */
  readonly on?: Operation;
  /** Only streams whose name begins so. A subscription or read of all streams is named `$all`; an event is named by its own stream. */
  readonly stream?: string;
  /** Leaves the first so many in peace. */
  readonly skip?: number;
  /** Then strikes each n-th; default 1, each. */
  readonly every?: number;
  /** Strikes with this chance instead, drawn from the seed. */
  readonly rate?: number;
  /** Strikes at most so often. */
  readonly times?: number;
  /** How long `slow` waits. */
  readonly milliseconds?: number;
  /** For silence, cleanEnd, internalError, unknownError on an append: whether the events are stored nevertheless. Default false. */
  readonly stored?: boolean;
  /** Where `notLeader` sends the client; default: back to this server. */
  readonly leader?: Endpoint;
}

interface Standing {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

const defaultOperation = (kind: FaultKind): Operation | undefined => {
  if (kind === 'unavailable') return undefined;
  return kind === 'dropSubscription' || kind === 'tooSlow' ? 'event' : 'append';
};

/** A small generator (mulberry32): the same seed gives the same faults on every machine. */
const chances = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** The switchboard of faults. Rules can be added and taken away while the server runs. */
export class Faults {
  #standing: Standing[] = [];
  #chance: () => number;
  readonly #struck = new Map<FaultKind, number>();

  constructor(seed = 1) {
    this.#chance = chances(seed);
  }

  /** Starts the draws of `rate` anew. */
  seed(seed: number): void {
    this.#chance = chances(seed);
  }

  /** Returns what takes the rule away again. */
  add(rule: FaultRule): () => void {
    const standing: Standing = { rule, seen: 0, struck: 0 };
    this.#standing.push(standing);
    return () => {
      this.#standing = this.#standing.filter((other) => other !== standing);
    };
  }

  /** Takes all rules away, or those of one kind. What has happened stays counted. */
  clear(kind?: FaultKind): void {
    this.#standing = this.#standing.filter(({ rule }) => kind !== undefined && rule.kind !== kind);
  }

  /** How often a kind has struck. */
  count(kind: FaultKind): number {
    return this.#struck.get(kind) ?? 0;
  }

  counts(): Readonly<Partial<Record<FaultKind, number>>> {
    return Object.fromEntries(this.#struck);
  }

  /** The first rule that strikes here. Rules behind it do not see the operation. */
  strike(operation: Operation, stream: string): FaultRule | undefined {
    if (this.#standing.length === 0) return undefined;
    const hit = this.#standing.find((standing) => this.#meets(standing, operation, stream) && this.#strikes(standing));
    if (hit === undefined) return undefined;
    hit.struck += 1;
    this.#struck.set(hit.rule.kind, this.count(hit.rule.kind) + 1);
    return hit.rule;
  }

  #meets({ rule, struck }: Standing, operation: Operation, stream: string): boolean {
    const on = rule.on ?? defaultOperation(rule.kind);
    if (on === undefined ? operation === 'event' || operation === 'readEvent' : on !== operation) return false;
    return struck < (rule.times ?? Infinity) && stream.startsWith(rule.stream ?? '');
  }

  #strikes(standing: Standing): boolean {
    const { rule, seen } = standing;
    standing.seen += 1;
    const past = seen - (rule.skip ?? 0);
    if (past < 0) return false;
    return rule.rate === undefined ? (past + 1) % (rule.every ?? 1) === 0 : this.#chance() < rule.rate;
  }
}
