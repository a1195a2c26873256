import { textOf } from '#reconciliation';

/** A total of one stage, from a source of its own. */
export interface TieOutStage {
  readonly stage: 'orders' | 'assessments' | 'return' | 'statement' | 'assessed' | 'charged' | 'settled' | 'bank';
  /** Canonical text in the sheet's currency. */
  readonly amount: string;
  readonly source: string;
  readonly count?: number;
}
/** What a difference between two stages is made of. */
export interface TieOutReason {
  /** `timing`: what is missing may still come; a code: a break of the period; else how a debt ended without money. */
  readonly by: string;
  readonly amount: string;
}
export interface TieOutStep {
  readonly from: TieOutStage['stage'];
  readonly to: TieOutStage['stage'];
  readonly difference: string;
  readonly explained: readonly TieOutReason[];
  /** What nothing explains; zero where the stages tie. */
  readonly unexplained: string;
}
/** One return or statement from its goods to the bank: totals of each stage, and each difference taken apart, exactly. */
export interface TieOutSheet {
  readonly kind: 'return' | 'statement';
  readonly authority: string;
  readonly holder: string;
  readonly account: string;
  readonly reference: string;
  readonly period: string;
  readonly scheme?: string;
  readonly schemeNumber?: string;
  readonly currency: string;
  readonly dueOn: string;
  readonly stages: readonly TieOutStage[];
  readonly steps: readonly TieOutStep[];
  readonly ties: boolean;
}

/** A stage and its amount in exact units, with what may explain the step to the next one. */
export interface MeasuredStage extends Omit<TieOutStage, 'amount'> {
  readonly amount: bigint;
  /** Reasons with the amounts they account for, exact units; those of zero say nothing. */
  readonly next?: readonly { readonly by: string; readonly amount: bigint }[];
}

/** The end of a tie-out: how many sheets there were, and how many do not tie; as of a moment, as known at a position. */
export interface TieOutTotal {
  readonly kind: 'total';
  readonly position: string;
  readonly asOf: string;
  readonly sheets: number;
  readonly differing: number;
  readonly ties: boolean;
}

/** Sheets, and at last their total. */
export async function* withTotal(
  sheets: AsyncIterable<TieOutSheet>,
  position: string,
  asOf: string,
): AsyncGenerator<TieOutSheet | TieOutTotal> {
  let [count, differing] = [0, 0];
  for await (const sheet of sheets) {
    count += 1;
    if (!sheet.ties) differing += 1;
    yield sheet;
  }
  yield { kind: 'total', position, asOf, sheets: count, differing, ties: differing === 0 };
}

export type SheetHead = Omit<TieOutSheet, 'stages' | 'steps' | 'ties'>;

/** Puts a sheet together: a step ties when its difference is exactly what its reasons come to. */
export const sheetOf = (head: SheetHead, stages: readonly MeasuredStage[]): TieOutSheet => {
  const steps = stages.slice(1).flatMap((to, i): readonly TieOutStep[] => {
    const from = stages[i];
    if (from === undefined) return [];
    const reasons = (from.next ?? []).filter(({ amount }) => amount !== 0n);
    const difference = from.amount - to.amount;
    const unexplained = reasons.reduce((rest, { amount }) => rest - amount, difference);
    return [
      {
        from: from.stage,
        to: to.stage,
        difference: textOf(difference),
        explained: reasons.map(({ by, amount }) => ({ by, amount: textOf(amount) })),
        unexplained: textOf(unexplained),
      },
    ];
  });
  return {
    ...head,
    stages: stages.map(({ next: _next, amount, ...stage }) => ({ ...stage, amount: textOf(amount) })),
    steps,
    ties: steps.every(({ unexplained }) => unexplained === '0'),
  };
};
