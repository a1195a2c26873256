import type { AppendOutcome } from '../event-store';

/** Why a subscription began anew: it ended, broke or was silent although the log grew. */
export type ResubscribeReason = 'ended' | 'broken' | 'lagging';

/** What an operator wants to count. Called in the middle of the work: a hook returns at once and does not throw. */
export interface StoreHooks {
  /** Milliseconds of a clock that never goes back, e.g. `performance.now`. */
  readonly now: () => number;
  /** Each element of an append, with the time from asking to knowing. */
  readonly onAppend?: (milliseconds: number, outcome: AppendOutcome['kind']) => void;
  /** Each append whose outcome is not known, and why. */
  readonly onUnknown?: (reason: string) => void;
  /** The line of appends was opened again after a break, or the whole client was replaced. */
  readonly onReconnect?: (what: 'line' | 'client') => void;
  readonly onResubscribe?: (reason: ResubscribeReason, detail: string) => void;
}
