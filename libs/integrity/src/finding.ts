import { type Position } from '#event-store';

/**
 * What can be wrong with a log. `hash` stored bytes do not have the stored hash; `id` the id is not that of the hash; `chain` the previous
 * hash is another; `revision` a hole, a repetition or a disorder; `time` recordedAt goes back; `schema` the texts are not the canonical
 * texts of an event of the catalogue; `category` the stream is not one of the event's; `posting` an entry does not balance; `balance` a
 * trial balance is not zero at this prefix; `account` an account's debts, cash, security or statement do not add up; `refund` more is given
 * back than was paid, or twice; `units` more goods go back than came; `approval` who asked has approved; `number` a series has a gap, or a
 * document another number; `share` the shares of a guarantee or of a beneficiary do not add up; `store` the store could not read on;
 * `checkpoint` the log is not the one that a checkpoint was taken of; `place` what stands beside the log contradicts it: its end was cut
 * off, it is another installation's, its file is damaged where no reader of events comes, somebody truncated or deleted streams.
 */
export type FindingKind =
  | 'hash'
  | 'id'
  | 'chain'
  | 'revision'
  | 'time'
  | 'schema'
  | 'category'
  | 'posting'
  | 'balance'
  | 'account'
  | 'refund'
  | 'units'
  | 'approval'
  | 'number'
  | 'share'
  | 'store'
  | 'checkpoint'
  | 'place';

/** One thing that is wrong, with the event it is about, and what should have been there. */
export interface Finding {
  readonly what: FindingKind;
  readonly position: Position;
  /** Absent where the finding is about no single event. */
  readonly stream?: string;
  readonly revision?: string;
  /** Name of the event. */
  readonly event?: string;
  readonly expected: string;
  readonly found: string;
}

/** The first findings, and the number of all: one wrong byte early in a stream may be told many times. */
export class Findings {
  readonly #first: Finding[] = [];
  #count = 0;

  constructor(private readonly limit: number) {}

  get first(): readonly Finding[] {
    return this.#first;
  }

  get count(): number {
    return this.#count;
  }

  add(finding: Finding): void {
    this.#count += 1;
    if (this.#first.length < this.limit) this.#first.push(finding);
  }

  /** About one event. */
  addOf(
    what: FindingKind,
    event: { readonly stream: string; readonly revision: bigint; readonly type: string; readonly position: Position },
    expected: string,
    found: string,
  ): void {
    this.add({
      what,
      position: event.position,
      stream: event.stream,
      revision: event.revision.toString(),
      event: event.type,
      expected,
      found,
    });
  }
}
