import { type BreakCode, breakRank } from './break-catalogue';
import {
  type Break,
  noCurrency,
  type ByCurrency,
  type ByStatus,
  type Disposition,
  type MatchRule,
  type ReconciliationTotals,
} from './case';
import { textOf, unitsOf } from './exact-units';
import { type Tolerated } from './matching/agreement';
import { lineKey } from './parcel/allot-units';
import { type EvaluatedParcel, type EvaluatedPart } from './parcel/evaluate-parcel';
import { addAll, addTo } from './sums';

type Sums = Map<string, bigint>;
interface Tally {
  items: number;
  units: number;
  readonly money: Sums;
}
interface BreakTally {
  count: number;
  derived: number;
  readonly amount: Sums;
}

/** What cases come to so far: plain data that adds up. */
export interface TotalSums {
  cases: number;
  /** By status, outside by reason. */
  readonly tallies: Map<string, Tally>;
  readonly breaks: Map<BreakCode, BreakTally>;
  /** By rule: differences within tolerance. */
  readonly tolerated: Map<MatchRule, { count: number; readonly amount: Sums }>;
  readonly declared: { matched: number; inTransit: number; broken: number; invalidated: number };
}

const newTally = (): Tally => ({ items: 0, units: 0, money: new Map() });
/** Keys sorted, so that equal figures are equal documents. */
const record = <T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
const byCurrency = (sums: Sums): ByCurrency => record([...sums].map(([currency, amount]) => [currency, textOf(amount)] as const));

const graveness: Readonly<Record<Disposition['status'], number>> = { outside: 0, matched: 1, inTransit: 2, broken: 3 };
const keyOf = (disposition: Disposition): string =>
  disposition.status === 'outside' ? `outside/${disposition.reason}` : disposition.status;

/** Is told what a case comes to, figure by figure. */
export interface TotalsSink {
  /** Units with one status. */
  readonly units: (status: string, units: number, currency: string, money: bigint) => void;
  /** A line of an order, under the gravest status of its units. */
  readonly item: (status: string) => void;
  readonly declaredItems: (state: keyof TotalSums['declared'], items: number) => void;
  readonly broken: (found: Break) => void;
  readonly tolerated: (difference: Tolerated) => void;
}

/** Tells the figures of a case, one by one. */
export const tellTotals = (parcel: EvaluatedParcel, sink: TotalsSink): void => {
  const gravest = new Map<string, EvaluatedPart>();
  for (const part of parcel.parts) {
    sink.units(keyOf(part.disposition), part.share.units, part.currency, part.money);
    const key = lineKey(part.share.order.id, part.share.line.ordinal);
    const other = gravest.get(key);
    if (other === undefined || graveness[part.disposition.status] > graveness[other.disposition.status]) gravest.set(key, part);
  }
  for (const { disposition } of gravest.values()) sink.item(keyOf(disposition));
  tellDeclaredItems(parcel, sink);
  for (const found of parcel.breaks) sink.broken(found);
  for (const difference of parcel.findings.tolerated) sink.tolerated(difference);
};

/**
 * The back side: a declared item follows the units in its parcel, a repeated declaration is broken in itself, an invalidated one is taken
 * back.
 */
const tellDeclaredItems = ({ facts, status, parts }: EvaluatedParcel, sink: TotalsSink): void => {
  for (const parcel of facts.parcels) {
    for (const { items } of parcel.invalidated) sink.declaredItems('invalidated', items.length);
    const own =
      status === 'broken'
        ? parts.flatMap(({ share, disposition }) => ('parcel' in share && share.parcel === parcel ? [disposition.status] : []))
        : [];
    const state = own.length === 0 ? status : ((['broken', 'inTransit'] as const).find((one) => own.includes(one)) ?? 'matched');
    parcel.declarations.forEach(({ items }, i) => {
      sink.declaredItems(i > 0 ? 'broken' : state === 'outside' ? 'matched' : state, items.length);
    });
  }
};

