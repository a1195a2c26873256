import { type DomainEvent, type EventCatalogue } from '#event-catalogue';
import { type EventStore, logStart } from '#event-store';
import { type AccountEvent, type AccountKind, type AccountOpenedData, type AccountPeriodEvent } from './accounts.events';
import { accountId } from './accounts.streams';
import { type CarriedForward } from './carry-forward';
import { takenOver } from './closing.state';
import { type PeriodEventData } from './open-period';
import { minorOf } from './period-amounts';
import { leftInEuro } from './redenomination';
import { securityOf } from './security';

type Redenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data'];

/** An account as its events tell it. At most one of its periods is open. */
export type KnownAccount = Readonly<AccountOpenedData> & {
  /** The open period; absent between a close and the next opening. */
  readonly open?: Readonly<{ period: string; start: string; end: string }>;
  /** What the period that was closed last left behind; absent once the next one has taken it over. */
  readonly left?: CarriedForward;
  /** Why its open period takes no charge, where it does not. */
  readonly suspended?: string;
  /** The most that one of its periods is charged with, minor units. */
  readonly limit?: bigint;
};

/** Stream categories that the directory is folded from. */
export const directoryCategories: readonly string[] = ['account', 'accountPeriod'];

/** Kinds of account that take the debt of a declaration, in the order in which they are looked for. */
const chargedKinds: readonly AccountKind[] = ['deferment', 'cash', 'consumer'];

/**
 * Accounts and their open periods, folded from the log and from nothing else: the same prefix of the log gives the same directory. It is
 * derived state and is changed in place, one event after another.
 */
export class AccountDirectory {
  readonly #accounts = new Map<string, KnownAccount>();
  readonly #ids = new Map<string, string>();
  /** What periods on their way to being closed have handed on. */
  readonly #leaving = new Map<string, PeriodEventData<'OpenItemsCarried'>[]>();

  /** What accounts on their way into another currency have told of it. */
  readonly #redenominating = new Map<string, Redenominated[]>();

  /** Takes the next event of the log; events of others are ignored. */
  apply(event: DomainEvent): void {
    const known = event as AccountEvent | AccountPeriodEvent;
    if (known.type === 'AccountOpened') this.#accounts.set(known.data.account, known.data);
    else if (known.type === 'AccountRedenominated') this.#redenominated(known.data);
    else if (known.type === 'PeriodOpened') this.#opened(known.data);
    else if (known.type === 'OpenItemsCarried' && known.data.moment === 'closing') this.#handedOn(known.data);
    else if (known.type === 'AccountStandingApplied') this.#stands(known.data);
    else if (known.type === 'PeriodClosed') this.#closed(known.data);
  }

  get(account: string): KnownAccount | undefined {
    return this.#accounts.get(account);
  }

  find(authority: string, holder: string, kind: AccountKind): KnownAccount | undefined {
    return this.#accounts.get(this.idOf(authority, holder, kind));
  }

  /** `accountId`, remembered: deriving one costs a hash. */
  idOf(authority: string, holder: string, kind: AccountKind): string {
    const key = `${authority}/${kind}/${holder}`;
    const id = this.#ids.get(key) ?? accountId(authority, holder, kind);
    this.#ids.set(key, id);
    return id;
  }

  /** The account that takes the debts of a holder's declarations; undefined where it has none with the authority. */
  findCharged(authority: string, holder: string): KnownAccount | undefined {
    return chargedKinds.map((kind) => this.find(authority, holder, kind)).find((account) => account !== undefined);
  }

  all(): readonly KnownAccount[] {
    return [...this.#accounts.values()];
  }

  #opened({ account, period, start, end, suspended, limit }: PeriodEventData<'PeriodOpened'>): void {
    const { left: _left, ...rest } = this.#known(account);
    this.#accounts.set(account, { ...standingAs(rest, suspended, limit), open: { period, start, end } });
  }

  #stands({ account, suspended, limit }: PeriodEventData<'AccountStandingApplied'>): void {
    this.#accounts.set(account, standingAs(this.#known(account), suspended, limit));
  }

  #handedOn(data: PeriodEventData<'OpenItemsCarried'>): void {
    const events = this.#leaving.get(data.account);
    if (events === undefined) this.#leaving.set(data.account, [data]);
    else events.push(data);
  }

  #closed({ account, currency, security }: PeriodEventData<'PeriodClosed'>): void {
    const { open: _open, suspended, limit, ...rest } = this.#known(account);
    const standing = {
      ...(security === undefined ? {} : { security: securityOf(security, currency) }),
      ...(suspended === undefined ? {} : { suspended }),
      ...(limit === undefined ? {} : { limit }),
    };
    this.#accounts.set(account, { ...rest, left: { ...takenOver(this.#leaving.get(account) ?? [], currency), ...standing } });
    this.#leaving.delete(account);
  }

  #redenominated(data: Redenominated): void {
    const { account, currency, part, parts } = data;
    const events = this.#redenominating.get(account) ?? [];
    this.#redenominating.set(account, [...events, data]);
    if (part < parts) return;
    this.#redenominating.delete(account);
    const { left, ...known } = this.#known(account);
    this.#accounts.set(account, { ...known, currency, ...(left === undefined ? {} : { left: leftInEuro([...events, data], left) }) });
  }

  #known(account: string): KnownAccount {
    const known = this.#accounts.get(account);
    if (known === undefined) throw new RangeError(`a period of account ${account} without the account`);
    return known;
  }
}

const standingAs = (
  { suspended: _before, limit: _limit, ...account }: KnownAccount,
  suspended: string | undefined,
  limit: string | undefined,
): KnownAccount => ({
  ...account,
  ...(suspended === undefined ? {} : { suspended }),
  ...(limit === undefined ? {} : { limit: minorOf(account.currency)(limit) }),
});

/**
 * Reads the directory from the log, each time only what is new. Of the category `account` alone it knows the accounts and none of their
 * periods.
 */
export const directoryReader = (
  store: EventStore,
  catalogue: EventCatalogue,
  categories = directoryCategories,
): (() => Promise<AccountDirectory>) => {
  const directory = new AccountDirectory();
  let after = logStart;
  return async () => {
    for await (const { events, through } of store.readAll({ after, categories })) {
      for (const event of events) directory.apply(catalogue.decode(event));
      after = through;
    }
    return directory;
  };
};
