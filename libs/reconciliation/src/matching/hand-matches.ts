import { type Match } from '../case';
import { type FrontLeg, type HandMatchLeg, type Leg } from '../legs/leg';

const keyOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** What people said of pairs of subjects, the last word on each; legs are told in any order. */
export class HandMatches {
  readonly #last = new Map<string, HandMatchLeg>();

  hear(legs: readonly Leg[]): void {
    for (const leg of legs) {
      if (leg.kind !== 'handMatch') continue;
      const key = keyOf(leg.subject, leg.other);
      if ((this.#last.get(key)?.position ?? '') <= leg.position) this.#last.set(key, leg);
    }
  }

  /** Whether a key may join two subjects: not where somebody parted them. */
  mayJoin(a: string, b: string): boolean {
    return this.#last.size === 0 || this.#last.get(keyOf(a, b))?.standing !== 'broken';
  }

  /** Pairs that somebody joined. */
  get joined(): readonly (readonly [string, string])[] {
    return this.confirmed.map(({ subject, other }) => [subject, other]);
  }

  get confirmed(): readonly HandMatchLeg[] {
    return [...this.#last.values()].filter(({ standing }) => standing === 'confirmed');
  }

  /** Legs as they are to be read: they name what they belong to by hand, and do not name what they were parted from. */
  applied(legs: readonly Leg[]): readonly Leg[] {
    if (this.#last.size === 0) return legs;
    const others = new Map<string, string[]>();
    for (const [a, b] of this.joined)
      for (const [of, other] of [
        [a, b],
        [b, a],
      ] as const)
        others.set(of, [...(others.get(of) ?? []), other].sort());
    const known = new Set(legs.flatMap(({ kind, subject }) => (kind === 'order' || kind === 'credit' ? [subject] : [])));
    return legs.flatMap((leg) => {
      const named = others.get(leg.subject) ?? [];
      return isOfOrder(leg) && !known.has(leg.subject)
        ? ofKnown(
            leg,
            named.filter((other) => known.has(other)),
          )
        : [this.#read(leg, named)];
    });
  }

  #read(leg: Leg, others: readonly string[]): Leg {
    const kept = (named: readonly string[]): readonly string[] => named.filter((name) => this.mayJoin(leg.subject, name));
    switch (leg.kind) {
      case 'consignment':
        return { ...leg, orders: [...new Set([...kept(leg.orders), ...others.filter((other) => other.startsWith('order-'))])] };
      case 'declaration': {
        const { consignment, ...rest } = leg;
        const parcel =
          consignment !== undefined && this.mayJoin(leg.subject, consignment)
            ? consignment
            : others.find((other) => other.startsWith('consignment-'));
        return parcel === undefined ? rest : { ...rest, consignment: parcel };
      }
      case 'declarationItems':
        return {
          ...leg,
          items: leg.items.map((item) => ({ ...item, covers: item.covers.filter(({ order }) => this.mayJoin(leg.subject, order)) })),
        };
      case 'returnParcel':
      case 'returnReported':
      case 'returnMatched':
      case 'claim':
        return { ...leg, parents: kept(leg.parents) };
      default:
        return leg;
    }
  }
}

/** What somebody joined, as a case shows it. */
export const byHand = (legs: readonly Leg[]): readonly Match[] => {
  const hands = new HandMatches();
  hands.hear(legs);
  return hands.confirmed.map(({ subject, other, suggestion }) => ({
    rule: 'by-hand@1',
    legs: subject < other ? [subject, other] : [other, subject],
    tolerance: 'none',
    distance: 'not compared',
    score: suggestion?.score ?? 100,
  }));
};

/** What is told of an order before it is known lies under the name that was given; somebody may have said which order was meant. */
const ofOrders: ReadonlySet<Leg['kind']> = new Set<FrontLeg['kind']>(['payment', 'paymentProof', 'proofRequest', 'proofRequestEnd']);
const isOfOrder = (leg: Leg): boolean => ofOrders.has(leg.kind);

/** What is told of the order that was meant; a payment of several is told of each. */
const ofKnown = (leg: Leg, meant: readonly string[]): readonly Leg[] => {
  const [first = leg.subject] = meant;
  return leg.kind === 'payment' && meant.length > 1
    ? meant.map((subject) => ({ ...leg, subject, among: meant }))
    : [{ ...leg, subject: first }];
};
