import { setTimeout as sleep } from 'node:timers/promises';
import { type LogBatch, logStart, type Position, type SubscribeOptions } from '../event-store';
import { StoreStoppedError } from '../store-stopped';
import { inCategories, parts, type LogReads } from './log-reads';
import { reasonOf } from './store-errors';
import type { ResubscribeReason, StoreHooks } from './store-hooks';

const pauseMilliseconds = (attempt: number): number => Math.min(20 * 2 ** attempt, 2000);

/**
 * Follows the log: what is there is read, what comes is pushed. Whatever becomes of the connection, it goes on behind the last event that
 * was given.
 */
export class LiveLog {
  constructor(
    private readonly reads: LogReads,
    /** Longest silence before the store is asked whether there is something. */
    private readonly watchMilliseconds: number,
    private readonly hooks: StoreHooks | undefined,
  ) {}

  /** Ends only when the signal aborts. Throws StoreStoppedError after the store was closed. */
  async *follow(options: SubscribeOptions): AsyncGenerator<LogBatch> {
    const { signal } = options;
    let after = options.after ?? logStart;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      let reason: ResubscribeReason = 'ended';
      let detail = 'the server ended the subscription';
      try {
        for await (const batch of this.#once(after, options)) {
          yield batch;
          // The signal aborts while the consumer works on the batch; the compiler does not know.
          if ((signal as { readonly aborted: boolean }).aborted) return;
          after = batch.through;
          attempt = 0;
        }
      } catch (fault) {
        if (fault instanceof StoreStoppedError) throw fault;
        reason = fault instanceof LaggingError ? 'lagging' : 'broken';
        detail = reasonOf(fault);
      }
      if ((signal as { readonly aborted: boolean }).aborted) return;
      this.hooks?.onResubscribe?.(reason, detail);
      await sleep(pauseMilliseconds(attempt), undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * The past by reads, then one subscription. Live, the server leaves out what is not the ledger's, and the categories are looked at here:
   * so `through` moves with every event, and nothing rests on the server's checkpoints.
   */
  async *#once(start: Position, { categories, batch = 1000, signal }: SubscribeOptions): AsyncGenerator<LogBatch> {
    const filter = categories === undefined ? {} : { categories };
    let after = start;
    for await (const past of this.reads.log(await this.reads.end(), { ...filter, after, batch })) {
      yield past;
      after = past.through;
    }
    const onSilence = async (): Promise<boolean> => {
      const head = await this.reads.head();
      if (head > after) throw new LaggingError(`nothing came for ${String(this.watchMilliseconds)} ms, though the log goes on to ${head}`);
      return true;
    };
    for await (const page of this.reads.live(after, { silenceMilliseconds: this.watchMilliseconds, onSilence, signal })) {
      for (const part of parts(this.reads.events(page, after), batch)) {
        after = part.through;
        this.reads.see(after);
        yield inCategories(part, categories);
      }
    }
  }
}

class LaggingError extends Error {
  override readonly name = 'LaggingError';
}
