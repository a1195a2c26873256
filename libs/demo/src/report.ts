import type { StatementIssued } from '#accounts';
import type { VerificationReport } from '#integrity';
import { formatMoney, moneyOf, signOf } from '#money';
import type { Bridge, ReconciliationTotals } from '#reconciliation';
import { regimeOf } from './parcel';
import type { BackEndTold } from './report-fold';
import type { TruthCheck } from './faults/check-truth';
import type { Trade } from './trade';
import type { Parcel } from './told-parcel';

/** The one document that tells the story; amounts are exact decimal text. `seconds` and `log` but for `content` may differ between runs. */
export interface DemoReport {
  readonly lines: Trade['lines'];
  readonly sums: Trade['sums'];
  /** Orders that are no credit, by regime or by the reason for having none. */
  readonly orders: Readonly<Record<string, number>>;
  readonly credits: Trade['credits'];
  /** Goods lines of the orders, and those of them that have a commodity code. */
  readonly classification: { readonly goods: number; readonly classified: number };
  readonly declarations: BackEndTold['declarations'];
  readonly assessed: Readonly<Record<string, unknown>>;
  readonly flatDuty: BackEndTold['flatDuty'];
  readonly returns: readonly Readonly<Record<string, unknown>>[];
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  readonly receipts: BackEndTold['receipts'];
  readonly open: Readonly<Record<string, unknown>>;
  readonly models: BackEndTold['models'];
  readonly reconciliation: ReconciliationTotals & { readonly bridges: readonly Bridge[] };
  /** The same question on the last day on which anything was ordered, when much is on its way. */
  readonly reconciliationOnLastDay: ReconciliationTotals;
  readonly trialBalance: Readonly<Record<string, Readonly<Record<string, { readonly debit: string; readonly credit: string }>>>>;
  readonly rates: { readonly carriedForward: number };
  /** Commands that the ledger refused, by stage and code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly verification: { readonly findings: VerificationReport['findings']; readonly findingCount: number };
  readonly legalNow: string;
  /** Faults that were planted, by the code that they must be found under; `truth.ndjson` in the data directory names each. */
  readonly planted: Readonly<Record<string, number>>;
  /** What the reconciliation made of them, where that was asked. */
  readonly truth?: TruthCheck;
  readonly log: { readonly events: number; readonly content: string; readonly head: string; readonly position: string };
  readonly seconds: Readonly<Record<string, number>>;
}

/** What is told of the front: all that is left of the trade once the ledger has it. */
export type FrontReport = Pick<DemoReport, 'lines' | 'sums' | 'orders' | 'credits' | 'classification'>;

export interface ReportParts {
  readonly front: FrontReport;
  readonly told: BackEndTold;
  readonly verified: VerificationReport;
  readonly reconciliation: DemoReport['reconciliation'];
  readonly reconciliationOnLastDay: ReconciliationTotals;
  readonly refused: DemoReport['refused'];
  readonly legalNow: string;
  readonly planted: DemoReport['planted'];
  readonly truth?: TruthCheck;
  readonly seconds: DemoReport['seconds'];
}

/** Counts the parcels of the front, so that none of them is kept for the report. */
export class FrontTally {
  readonly #orders = new Map<string, number>();
  #goods = 0;
  #classified = 0;

  count(parcel: Parcel): void {
    const regime = regimeOf(parcel);
    this.#orders.set(regime, (this.#orders.get(regime) ?? 0) + 1);
    for (const line of parcel.order.lines) {
      if (line.class !== 'goods') continue;
      this.#goods += 1;
      if (line.hsCode !== undefined) this.#classified += 1;
    }
  }

  report({ lines, sums, credits }: Trade): FrontReport {
    const orders = Object.fromEntries([...this.#orders].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { lines, sums, orders, credits, classification: { goods: this.#goods, classified: this.#classified } };
  }
}

const trialBalanceOf = ({ trialBalance }: VerificationReport): DemoReport['trialBalance'] => {
  const sums = new Map<string, Map<string, { debit: bigint; credit: bigint }>>();
  for (const { book, currency, debit, credit } of trialBalance) {
    const currencies = sums.get(book) ?? new Map<string, { debit: bigint; credit: bigint }>();
    sums.set(book, currencies);
    const sum = currencies.get(currency) ?? { debit: 0n, credit: 0n };
    currencies.set(currency, { debit: sum.debit + debit, credit: sum.credit + credit });
  }
  const text = (currencies: ReadonlyMap<string, { debit: bigint; credit: bigint }>) =>
    Object.fromEntries(
      [...currencies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([currency, { debit, credit }]) => [
          currency,
          { debit: formatMoney(moneyOf(debit, currency)), credit: formatMoney(moneyOf(credit, currency)) },
        ]),
    );
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([book, currencies]) => [book, text(currencies)]));
};

const statementOf = ({
  authority,
  holder,
  kind,
  period,
  statementReference,
  currency,
  dueOn,
  opening,
  charged,
  applied,
  closing,
  unapplied,
  chargeCount,
  totals,
}: StatementIssued) => ({
  authority,
  holder,
  kind,
  period,
  statementReference,
  currency,
  dueOn,
  opening,
  charged,
  applied,
  closing,
  unapplied,
  chargeCount,
  totals,
});

export const demoReport = ({
  front,
  told,
  verified,
  reconciliation,
  reconciliationOnLastDay,
  refused,
  legalNow,
  planted,
  truth,
  seconds,
}: ReportParts): DemoReport => ({
  ...front,
  declarations: told.declarations,
  assessed: told.assessed,
  flatDuty: told.flatDuty,
  returns: [...told.returns]
    .sort((a, b) => (`${a.scheme} ${a.period}` < `${b.scheme} ${b.period}` ? -1 : 1))
    .map(
      ({
        scheme,
        schemeNumber,
        period,
        returnReference,
        dueOn,
        currency,
        rows,
        corrections,
        balances,
        payable,
        supplies,
        adjustments,
      }) => ({
        scheme,
        schemeNumber,
        period,
        returnReference,
        dueOn,
        currency,
        rows,
        corrections,
        balances,
        payable,
        supplies,
        adjustments,
      }),
    ),
  // Accounts without a charge issue statements too; only those with something on them are told here.
  statements: [...told.statements]
    .filter(({ chargeCount, opening, applied }) => chargeCount > 0 || signOf(opening) !== 0 || signOf(applied) !== 0)
    .sort((a, b) => (`${a.authority} ${a.statementReference}` < `${b.authority} ${b.statementReference}` ? -1 : 1))
    .map(statementOf),
  receipts: told.receipts,
  open: told.open,
  models: told.models,
  reconciliation,
  reconciliationOnLastDay,
  trialBalance: trialBalanceOf(verified),
  rates: { carriedForward: told.carriedForward },
  refused,
  verification: { findings: verified.findings, findingCount: verified.findingCount },
  legalNow,
  planted,
  ...(truth === undefined ? {} : { truth }),
  log: { events: verified.events, content: verified.content, head: verified.head, position: verified.position },
  seconds,
});