/** Adds up what `reconcile` answers, case by case; its size follows the number of statuses, codes and currencies. */
export class TotalsBuilder {
  readonly sums: TotalSums = {
    cases: 0,
    tallies: new Map(),
    breaks: new Map(),
    tolerated: new Map(),
    declared: { matched: 0, inTransit: 0, broken: 0, invalidated: 0 },
  };
  readonly #sink: TotalsSink = {
    units: (status, units, currency, money) => {
      const tally = this.#tally(status);
      tally.units += units;
      addTo(tally.money, currency, money);
    },
    item: (status) => {
      this.#tally(status).items += 1;
    },
    declaredItems: (state, items) => {
      this.sums.declared[state] += items;
    },
    broken: ({ code, causedBy, amount, currency }) => {
      const tally = this.#break(code);
      if (causedBy !== undefined) tally.derived += 1;
      else {
        tally.count += 1;
        if (currency !== noCurrency) addTo(tally.amount, currency, unitsOf(amount));
      }
    },
    tolerated: ({ rule, currency, amount }) => {
      const tally = this.#tolerance(rule);
      tally.count += 1;
      addTo(tally.amount, currency, amount);
    },
  };

  /** Adds what other cases come to. */
  add({ cases, tallies, breaks, tolerated, declared }: TotalSums): void {
    this.sums.cases += cases;
    for (const [key, { items, units, money }] of tallies) {
      const tally = this.#tally(key);
      tally.items += items;
      tally.units += units;
      addAll(tally.money, money);
    }
    for (const [code, { count, derived, amount }] of breaks) {
      const tally = this.#break(code);
      tally.count += count;
      tally.derived += derived;
      addAll(tally.amount, amount);
    }
    for (const [rule, { count, amount }] of tolerated) {
      const tally = this.#tolerance(rule);
      tally.count += count;
      addAll(tally.amount, amount);
    }
    for (const state of ['matched', 'inTransit', 'broken', 'invalidated'] as const) this.sums.declared[state] += declared[state];
  }

  addParcel(parcel: EvaluatedParcel): void {
    this.sums.cases += 1;
    tellTotals(parcel, this.#sink);
  }

  addTolerated(differences: readonly Tolerated[]): void {
    for (const difference of differences) this.#sink.tolerated(difference);
  }

  addBreaks(breaks: readonly Break[]): void {
    for (const found of breaks) this.#sink.broken(found);
  }

  #tally(key: string): Tally {
    const found = this.sums.tallies.get(key) ?? newTally();
    this.sums.tallies.set(key, found);
    return found;
  }

  #tolerance(rule: MatchRule): { count: number; readonly amount: Sums } {
    const found = this.sums.tolerated.get(rule) ?? { count: 0, amount: new Map<string, bigint>() };
    this.sums.tolerated.set(rule, found);
    return found;
  }

  #break(code: BreakCode): BreakTally {
    const found = this.sums.breaks.get(code) ?? { count: 0, derived: 0, amount: new Map<string, bigint>() };
    this.sums.breaks.set(code, found);
    return found;
  }

  #byStatus<T>(pick: (tally: Tally) => T): ByStatus<T> {
    const outside = [...this.sums.tallies]
      .filter(([key]) => key.startsWith('outside/'))
      .map(([key, tally]) => [key.slice('outside/'.length), pick(tally)] as const);
    return {
      matched: pick(this.#tally('matched')),
      inTransit: pick(this.#tally('inTransit')),
      broken: pick(this.#tally('broken')),
      outside: record(outside),
    };
  }

  totals(head: Pick<ReconciliationTotals, 'rules' | 'asOf' | 'knownAt'>): ReconciliationTotals {
    const codes = [...this.sums.breaks].sort(([a], [b]) => breakRank(a) - breakRank(b));
    const { invalidated, ...declared } = this.sums.declared;
    return {
      ...head,
      cases: this.sums.cases,
      items: this.#byStatus((tally) => tally.items),
      units: this.#byStatus((tally) => tally.units),
      money: this.#byStatus((tally) => byCurrency(tally.money)),
      declaredItems: invalidated === 0 ? declared : { ...declared, invalidated },
      ...(this.sums.tolerated.size === 0
        ? {}
        : {
            tolerated: record(
              [...this.sums.tolerated].map(([rule, { count, amount }]) => [rule, { count, amount: byCurrency(amount) }] as const),
            ),
          }),
      breaks: record(codes.map(([code, { count, derived, amount }]) => [code, { count, derived, amount: byCurrency(amount) }] as const)),
    };
  }
}
