import { Injectable } from '@nestjs/common';
import type { CommandOutcome } from '#event-store';
import { ReadModel } from '#read-model';
import { findRequests, type RememberedRequest } from '#runtime';
import { problem } from './problem';

/** A request that carries a key: its command id, which says its route, what it asks, the stream it asks of, and the id of the key. */
interface KeyedRequest extends RememberedRequest {
  readonly keyId: string;
}

/** Keys held in memory before those that the read model knows are let go. */
const manyKeys = 50_000;

/**
 * The log remembers a command id in its own stream; another route is another command, and a changed body may name another stream, where the
 * key is new. This register closes the gap: keys in flight and accepted since the start in memory, older ones from the read model, which
 * the server brings up to the log before it listens. A refused request frees its key.
 */
@Injectable()
export class RequestKeys {
  /** By command id, and by the id of the key. */
  readonly #known = new Map<string, RememberedRequest>();

  constructor(private readonly views: ReadModel) {}

  /** Runs a request unless its key stands for another one. Throws a ProblemError IDEMPOTENCY_KEY_REUSED. */
  async once<T extends CommandOutcome>(request: KeyedRequest, run: () => Promise<T>): Promise<T> {
    const ids = [request.commandId, request.keyId];
    const former = ids.flatMap((id) => this.#known.get(id) ?? []);
    if (former.length === 0) this.#remember(ids, request);
    if (this.#known.size > 2 * manyKeys) await this.#forgetOldest();
    const known = former.length > 0 ? former : await findRequests(this.views, request);
    const other = known.find(
      (one) => one.commandId !== request.commandId || one.requestHash !== request.requestHash || one.stream !== request.stream,
    );
    if (other !== undefined) {
      if (former.length === 0) this.#remember(ids, other);
      throw problem('IDEMPOTENCY_KEY_REUSED', 'The same key came with another request before.', { field: 'Idempotency-Key' });
    }
    let written = true;
    try {
      const outcome = await run();
      // What is unknown may have been written, so its key stays taken.
      written = outcome.kind === 'accepted' || outcome.kind === 'unknown';
      return outcome;
    } finally {
      if (former.length === 0 && !written) for (const id of ids) this.#known.delete(id);
    }
  }

  #remember(ids: readonly string[], { commandId, requestHash, stream }: RememberedRequest): void {
    for (const id of ids) this.#known.set(id, { commandId, requestHash, stream });
  }

  /** Insertion order is age. What the read model does not know yet stays. */
  async #forgetOldest(): Promise<void> {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && (await findRequests(this.views, { commandId: oldest, keyId: oldest })).length > 0)
      this.#known.delete(oldest);
  }
}
