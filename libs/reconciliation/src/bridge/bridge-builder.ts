import { textOf } from '../exact-units';
import { type Bridge, type BridgeReason, type BridgeStage, bridgeStages, type BridgeStep } from './bridge';
import { type BridgeEntry } from './bridge-entries';

interface Because {
  amount: bigint;
  cases: number;
}
interface Draft {
  readonly book: string;
  readonly currency: string;
  readonly rows: Map<BridgeStage, bigint>;
  readonly steps: Map<string, { readonly from: BridgeStage; readonly to: BridgeStage; readonly because: Map<BridgeReason, Because> }>;
}

/** Drafts of waterfalls by book and currency: plain data that adds up. */
export type BridgeSums = ReadonlyMap<string, Draft>;

/** Adds entries up into one waterfall per book and currency; its size follows the number of books, stages and reasons. */
export class BridgeBuilder {
  readonly #drafts = new Map<string, Draft>();

  get sums(): BridgeSums {
    return this.#drafts;
  }

  /** Adds what other cases come to. */
  addAll(others: BridgeSums): void {
    for (const { book, currency, rows, steps } of others.values()) {
      const draft = this.#draft(book, currency);
      for (const [stage, amount] of rows) draft.rows.set(stage, (draft.rows.get(stage) ?? 0n) + amount);
      for (const { from, to, because } of steps.values())
        for (const [reason, { amount, cases }] of because) {
          const own = becauseOf(draft, { from, to, reason });
          own.amount += amount;
          own.cases += cases;
        }
    }
  }

  /** Entries of one case, so that each reason can say how many cases lie behind it. */
  add(entries: readonly BridgeEntry[]): void {
    const counted = new Set<Because>();
    for (const entry of entries) {
      const draft = this.#draft(entry.book, entry.currency);
      if (entry.kind === 'row') {
        draft.rows.set(entry.stage, (draft.rows.get(entry.stage) ?? 0n) + entry.amount);
        continue;
      }
      const because = becauseOf(draft, entry);
      because.amount += entry.amount;
      if (!counted.has(because)) because.cases += 1;
      counted.add(because);
    }
  }

  bridges(): readonly Bridge[] {
    return [...this.#drafts.values()].sort((a, b) => (`${a.book}/${a.currency}` < `${b.book}/${b.currency}` ? -1 : 1)).map(present);
  }

  #draft(book: string, currency: string): Draft {
    const key = `${book}\n${currency}`;
    const found = this.#drafts.get(key) ?? { book, currency, rows: new Map(), steps: new Map() };
    this.#drafts.set(key, found);
    return found;
  }
}

const becauseOf = (draft: Draft, { from, to, reason }: Pick<Extract<BridgeEntry, { kind: 'step' }>, 'from' | 'to' | 'reason'>): Because => {
  const key = `${from}/${to}`;
  const step = draft.steps.get(key) ?? { from, to, because: new Map<BridgeReason, Because>() };
  draft.steps.set(key, step);
  const because = step.because.get(reason) ?? { amount: 0n, cases: 0 };
  step.because.set(reason, because);
  return because;
};

const present = ({ book, currency, rows, steps }: Draft): Bridge => ({
  book,
  currency,
  rows: Object.fromEntries(bridgeStages.flatMap((stage) => (rows.has(stage) ? [[stage, textOf(rows.get(stage) ?? 0n)]] : []))),
  steps: [...steps.values()]
    .sort((a, b) => bridgeStages.indexOf(a.from) - bridgeStages.indexOf(b.from))
    .map(({ from, to, because }): BridgeStep => ({
      from,
      to,
      difference: textOf([...because.values()].reduce((sum, { amount }) => sum + amount, 0n)),
      because: Object.fromEntries([...because].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, { amount, cases }]) => [reason, { amount: textOf(amount), cases }])),
    })),
});
