import {
  type AccountPeriodEvent,
  type BeneficiaryEvent,
  type CollectedShare,
  collectedShare,
  type CollectionFact,
  CollectionFacts,
  type EstablishShare,
  type ShareQuestion,
} from '#accounts';
import type { Recorded } from '#event-catalogue';
import { parseMoney } from '#money';
import type { RefundClaimEvent } from '#returns';

/** Stream categories that say what was collected, given back and handed on. */
export const revenueCategories: readonly string[] = ['accountPeriod', 'beneficiary', 'refundClaim'];

/** A share as it was established. */
export type BeneficiaryShare = Extract<BeneficiaryEvent, { readonly type: 'BeneficiaryShareEstablished' }>['data'];
type Told = Recorded<AccountPeriodEvent | BeneficiaryEvent | RefundClaimEvent>;
type Owner = Readonly<{ authority: string; beneficiary: string; currency: string }>;

const keyOf = ({ authority, beneficiary, currency }: Owner): string => `${authority} ${beneficiary} ${currency}`;

/** A distribution is named by whoever establishes it, once for each beneficiary and currency. */
const nameOf = (share: Owner & Readonly<{ distribution: string }>): string => `${keyOf(share)} ${share.distribution}`;

/**
 * What was collected and not handed on yet, by authority, beneficiary and currency, folded from the events of the categories above in log
 * order. A fact of days that a share has told already counts on the first day of the next share, so that nothing is left out. Derived
 * state, changed in place; an event taken twice in a row changes nothing for shares.
 */
export class CollectedRevenue {
  readonly #facts = new CollectionFacts();
  readonly #authorities = new Map<string, string>();
  readonly #byOwner = new Map<string, CollectionFact[]>();
  /** Where the next share begins. */
  readonly #next = new Map<string, string>();
  readonly #established = new Map<string, BeneficiaryShare>();
  readonly #paid = new Set<string>();

  take(event: Recorded): void {
    const told = event as Told;
    switch (told.type) {
      case 'PeriodOpened':
        this.#authorities.set(told.data.account, told.data.authority);
        break;
      case 'BeneficiaryShareEstablished':
        this.#establish(told.data);
        break;
      case 'BeneficiaryDistributed':
        this.#paid.add(nameOf(told.data));
        break;
      case 'RefundPaid':
        this.#refunded(told.data, factOf(told));
        break;
      default:
        this.#collected(told);
    }
  }

  /**
   * What each beneficiary is to get of the days before `to`, in order of authority, beneficiary and currency: a share goes on where the one
   * before ended, the first begins on `from`, or with the first fact.
   */
  shares(to: string, { authority, from }: Readonly<{ authority?: string; from?: string }> = {}): readonly EstablishShare[] {
    return [...this.#byOwner]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, facts]) => {
        const [first] = facts;
        if (first === undefined || (authority !== undefined && first.authority !== authority)) return [];
        const start = this.#next.get(key) ?? from ?? facts.reduce((least, { day }) => (day < least ? day : least), to);
        if (start >= to) return [];
        const question = { authority: first.authority, beneficiary: first.beneficiary, currency: first.currency, from: start, to };
        return [
          {
            type: 'EstablishShare' as const,
            distribution: `${first.authority}/${first.beneficiary}/${first.currency}/${to}`,
            ...question,
            ...collectedShare(facts, question),
          },
        ];
      });
  }

  /** What was collected in the days asked for, of what no share has told; a share that was established under this name is what it told. */
  share(distribution: string, question: ShareQuestion): CollectedShare {
    const told = this.#established.get(nameOf({ ...question, distribution }));
    if (told === undefined) return collectedShare(this.#byOwner.get(keyOf(question)) ?? [], question);
    const lines = told.lines.map(({ taxType, collected }) => ({ taxType, collected: parseMoney(collected, told.currency).minor }));
    return { lines, factCount: told.factCount, factDigest: told.factDigest };
  }

  /** Shares that were established, in the order of the log; of those that end on `to`, or of those that nobody has paid yet. */
  established(of: Readonly<{ to: string }> | 'unpaid'): readonly BeneficiaryShare[] {
    return [...this.#established.values()].filter((share) => (of === 'unpaid' ? !this.#paid.has(nameOf(share)) : share.to === of.to));
  }

  #collected(told: Told): void {
    const { account } = told.data as { readonly account?: string };
    const authority = account === undefined ? undefined : this.#authorities.get(account);
    if (authority !== undefined)
      for (const fact of this.#facts.apply(told as AccountPeriodEvent, { authority, fact: factOf(told) })) this.#add(fact);
  }

  #refunded(
    { authority, currency, paidOn, lines = [] }: Extract<RefundClaimEvent, { readonly type: 'RefundPaid' }>['data'],
    fact: string,
  ): void {
    lines.forEach(({ taxType, beneficiary, amount }, i) => {
      this.#add({
        fact: `${fact}/${String(i)}`,
        authority,
        beneficiary,
        taxType,
        currency,
        amount: -parseMoney(amount, currency).minor,
        day: paidOn,
      });
    });
  }

  #establish(share: BeneficiaryShare): void {
    const key = keyOf(share);
    this.#established.set(nameOf(share), share);
    this.#next.set(key, share.to);
    this.#byOwner.set(
      key,
      (this.#byOwner.get(key) ?? []).filter(({ day }) => day >= share.to),
    );
  }

  #add(fact: CollectionFact): void {
    const key = keyOf(fact);
    const next = this.#next.get(key);
    const counted = next !== undefined && fact.day < next ? { ...fact, day: next } : fact;
    const known = this.#byOwner.get(key);
    if (known === undefined) this.#byOwner.set(key, [counted]);
    else known.push(counted);
  }
}

const factOf = ({ metadata: { commandId, index } }: Recorded): string => `${commandId}/${index}`;

/** EndToEndId under which a share goes out: it follows from the share, so that a payment ordered again is the same payment to the bank. */
export const distributionReference = (distribution: string): string => `D-${distribution}`;
