import { changeoverOf, type EuroChangeover, minorInEuro, sharedInEuro } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { penaltyName } from './debts';
import { interestName } from './interest';
import {
  inOrder,
  type KnownPayment,
  lessened,
  type Reopened,
  type SettledPair,
  type SettledPairs,
  withoutReopened,
  withPair,
} from './known-payment';
import { type DebtName } from './open-items';
import { amountsOf, minorOf } from './period-amounts';

type Data<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];

const keyOf = (account: string, { kind, reference, taxType, beneficiary }: DebtName): string =>
  [account, kind, taxType, beneficiary, reference].join(' ');

/** The payments of one account: what the open period settled, and what those before it did and is not open again. */
class Settled {
  currency = '';
  here = new Map<string, SettledPairs>();
  readonly before = new Map<string, SettledPairs>();
  /** What of `before` the open period opened again: it knows that itself. */
  openedAgain = new Map<string, readonly Reopened[]>();
  /** Payments that came in another currency. */
  readonly exchanged: string[] = [];
}

/**
 * What each payment settled, over the periods of its account: an open period knows its own, the earlier ones are told to it by whoever
 * takes a payment back. Derived state, changed in place, one event of the log after another.
 */
export class PaymentHistory {
  readonly #dueDays = new Map<string, string>();
  readonly #accounts = new Map<string, Settled>();
  readonly #originals = new Map<string, KnownPayment['original']>();
  /** What was taken back of money in another currency, minor units of the account's. */
  readonly #taken = new Map<string, bigint>();

  /** Events that say nothing of payments are ignored. */
  apply(event: AccountPeriodEvent): void {
    switch (event.type) {
      case 'PeriodOpened':
        this.#opened(event.data);
        break;
      case 'OpenItemsCarried':
        for (const item of event.data.openItems) this.#due(event.data.account, item, item.dueOn);
        break;
      case 'ChargePosted':
        this.#charged(event.data);
        break;
      case 'ChargeAdjusted':
        this.#increased(event.data);
        break;
      case 'InterestCharged':
        this.#due(event.data.account, interestName(event.data.on), event.data.dueOn);
        break;
      case 'PenaltyImposed':
        this.#due(event.data.account, penaltyName(event.data), event.data.dueOn);
        break;
      case 'DebtRecovered':
        this.#due(event.data.account, event.data.debt, event.data.dueOn);
        break;
      case 'PaymentReceived':
        this.#received(event.data);
        break;
      case 'PaymentAllocated':
        this.#allocated(event.data);
        break;
      case 'PaymentReversed':
        this.#reversed(event.data);
        break;
      case 'AllocationUndone':
        this.#openedAgain(event.data);
        break;
      case 'PeriodClosed':
        this.#closed(event.data.account);
        break;
      default:
        break;
    }
  }

  /** What a payment settled before the account's open period, and earlier periods did not open again, in the order of settling. */
  settledBefore(account: string, receipt: string): readonly SettledPair[] {
    return inOrder(this.#accounts.get(account)?.before.get(receipt));
  }

  /** References of the debts that a payment settled on an account. */
  referencesOf(account: string, receipt: string): ReadonlySet<string> {
    const known = this.#accounts.get(account);
    return new Set([...inOrder(known?.before.get(receipt)), ...inOrder(known?.here.get(receipt))].map(({ reference }) => reference));
  }

  /** The money as it came, where that was in another currency. */
  originalOf(receipt: string): KnownPayment['original'] {
    return this.#originals.get(receipt);
  }

  /** What of it was taken back so far, minor units of the account's currency. */
  takenBack(receipt: string): bigint {
    return this.#taken.get(receipt) ?? 0n;
  }

  #received({ account, receipt, original }: Data<'PaymentReceived'>): void {
    if (original === undefined) return;
    this.#originals.set(receipt, original);
    this.#settledOf(account).exchanged.push(receipt);
  }

