import type { Access } from '../access';
import type { EventLog } from '../log/event-log';
import type { Faults } from '../faults';
import type { Endpoint } from '../wire/failures';

/** A call, as far as the services need to know where it came from. */
export interface Caller {
  getPeer(): string;
}

/** What every service works with. */
export interface Context {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly access: Access;
  readonly maxAppendBytes: number;
  /** Where this server listens. */
  readonly endpoint: () => Endpoint;
  /** Breaks the connection of a call, without a word. */
  readonly breakConnection: (caller: Caller) => void;
}
