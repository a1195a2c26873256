import { textOf } from '../exact-units';
import { addTo } from '../sums';
import { type Bridge, type BridgeReason, type BridgeStage, bridgeStages, type BridgeStep } from './bridge';
import { type BridgeEntry } from './bridge-entry';

interface Because {
  amount: bigint;
  cases: number;
}
interface Draft {
  readonly book: string;
  readonly currency: string;
  readonly rows: Map<BridgeStage, bigint>;
  /** By tax type and stage, joined by a line feed. */
  readonly taxes: Map<string, bigint>;
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
    for (const { book, currency, rows, taxes, steps } of others.values()) {
      const draft = this.#draft(book, currency);
      for (const [stage, amount] of rows) addTo(draft.rows, stage, amount);
      for (const [tax, amount] of taxes) addTo(draft.taxes, tax, amount);
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
        addTo(draft.rows, entry.stage, entry.amount);
        if (entry.taxType !== undefined) addTo(draft.taxes, taxKey(entry.taxType, entry.stage), entry.amount);
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
    const found = this.#drafts.get(key) ?? { book, currency, rows: new Map(), taxes: new Map(), steps: new Map() };
    this.#drafts.set(key, found);
    return found;
  }
}

export const taxKey = (taxType: string, stage: BridgeStage): string => `${taxType}\n${stage}`;
/** What `taxKey` joined. */
export const taxOf = (key: string): { readonly taxType: string; readonly stage: BridgeStage } => {
  const [taxType = '', stage] = key.split('\n');
  return { taxType, stage: stage as BridgeStage };
};

const becauseOf = (draft: Draft, { from, to, reason }: Pick<Extract<BridgeEntry, { kind: 'step' }>, 'from' | 'to' | 'reason'>): Because => {
  const key = `${from}/${to}`;
  const step = draft.steps.get(key) ?? { from, to, because: new Map<BridgeReason, Because>() };
  draft.steps.set(key, step);
  const because = step.because.get(reason) ?? { amount: 0n, cases: 0 };
  step.because.set(reason, because);
  return because;
};

const stagesOf = (amountOf: (stage: BridgeStage) => bigint | undefined): Bridge['rows'] =>
  Object.fromEntries(
    bridgeStages.flatMap((stage) => {
      const amount = amountOf(stage);
      return amount === undefined ? [] : [[stage, textOf(amount)]];
    }),
  );

const taxesOf = (taxes: Draft['taxes']): Pick<Bridge, 'byTaxType'> => {
  const types = [...new Set([...taxes.keys()].map((key) => taxOf(key).taxType))].sort();
  return types.length === 0
    ? {}
    : { byTaxType: Object.fromEntries(types.map((type) => [type, stagesOf((stage) => taxes.get(taxKey(type, stage)))])) };
};

const present = ({ book, currency, rows, taxes, steps }: Draft): Bridge => ({
  book,
  currency,
  rows: stagesOf((stage) => rows.get(stage)),
  ...taxesOf(taxes),
  steps: [...steps.values()]
    .sort((a, b) => bridgeStages.indexOf(a.from) - bridgeStages.indexOf(b.from))
    .map(({ from, to, because }): BridgeStep => ({
      from,
      to,
      difference: textOf([...because.values()].reduce((sum, { amount }) => sum + amount, 0n)),
      because: Object.fromEntries(
        [...because].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, { amount, cases }]) => [reason, { amount: textOf(amount), cases }]),
      ),
    })),
});
