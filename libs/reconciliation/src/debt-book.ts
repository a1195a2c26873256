import { unitsOf } from './exact-units';
import { type MovedFact, type MovedPair, type PeriodOpenedFact, type PlacedSettlementFact, type StatedCover } from './legs/settlement-fact';
import { addTo } from './sums';

/** An account as its periods tell it. */
export interface KnownAccount {
  readonly account: string;
  readonly authority: string;
  readonly holder: string;
  readonly kind: string;
  readonly currency: string;
}
/** Interest or a penalty, exact units. */
export interface OtherDebt {
  readonly debt: 'interest' | 'penalty';
  readonly account: string;
  readonly reference: string;
  amount: bigint;
  dueOn: string;
}
/** A debt in dispute, exact units. */
export interface Contested {
  readonly account: string;
  readonly pair: MovedPair;
  readonly currency: string;
  readonly since: string;
  amount: bigint;
}
/** A payment that was taken back and what it opened again of one debt, exact units. */
export interface Reversal {
  readonly amount: bigint;
  readonly reason: string;
  readonly at: string;
}
/** What secures an account: its share, what the share was asked to hold when last told, and by how much that is too much. Exact units. */
export interface Cover {
  readonly share: bigint;
  exposure: bigint;
  readonly validTo?: string;
  over: bigint;
  since: string;
}

/** By which version of the rule the rest of a debt was tolerated last, and how much it allowed, exact units. */
export interface Toleration {
  readonly version: number;
  readonly allowed: bigint;
}

/** What of a debt was open in the former currency, and what that is in the euro, exact units. */
export interface Redenomination {
  readonly former: bigint;
  readonly now: bigint;
  readonly currency: string;
}

/** A debt with what each receipt brought to it, exact units. */
interface PaidDebt {
  readonly kind: DebtKind;
  readonly reference: string;
  readonly by: Map<string, bigint>;
}

type DebtKind = MovedPair['kind'];
type DebtSide = Extract<PlacedSettlementFact, { kind: 'redenominated' | 'moved' | 'received' | 'debt' | 'contest' | 'cover' }>;
const keyOf = (account: string, kind: DebtKind, reference: string, beneficiary?: string): string =>
  [account, kind, reference, ...(beneficiary === undefined ? [] : [beneficiary])].join('\n');
const receiptKey = (account: string, receipt: string): string => `${account}\n${receipt}`;
/** Of what is in dispute so much as is open. */
const least = (disputed: bigint, open: bigint): bigint => (disputed < open ? disputed : open > 0n ? open : 0n);

/** Debts of accounts that are no declaration's own: what settled them, what is in dispute, and what secures them. A fold in log order. */
export class DebtBook {
  readonly accounts = new Map<string, KnownAccount>();
  readonly others = new Map<string, OtherDebt>();
  readonly covers = new Map<string, Cover>();
  readonly #settled = new Map<string, bigint>();
  readonly #tolerated = new Map<string, bigint>();
  readonly #tolerations = new Map<string, Toleration>();
  readonly #reduced = new Map<string, bigint>();
  readonly #payments = new Map<string, { readonly on: string; readonly amount: bigint }[]>();
  /** The bank's value days, by account and receipt. */
  readonly #valueDays = new Map<string, string>();
  /** By account and the name that payments quote. */
  readonly #paid = new Map<string, PaidDebt>();
  readonly #reversals = new Map<string, Reversal>();
  readonly #contested = new Map<string, Contested>();
  /** Of debts that are paid by themselves, by the debt. */
  readonly #contestedCharges = new Map<string, Map<string, Contested>>();
  readonly #asked = new Map<string, bigint>();
  readonly #interestOn = new Set<string>();
  readonly #redenominated = new Map<string, Redenomination>();
  /** By account and first day in the euro: former less now. */
  readonly #lessened = new Map<string, bigint>();

