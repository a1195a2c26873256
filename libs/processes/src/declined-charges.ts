import { type AccountPeriodEvent } from '#accounts';
import { parseMoney } from '#money';
import { type ChargeInWait } from './charges-in-wait';

interface Declined {
  readonly charge: ChargeInWait;
  /** What was missing, minor units; absent where no amount helps (a suspension, an expired guarantee). */
  readonly missing?: bigint;
  /** What had been freed on the account by then. */
  readonly freedBefore: bigint;
  /** Declined by the limit of the period: another period takes it, no payment. */
  readonly byPeriod: boolean;
}

/** What an event gives back of the guarantee's or the cash account's room, minor units. */
const freedBy = (event: AccountPeriodEvent): bigint => {
  switch (event.type) {
    case 'PaymentAllocated':
    case 'RefundOffset':
    case 'DebtRemitted':
    case 'DebtWrittenOff':
    case 'ShortPaymentTolerated':
      return event.data.released === undefined ? 0n : parseMoney(event.data.released, event.data.currency).minor;
    case 'ChargeAdjusted': {
      const reserved = event.data.reserved === undefined ? 0n : parseMoney(event.data.reserved, event.data.currency).minor;
      return reserved < 0n ? -reserved : 0n;
    }
    case 'PaymentReceived':
      return parseMoney(event.data.amount, event.data.currency).minor;
    default:
      return 0n;
  }
};

/** Charges that an account declined: they are sent again when room is made that may be enough, in order of acceptance and charge id. */
export class DeclinedCharges {
  readonly #byAccount = new Map<string, Map<string, Declined>>();
  readonly #accountOf = new Map<string, string>();
  readonly #freed = new Map<string, bigint>();

  add(charge: ChargeInWait, missing: bigint | undefined, byPeriod: boolean): void {
    const known = this.#byAccount.get(charge.account) ?? new Map<string, Declined>();
    this.#byAccount.set(
      charge.account,
      known.set(charge.id, {
        charge,
        freedBefore: this.#freed.get(charge.account) ?? 0n,
        byPeriod,
        ...(missing === undefined ? {} : { missing }),
      }),
    );
    this.#accountOf.set(charge.id, charge.account);
  }

  /** The charge, which waits for room no more. */
  take(id: string): ChargeInWait | undefined {
    const account = this.#accountOf.get(id);
    const known = account === undefined ? undefined : this.#byAccount.get(account);
    const declined = known?.get(id);
    known?.delete(id);
    if (account !== undefined && known?.size === 0) this.#byAccount.delete(account);
    this.#accountOf.delete(id);
    return declined?.charge;
  }

  /** The charges that the event may have made room for. They wait no more: what is declined again is added again. */
  roomMade(event: AccountPeriodEvent): readonly ChargeInWait[] {
    const { account } = event.data as Readonly<{ account: string }>;
    const known = this.#byAccount.get(account);
    // Only the accounts with something declined need their sums: what was freed before a charge was declined does not help it.
    if (known === undefined) return [];
    const more = freedBy(event);
    const freed = (this.#freed.get(account) ?? 0n) + more;
    this.#freed.set(account, freed);
    const standing = event.type === 'AccountStandingApplied' && event.data.suspended === undefined;
    const all = event.type === 'GuaranteeShareApplied' || standing;
    const room = [...known.values()]
      .filter(
        ({ charge: { currency }, missing, freedBefore, byPeriod }) =>
          // What was missing in the currency before the euro says nothing in it.
          (event.type === 'PeriodOpened' && event.data.currency !== currency) ||
          (byPeriod
            ? standing || event.type === 'PeriodOpened'
            : all || (missing !== undefined && freed - freedBefore >= missing && more > 0n)),
      )
      .map(({ charge }) => charge)
      .sort((a, b) => (a.acceptedAt < b.acceptedAt || (a.acceptedAt === b.acceptedAt && a.id < b.id) ? -1 : 1));
    for (const { id } of room) this.take(id);
    return room;
  }
}
