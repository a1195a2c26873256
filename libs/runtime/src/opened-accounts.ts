import { directoryReader, type AccountDirectory } from '#accounts';
import type { EventCatalogue, InputFault } from '#event-catalogue';
import type { EventStore } from '#event-store';

/**
 * The accounts that the log has opened, without their periods: what is asked of messages that name one. An account once opened is there for
 * ever.
 */
export class OpenedAccounts {
  readonly #read: () => Promise<AccountDirectory>;

  constructor(store: EventStore, catalogue: EventCatalogue) {
    this.#read = directoryReader(store, catalogue, ['account']);
  }

  /** Through the end of the log; reads only what is new since it was asked before. */
  current(): Promise<AccountDirectory> {
    return this.#read();
  }
}

/**
 * Why a declaration may not name this account holder: what comes to be payable is charged on an account of its own at the authority (UCC
 * Art. 108, 110), and where there is none nothing could ever be charged or released.
 */
export const accountFault = (
  accounts: AccountDirectory,
  { authority, accountHolder }: Readonly<{ authority: string; accountHolder: string }>,
): InputFault | undefined =>
  accounts.findCharged(authority, accountHolder) !== undefined
    ? undefined
    : { code: 'ACCOUNT_UNKNOWN', field: 'accountHolder', message: `expected a party with an account for declarations at ${authority}` };