  /** What settled a debt, less what opened it again; of one beneficiary's share where named. */
  settled(account: string, kind: DebtKind, reference: string, beneficiary?: string): bigint {
    return this.#settled.get(keyOf(account, kind, reference, beneficiary)) ?? 0n;
  }
  /** What payments brought to a debt, less what was taken back of them: without set-offs, and without what anybody gave up or took off. */
  paid(account: string, kind: DebtKind, reference: string): bigint {
    return (this.#payments.get(keyOf(account, kind, reference)) ?? []).reduce((sum, { amount }) => sum + amount, 0n);
  }
  /** What of a debt is tolerated, in what settled it already; of one beneficiary's share where named. */
  tolerated(account: string, kind: DebtKind, reference: string, beneficiary?: string): bigint {
    return this.#tolerated.get(keyOf(account, kind, reference, beneficiary)) ?? 0n;
  }
  tolerationOf(account: string, kind: DebtKind, reference: string): Toleration | undefined {
    return this.#tolerations.get(keyOf(account, kind, reference));
  }
  /** What of a debt was settled by nothing but a later version of what it is for. */
  reduced(account: string, kind: DebtKind, reference: string): bigint {
    return this.#reduced.get(keyOf(account, kind, reference)) ?? 0n;
  }
  /** What was paid of a debt after its due day, by the bank's value day, and not taken back; nothing where interest on it was charged. */
  paidLate(account: string, kind: DebtKind, reference: string, dueOn: string): bigint {
    if (this.#interestOn.has(`${account}\n${reference}`)) return 0n;
    return (this.#payments.get(keyOf(account, kind, reference)) ?? []).reduce(
      (sum, { on, amount }) => (on > dueOn ? sum + amount : sum),
      0n,
    );
  }
  /**
   * The receipt that brought exactly this to the debt of an account that is called so, where nothing of the debt is open and the one that
   * asks brought nothing to it: to name the debt again is to repeat that payment.
   */
  paidBefore(account: string, named: string, amount: bigint, asking: string): string | undefined {
    const paid = this.#paid.get(`${account}\n${named}`);
    if (paid === undefined || paid.by.has(asking) || (this.#openOf(account, paid.kind, paid.reference) ?? 0n) > 0n) return undefined;
    return [...paid.by].find(([, brought]) => brought === amount)?.[0];
  }
  /** What was taken back of payments of a debt, where any was; of one beneficiary's share where named. */
  reversalOf(account: string, kind: DebtKind, reference: string, beneficiary?: string): Reversal | undefined {
    return this.#reversals.get(keyOf(account, kind, reference, beneficiary));
  }
  /**
   * What of a debt is in dispute, of one beneficiary's share where named: no more than is open of it, for what was paid, taken off or given
   * up is disputed no more.
   */
  contestedOf(account: string, kind: DebtKind, reference: string, beneficiary?: string): bigint {
    let sum = 0n;
    for (const { account: of, pair, amount } of this.#contested.values())
      if (
        of === account &&
        pair.kind === kind &&
        pair.reference === reference &&
        (beneficiary === undefined || pair.beneficiary === beneficiary)
      )
        sum += amount;
    return least(sum, this.#openOf(account, kind, reference) ?? sum);
  }
  /** What is in dispute of a debt that is paid by itself. How much of it is open, its declaration tells. */
  disputesOfCharge(account: string, reference: string): readonly Contested[] {
    return [...(this.#contestedCharges.get(keyOf(account, 'charge', reference))?.values() ?? [])];
  }
  /** Debts in dispute by account, together no more of a debt than is open; without those that are paid by themselves. */
  disputes(): ReadonlyMap<string, readonly Contested[]> {
    const byAccount = new Map<string, Contested[]>();
    const told = new Map<string, bigint>();
    for (const contested of this.#contested.values()) {
      const {
        account,
        pair: { kind, reference },
      } = contested;
      const [key, open] = [keyOf(account, kind, reference), this.#openOf(account, kind, reference)];
      const amount = open === undefined ? contested.amount : least(contested.amount, open - (told.get(key) ?? 0n));
      if (amount <= 0n) continue;
      addTo(told, key, amount);
      const known = byAccount.get(account) ?? [];
      byAccount.set(account, known);
      known.push({ ...contested, amount });
    }
    return byAccount;
  }

  /** Undefined of a debt of a charge, which its declaration tells. */
  #openOf(account: string, kind: DebtKind, reference: string): bigint | undefined {
    const key = keyOf(account, kind, reference);
    const asked = this.others.get(key)?.amount ?? this.#asked.get(key);
    return asked === undefined ? undefined : asked - this.settled(account, kind, reference);
  }

  /** What was open of a debt when its account went on in the euro, and what that is in it; of one beneficiary's share where named. */
  redenominationOf(account: string, kind: DebtKind, reference: string, beneficiary?: string): Redenomination | undefined {
    return this.#redenominated.get(keyOf(account, kind, reference, beneficiary));
  }
  /** By how much the opening of the period that begins on a day in the euro is another number than the closing before. */
  lessenedOn(account: string, day: string): bigint {
    return this.#lessened.get(`${account}\n${day}`) ?? 0n;
  }

  #redenominate({ account, currency, on, pairs, lessened }: Extract<DebtSide, { kind: 'redenominated' }>): void {
    addTo(this.#lessened, `${account}\n${on}`, unitsOf(lessened));
    const known = this.accounts.get(account);
    if (known !== undefined) this.accounts.set(account, { ...known, currency });
    for (const { kind, reference, beneficiary, former, now } of pairs) {
      const [was, is] = [unitsOf(former), unitsOf(now)];
      for (const key of [keyOf(account, kind, reference), keyOf(account, kind, reference, beneficiary)]) {
        const { former: before, now: after } = this.#redenominated.get(key) ?? { former: 0n, now: 0n };
        this.#redenominated.set(key, { former: before + was, now: after + is, currency });
      }
      const key = keyOf(account, kind, reference);
      const other = this.others.get(key);
      if (other === undefined) addTo(this.#asked, key, is - was);
      else other.amount += is - was;
    }
    for (const contested of this.#contested.values()) if (contested.account === account) this.#contestedNow(contested, pairs);
  }

  #contestedNow({ account, pair, since, amount }: Contested, pairs: Extract<DebtSide, { kind: 'redenominated' }>['pairs']): void {
    const key = keyOf(account, pair.kind, pair.reference, pair.beneficiary);
    const own = pairs.filter((one) => keyOf(account, one.kind, one.reference, one.beneficiary) === key);
    const former = own.reduce((sum, one) => sum + unitsOf(one.former), 0n);
    const now = own.reduce((sum, one) => sum + unitsOf(one.now), 0n);
    if (former > 0n)
      this.#contested.set(key, { account, pair, since, currency: 'EUR', amount: amount >= former ? now : (amount * now) / former });
  }

  /** What a statement or return asks for. */
  asked(account: string, kind: DebtKind, reference: string, shares: readonly { readonly amount: string }[]): void {
    for (const { amount } of shares) addTo(this.#asked, keyOf(account, kind, reference), unitsOf(amount));
  }

  opened({ account, authority, holder, accountKind: kind, currency, cover, start }: PeriodOpenedFact): void {
    if (!this.accounts.has(account)) this.accounts.set(account, { account, authority, holder, kind, currency });
    if (cover !== undefined) this.#cover(account, cover, undefined, `${start}T00:00:00.000Z`);
  }

  apply(fact: DebtSide): void {
    switch (fact.kind) {
      case 'moved':
        this.#move(fact);
        return;
      case 'redenominated':
        this.#redenominate(fact);
        return;
      case 'received':
        this.#valueDays.set(receiptKey(fact.account, fact.receipt), fact.valueOn);
        return;
      case 'debt':
        this.#owe(fact);
        return;
      case 'contest':
        this.#contest(fact);
        return;
      case 'cover':
        this.#cover(fact.account, fact.cover, fact.overLimit, fact.at);
    }
  }

  #contest({ account, pair, currency, at, ended }: Extract<DebtSide, { kind: 'contest' }>): void {
    const contested = pair.kind === 'charge' ? this.#contestsOfCharge(keyOf(account, 'charge', pair.reference)) : this.#contested;
    const key = keyOf(account, pair.kind, pair.reference, pair.beneficiary);
    const known = contested.get(key);
    const amount = (known?.amount ?? 0n) + (ended ? -unitsOf(pair.amount) : unitsOf(pair.amount));
    contested.set(key, { account, pair, currency, since: known?.since ?? at, amount });
  }

  #contestsOfCharge(charge: string): Map<string, Contested> {
    const known = this.#contestedCharges.get(charge) ?? new Map<string, Contested>();
    this.#contestedCharges.set(charge, known);
    return known;
  }

  #bring(account: string, debt: Pick<PaidDebt, 'kind' | 'reference'>, receipt: string, units: bigint): void {
    const name = `${account}\n${debt.reference.toUpperCase()}`;
    const { by } = this.#paid.get(name) ?? { by: new Map<string, bigint>() };
    addTo(by, receipt, units);
    this.#paid.set(name, { ...debt, by });
  }

  #move({ how, account, on, receipt, pairs, released, overLimit, reason, tolerated, at }: MovedFact & { readonly at: string }): void {
    for (const { kind, reference, beneficiary, amount } of pairs) {
      const units = unitsOf(amount);
      const key = keyOf(account, kind, reference);
      addTo(this.#settled, key, units);
      addTo(this.#settled, keyOf(account, kind, reference, beneficiary), units);
      if (how === 'adjusted') addTo(this.#reduced, key, units);
      if (how === 'tolerated') {
        addTo(this.#tolerated, key, units);
        addTo(this.#tolerated, keyOf(account, kind, reference, beneficiary), units);
      }
      if (tolerated !== undefined) this.#tolerations.set(key, { version: tolerated.version, allowed: unitsOf(tolerated.allowed) });
      if (how === 'applied' && receipt !== undefined) this.#bring(account, { kind, reference }, receipt, units);
      if (how === 'applied' || how === 'reopened') this.#pay(key, this.#paidOn(account, receipt) ?? on, units);
      for (const name of [key, keyOf(account, kind, reference, beneficiary)]) this.#takeBack(name, units, how, reason, at);
    }
    this.#secure(account, released, overLimit, at);
  }

  /** When money was there, whenever it was applied. */
  #paidOn(account: string, receipt: string | undefined): string | undefined {
    return receipt === undefined ? undefined : this.#valueDays.get(receiptKey(account, receipt));
  }

  #pay(debt: string, on: string, amount: bigint): void {
    const known = this.#payments.get(debt);
    if (known === undefined) this.#payments.set(debt, [{ on, amount }]);
    else known.push({ on, amount });
  }

  #takeBack(debt: string, units: bigint, how: MovedFact['how'], reason: string | undefined, at: string): void {
    const reversal = this.#reversals.get(debt);
    if (how === 'reopened' && reason !== 'repaid')
      this.#reversals.set(debt, { amount: -units + (reversal?.amount ?? 0n), reason: reason ?? 'taken back', at });
    // What was tolerated beside a payment is open because that was taken back.
    if (how === 'tolerated' && reason === 'paymentReversed' && reversal !== undefined)
      this.#reversals.set(debt, { ...reversal, amount: reversal.amount - units });
  }

  #owe({ debt, account, reference, amount, dueOn, on }: Extract<DebtSide, { kind: 'debt' }>): void {
    if (on !== undefined) this.#interestOn.add(`${account}\n${on}`);
    const key = keyOf(account, debt, reference);
    const known = this.others.get(key) ?? { debt, account, reference, amount: 0n, dueOn: dueOn ?? '' };
    known.amount += unitsOf(amount);
    if (dueOn !== undefined) known.dueOn = dueOn;
    this.others.set(key, known);
  }

  #cover(account: string, { share, exposure, validTo }: StatedCover, overLimit: string | undefined, since: string): void {
    const over = overLimit === undefined ? excess(unitsOf(exposure), unitsOf(share)) : unitsOf(overLimit);
    const known = this.covers.get(account);
    this.covers.set(account, {
      share: unitsOf(share),
      exposure: unitsOf(exposure),
      over,
      since: known !== undefined && known.over > 0n && over > 0n ? known.since : since,
      ...(validTo === undefined ? {} : { validTo }),
    });
  }

  #secure(account: string, released: string | undefined, overLimit: string | undefined, at: string): void {
    const cover = this.covers.get(account);
    if (cover === undefined) return;
    if (overLimit !== undefined) {
      if (cover.over === 0n) cover.since = at;
      cover.over = unitsOf(overLimit);
      cover.exposure = cover.share + cover.over;
    }
    if (released === undefined) return;
    cover.over = excess(cover.over, unitsOf(released));
    cover.exposure = excess(cover.exposure, unitsOf(released));
  }
}

/** By how much one amount is more than another; nothing where it is not. */
const excess = (amount: bigint, limit: bigint): bigint => (amount > limit ? amount - limit : 0n);
