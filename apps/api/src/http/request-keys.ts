import { Injectable } from '@nestjs/common';
import type { CommandOutcome } from '#event-store';
import { ReadModel } from '#read-model';
import { findRequest } from '#runtime';
import { problem } from './problem';

/** A request that carries a key: its command id, what it asks, and the stream it asks of. */
interface KeyedRequest {
  readonly commandId: string;
  readonly requestHash: string;
  readonly stream: string;
}

/** What is known of an accepted command id. */
type KnownRequest = Pick<KeyedRequest, 'requestHash' | 'stream'>;

/** Keys held in memory before those that the read model knows are let go. */
const manyKeys = 50_000;

/**
 * The log remembers a command id in its own stream; a changed body may name another stream, where the key is new. This register closes the
 * gap: keys in flight and accepted since the start in memory, older ones from the read model, which the server brings up to the log before it
 * listens. A refused request frees its key.
 */
@Injectable()
export class RequestKeys {
  readonly #known = new Map<string, KnownRequest>();

  constructor(private readonly views: ReadModel) {}

  /** Runs a request unless its key stands for another one. Throws a ProblemError IDEMPOTENCY_KEY_REUSED. */
  async once<T extends CommandOutcome>(request: KeyedRequest, run: () => Promise<T>): Promise<T> {
    const { commandId, requestHash, stream } = request;
    const former = this.#known.get(commandId);
    if (former === undefined) this.#known.set(commandId, { requestHash, stream });
    if (this.#known.size > manyKeys) await this.#forgetOldest();
    const known = former ?? (await findRequest(this.views, commandId));
    if (known !== undefined && (known.requestHash !== requestHash || known.stream !== stream)) {
      if (former === undefined) this.#known.set(commandId, known);
      throw problem('IDEMPOTENCY_KEY_REUSED', 'The same key came with another request before.', { field: 'Idempotency-Key' });
    }
    let written = true;
    try {
      const outcome = await run();
      // What is unknown may have been written, so its key stays taken.
      written = outcome.kind === 'accepted' || outcome.kind === 'unknown';
      return outcome;
    } finally {
      if (former === undefined && !written) this.#known.delete(commandId);
    }
  }

  /** Insertion order is age. What the read model does not know yet stays. */
  async #forgetOldest(): Promise<void> {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && (await findRequest(this.views, oldest)) !== undefined) this.#known.delete(oldest);
  }
}
