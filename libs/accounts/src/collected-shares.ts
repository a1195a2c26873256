import { canonicalJson, sha256Hex, sha256OfSet } from '#event-catalogue';
import { type AccountPeriodEvent } from './account-period.events';
import { amountsOf, minorOf } from './period-amounts';

/**
 * Money collected for a beneficiary on a day, or given back, signed minor units. `fact` names what it follows from, once: the logical key
 * of an event with the place in it. Refunds that were paid out are facts of the same shape, below zero.
 */
export type CollectionFact = Readonly<{
  fact: string;
  authority: string;
  beneficiary: string;
  taxType: string;
  currency: string;
  amount: bigint;
  day: string;
}>;
/** The authority of the account and the logical key (command id and index) of an event. */
export type FactSource = Readonly<{ authority: string; fact: string }>;

type Data<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];

/**
 * What the events of accounts say of money collected: allocated, open again, set off against a refund. Money on its way counts on the day
 * on which it becomes final, for until then it may be rejected. Derived state, changed in place.
 */
export class CollectionFacts {
  readonly #pending = new Map<string, readonly CollectionFact[]>();

  /** The facts that an event adds; events that collect nothing add none. */
  apply(event: AccountPeriodEvent, source: FactSource): readonly CollectionFact[] {
    switch (event.type) {
      case 'PaymentAllocated':
        return this.#allocated(event.data, source);
      case 'PaymentSettled': {
        const facts = this.#pending.get(event.data.receipt) ?? [];
        this.#pending.delete(event.data.receipt);
        return facts.map((fact) => ({ ...fact, day: event.data.settledOn }));
      }
      case 'PaymentReversed':
        return this.#reversed(event.data, source);
      case 'AllocationUndone':
        return this.#undone(event.data, source);
      case 'RefundOffset':
        return offsetFacts(event.data, source);
      default:
        return [];
    }
  }

  #allocated(
    { receipt, pairs, allocatedOn, currency, provisional }: Data<'PaymentAllocated'>,
    source: FactSource,
  ): readonly CollectionFact[] {
    const facts = pairs.map((pair, i) => factOf(source, String(i), pair, 1n, allocatedOn, currency));
    if (provisional !== true) return facts;
    this.#pending.set(receipt, [...(this.#pending.get(receipt) ?? []), ...facts]);
    return [];
  }

  /** Of money on its way nothing was collected yet: there is less of it to come. */
  #undone({ receipt, reopened, undoneOn, currency, provisional }: Data<'AllocationUndone'>, source: FactSource): readonly CollectionFact[] {
    const facts = reopened.map(({ debt }, i) => factOf(source, String(i), debt, -1n, undoneOn, currency));
    if (provisional !== true) return facts;
    this.#pending.set(receipt, [...(this.#pending.get(receipt) ?? []), ...facts]);
    return [];
  }

  #reversed({ receipt, reopened, reversedOn, currency, final }: Data<'PaymentReversed'>, source: FactSource): readonly CollectionFact[] {
    if (final) return reopened.map(({ debt }, i) => factOf(source, String(i), debt, -1n, reversedOn, currency));
    this.#pending.delete(receipt);
    return [];
  }
}

const factOf = (
  { authority, fact }: FactSource,
  place: string,
  { beneficiary, taxType, amount }: Readonly<{ beneficiary: string; taxType: string; amount: string }>,
  sign: 1n | -1n,
  day: string,
  currency: string,
): CollectionFact => ({
  fact: `${fact}/${place}`,
  authority,
  beneficiary,
  taxType,
  currency,
  day,
  amount: sign * minorOf(currency)(amount),
});

/**
 * The debt is collected by giving nothing back: what is refunded of the one tax pays the other, of the same beneficiary. Interest on a
 * repayment was never collected.
 */
const offsetFacts = ({ pairs, offsetOn, currency }: Data<'RefundOffset'>, source: FactSource): readonly CollectionFact[] =>
  pairs.flatMap(({ refundedTaxType, debt, interest }, i) => [
    factOf(source, `${String(i)}/settled`, debt, 1n, offsetOn, currency),
    ...(interest === true ? [] : [factOf(source, `${String(i)}/refunded`, { ...debt, taxType: refundedTaxType }, -1n, offsetOn, currency)]),
  ]);

/** What a share is asked for: half-open [from, to) in days of collection. */
export type ShareQuestion = Readonly<{ authority: string; beneficiary: string; currency: string; from: string; to: string }>;
/** What was collected by tax type, minor units, with the count and the digest of the facts that say so. */
export type CollectedShare = Readonly<{
  lines: readonly Readonly<{ taxType: string; collected: bigint }>[];
  factCount: number;
  factDigest: string;
}>;

/**
 * What was collected for a beneficiary in a time: allocated less open again and refunded. The digest is of the set of facts, in no order.
 */
export const collectedShare = (
  facts: Iterable<CollectionFact>,
  { authority, beneficiary, currency, from, to }: ShareQuestion,
): CollectedShare => {
  const sums = new Map<string, bigint>();
  const hashes: string[] = [];
  const text = amountsOf(currency);
  for (const one of facts) {
    if (one.authority !== authority || one.beneficiary !== beneficiary || one.currency !== currency || one.day < from || one.day >= to)
      continue;
    sums.set(one.taxType, (sums.get(one.taxType) ?? 0n) + one.amount);
    hashes.push(sha256Hex(canonicalJson([one.fact, one.taxType, text(one.amount), one.day])));
  }
  const lines = [...sums]
    .filter(([, collected]) => collected !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([taxType, collected]) => ({ taxType, collected }));
  return { lines, factCount: hashes.length, factDigest: sha256OfSet(hashes) };
};
