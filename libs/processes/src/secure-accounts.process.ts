import {
  AccountDirectory,
  type AccountCycles,
  type AccountEvent,
  accountPeriodDecider,
  type AccountPeriodCommand,
  type AccountPeriodEvent,
  type GuaranteeEvent,
  type KnownAccount,
} from '#accounts';
import { type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { formatMoney, parseMoney, zero } from '#money';
import { changeoverOf, inEuro } from '#rules';
import { answering } from './answering';
import { target } from './charges-in-wait';

type Cover = Readonly<{ guarantee: string; share: string; currency: string; validTo?: string }>;
type Terms = Readonly<{ reservePercent: string; softPercent: string }>;

/** Existing debt is secured in full unless the holder's status reduces it (UCC Art. 90, 95(3)); the holder is warned at 80 percent. */
const usualTerms: Terms = { reservePercent: '100', softPercent: '80' };

/** What stands behind each account and how it stands itself, from the events of guarantees and accounts. */
class Standing {
  readonly directory = new AccountDirectory();
  readonly #covers = new Map<string, Cover>();
  readonly #terms = new Map<string, Terms>();
  readonly #suspended = new Map<string, string | undefined>();
  readonly #limits = new Map<string, string>();
  /** Accounts whose open period has not been told yet, by what is to be told. */
  readonly #untold = new Map<string, Set<'security' | 'standing'>>();
  /** Accounts that the event folded last concerns. */
  concerned: readonly Readonly<{ account: string; day: string }>[] = [];

  fold(event: Recorded): this {
    this.concerned = [];
    const known = event as Recorded<AccountEvent | AccountPeriodEvent | GuaranteeEvent>;
    switch (known.type) {
      case 'GuaranteeRegistered':
      case 'GuaranteeChanged':
        this.#cover(known.data, known.type === 'GuaranteeRegistered' ? known.data.validFrom : known.data.changedOn);
        break;
      case 'AccountTermsChanged': {
        const { account, reservePercent, softPercent, limit, changedOn } = known.data;
        if (limit !== undefined) {
          this.#limits.set(account, limit);
          this.#tell(account, 'standing', changedOn);
        }
        const terms = this.#terms.get(account) ?? usualTerms;
        this.#terms.set(account, { reservePercent: reservePercent ?? terms.reservePercent, softPercent: softPercent ?? terms.softPercent });
        if (this.#covers.has(account)) this.#tell(account, 'security', changedOn);
        break;
      }
      case 'AccountRedenominated':
        if (known.data.limit !== undefined && this.#limits.has(known.data.account))
          this.#limits.set(known.data.account, known.data.limit.now);
        this.directory.apply(event);
        break;
      case 'AccountSuspended':
        this.#suspended.set(known.data.account, known.data.reason);
        this.#tell(known.data.account, 'standing', known.data.suspendedOn);
        break;
      case 'AccountClosed':
        this.#suspended.set(known.data.account, 'ACCOUNT_CLOSED');
        this.#tell(known.data.account, 'standing', known.data.closedOn);
        break;
      case 'AccountReinstated':
        this.#suspended.set(known.data.account, undefined);
        this.#tell(known.data.account, 'standing', known.data.reinstatedOn);
        break;
      case 'GuaranteeShareApplied':
        this.#told(known.data.account, 'security');
        break;
      case 'AccountStandingApplied':
        this.#told(known.data.account, 'standing');
        break;
      case 'PeriodOpened':
        this.directory.apply(event);
        this.concerned = [{ account: known.data.account, day: known.data.start }];
        break;
      default:
        this.directory.apply(event);
    }
    return this;
  }

  /** Commands that the account's open period still has to be given. */
  commands(account: KnownAccount, appliedOn: string): readonly AccountPeriodCommand[] {
    const untold = this.#untold.get(account.account);
    const cover = this.#covers.get(account.account);
    const suspended = this.#suspended.get(account.account);
    const limit = this.#limits.get(account.account);
    const { authority, currency } = account;
    // A guarantee in the former currency is one in euro from the changeover on.
    const changeover = cover === undefined || currency !== 'EUR' ? undefined : changeoverOf(cover.currency, appliedOn);
    const inAccount = (share: string, own: string): bigint =>
      (changeover === undefined ? parseMoney(share, own) : inEuro(parseMoney(share, own), changeover)).minor;
    const covers = cover?.currency === currency || changeover !== undefined;
    const applied = cover !== undefined && covers && untold?.has('security') === true ? [cover] : [];
    return [
      ...applied.map(({ currency: own, share, ...rest }): AccountPeriodCommand => {
        const security = { ...rest, share: inAccount(share, own), ...(this.#terms.get(account.account) ?? usualTerms) };
        return { type: 'ApplyGuaranteeShare', account: account.account, authority, security, appliedOn };
      }),
      ...(untold?.has('standing') === true
        ? [
            {
              type: 'ApplyStanding' as const,
              account: account.account,
              ...(suspended === undefined ? {} : { suspended }),
              ...(limit === undefined ? {} : { limit: parseMoney(limit, currency).minor }),
              appliedOn,
            },
          ]
        : []),
    ];
  }

  #cover(
    {
      guarantee,
      shares: named,
      currency,
      validTo,
    }: Extract<GuaranteeEvent, { readonly type: 'GuaranteeRegistered' | 'GuaranteeChanged' }>['data'],
    day: string,
  ): void {
    const dropped = [...this.#covers].filter(
      ([account, cover]) => cover.guarantee === guarantee && !named.some((share) => share.account === account),
    );
    for (const [account, cover] of dropped) this.#covers.set(account, { ...cover, share: formatMoney(zero(cover.currency)) });
    for (const { account, share } of named)
      this.#covers.set(account, { guarantee, share, currency, ...(validTo === undefined ? {} : { validTo }) });
    for (const account of [...dropped.map(([account]) => account), ...named.map(({ account }) => account)])
      this.#tell(account, 'security', day);
  }

  #tell(account: string, what: 'security' | 'standing', day: string): void {
    this.#untold.set(account, (this.#untold.get(account) ?? new Set<'security' | 'standing'>()).add(what));
    this.concerned = [...this.concerned, { account, day }];
  }

  #told(account: string, what: 'security' | 'standing'): void {
    const untold = this.#untold.get(account);
    untold?.delete(what);
    if (untold?.size === 0) this.#untold.delete(account);
  }
}

/** A closed period leaves it to the next one, which is told when it opens. */
const route = answering(['PERIOD_CLOSED'], ['NOTHING_CHANGED']);

/**
 * Guarantees, terms and suspensions reach the open period of the account, where charges are decided (one writer decides each limit): what
 * changes while no period is open is told to the next one.
 */
export const secureAccounts = (cycles: AccountCycles): Process<Standing> => ({
  name: 'secure-accounts',
  categories: ['account', 'accountPeriod', 'guarantee'],
  state: { initial: () => new Standing(), fold: (standing, event) => standing.fold(event) },
  react: (event, standing) =>
    standing.concerned.flatMap(({ account, day }) => tell(cycles, standing, event, standing.directory.get(account), day)),
});

const tell = (
  cycles: AccountCycles,
  standing: Standing,
  { metadata }: Recorded,
  account: KnownAccount | undefined,
  day: string,
): readonly Effect[] => {
  const open = account?.open;
  if (account === undefined || open === undefined) return [];
  const appliedOn = day < open.start ? open.start : day;
  return standing
    .commands(account, appliedOn)
    .map((command) =>
      effect(
        `${command.type}/${account.account}`,
        { decider: accountPeriodDecider, command, ...target(cycles, account, open, metadata.effectiveAt) },
        route,
      ),
    );
};