  /** A period that begins in the euro: what was paid before it is money in it, each payment converted whole. */
  #opened({ account, currency, start }: Data<'PeriodOpened'>): void {
    const settled = this.#settledOf(account);
    const changeover = settled.currency === currency ? undefined : changeoverOf(settled.currency, start);
    settled.currency = currency;
    if (changeover === undefined) return;
    for (const [receipt, pairs] of settled.before) {
      const before = inOrder(pairs);
      const now = sharedInEuro(
        before.map(({ amount }) => amount),
        changeover,
      );
      settled.before.set(receipt, before.map((pair, i) => ({ ...pair, amount: now[i] ?? 0n })).reduce<SettledPairs>(withPair, undefined));
    }
    for (const receipt of settled.exchanged) {
      const original = this.#originals.get(receipt);
      if (original !== undefined) this.#originals.set(receipt, originalInEuro(original, changeover));
      this.#taken.set(receipt, minorInEuro(this.takenBack(receipt), changeover));
    }
  }

  #due(account: string, debt: DebtName, dueOn: string): void {
    this.#dueDays.set(keyOf(account, debt), dueOn);
  }

  #dueOn(account: string, debt: DebtName): string {
    const dueOn = this.#dueDays.get(keyOf(account, debt));
    if (dueOn === undefined) throw new RangeError(`${debt.reference} was settled and never open`);
    return dueOn;
  }

  /** A return or a charge at a desk is open by itself; what a deferment account takes is due with its statement. */
  #charged({ account, kind, reference, lines, dueOn }: Data<'ChargePosted'>): void {
    for (const line of lines) this.#due(account, { kind: kind === 'return' ? 'return' : 'charge', reference, ...line }, dueOn);
  }

  /**
   * What a later version adds may be a tax that the charge did not have; where the account waits for a statement, nothing is settled under
   * these names.
   */
  #increased({ account, reference, lines, dueOn }: Data<'ChargeAdjusted'>): void {
    for (const line of lines)
      if (!line.amount.startsWith('-'))
        for (const kind of ['charge', 'return'] as const) this.#due(account, { kind, reference, ...line }, dueOn);
  }

  #settledOf(account: string): Settled {
    const known = this.#accounts.get(account) ?? new Settled();
    this.#accounts.set(account, known);
    return known;
  }

  #allocated({ account, receipt, currency, pairs }: Data<'PaymentAllocated'>): void {
    const { here } = this.#settledOf(account);
    const minor = minorOf(currency);
    const settled = pairs.map(({ amount, ...debt }): SettledPair => ({
      ...debt,
      amount: minor(amount),
      dueOn: this.#dueOn(account, debt),
    }));
    here.set(receipt, settled.reduce(withPair, here.get(receipt)));
  }

  /** What was settled last is open again first. */
  #reversed(data: Data<'PaymentReversed'>): void {
    const { receipt, currency, amount } = data;
    if (this.#originals.has(receipt)) this.#taken.set(receipt, this.takenBack(receipt) + minorOf(currency)(amount));
    this.#openedAgain(data);
  }

  #openedAgain({
    account,
    receipt,
    currency,
    reopened,
  }: Pick<Data<'PaymentReversed'>, 'account' | 'receipt' | 'currency' | 'reopened'>): void {
    const { here, openedAgain } = this.#settledOf(account);
    for (const { debt } of reopened) {
      const amount = minorOf(currency)(debt.amount);
      const own = lessened(here.get(receipt), debt, amount);
      here.set(receipt, own.pairs);
      if (own.rest > 0n) openedAgain.set(receipt, [...(openedAgain.get(receipt) ?? []), { debt, amount: own.rest }]);
    }
  }

  #closed(account: string): void {
    const settled = this.#settledOf(account);
    for (const [receipt, reopened] of settled.openedAgain)
      settled.before.set(
        receipt,
        withoutReopened(inOrder(settled.before.get(receipt)), reopened).reduce<SettledPairs>(withPair, undefined),
      );
    settled.openedAgain = new Map();
    for (const [receipt, pairs] of settled.here)
      if (pairs !== undefined) settled.before.set(receipt, inOrder(pairs).reduce(withPair, settled.before.get(receipt)));
    settled.here = new Map();
  }
}

const originalInEuro = (
  original: NonNullable<KnownPayment['original']>,
  changeover: EuroChangeover,
): NonNullable<KnownPayment['original']> => {
  const now = (amount: string): string => amountsOf('EUR')(minorInEuro(minorOf(changeover.currency)(amount), changeover));
  const { converted, gain, ...money } = original;
  return { ...money, converted: now(converted), ...(gain === undefined ? {} : { gain: now(gain) }) };
};
