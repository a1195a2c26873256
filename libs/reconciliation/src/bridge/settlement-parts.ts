import { type CaseDimensions, type DimensionFilter, isWithin, unknownDimension } from '../case-index/case-dimensions';
import { type EvaluationContext } from '../evaluation-context';
import { partsOfReturn, partsOfStatement } from '../open-parts';
import { periodCaseKey, statementCaseKey } from '../period/period-key';
import { chargeOfReturn } from '../period/return-charge';
import { type FiledReturn } from '../settlement-book';
import { type BridgeEntry, type BridgePlace } from './bridge-entry';
import { openSteps } from './open-steps';
import { isStated, paidInPart, paymentOf, type StatedPeriod } from './statement-payment';

/** What a return or statement adds to the bridge by itself. */
export interface SettlementPart {
  /** Key of its period case. */
  readonly key: string;
  readonly kind: 'return' | 'statement';
  readonly reference: string;
  readonly holder: string;
  readonly entries: readonly BridgeEntry[];
}

const unknown = [unknownDimension];

/** A return goes with its holder and number, and by the countries that it is for; it is of no chapter. */
const ofReturn = ({ start, scheme, schemeNumber, holder }: FiledReturn, country: string): CaseDimensions => ({
  month: start.slice(0, 7),
  model: scheme === 'EU-SA' ? 'intermediary' : 'vendor',
  country,
  scheme,
  sellers: [holder],
  schemeNumbers: [schemeNumber],
  chapters: unknown,
});
/** What is told of a statement as a whole goes with its holder alone. */
const ofStatement = ({ start, holder }: StatedPeriod): CaseDimensions => ({
  month: start.slice(0, 7),
  model: 'intermediary',
  country: unknownDimension,
  scheme: unknownDimension,
  sellers: [holder],
  schemeNumbers: unknown,
  chapters: unknown,
});

/**
 * What belongs to no parcel: returns, their charges and payment, and what of a statement is open or too much without saying for which debt;
 * of all, or of those within a filter.
 */
export function* settlementParts(context: EvaluationContext, filter: DimensionFilter = {}): Generator<SettlementPart> {
  for (const filed of context.settlement.returns()) {
    const { reference, holder, schemeNumber, period } = filed;
    const countries = new Set([
      ...filed.balances.map(({ country }) => country),
      ...filed.charges.flatMap(({ lines }) => lines.map(({ beneficiary }) => beneficiary)),
    ]);
    const entries = [...countries]
      .filter((country) => isWithin(ofReturn(filed, country), filter))
      .flatMap((country) => returnEntries(filed, country, context));
    if (entries.length > 0) yield { key: periodCaseKey(schemeNumber, period), kind: 'return', reference, holder, entries };
  }
  for (const period of context.settlement.periods.values()) {
    if (!isStated(period) || !isWithin(ofStatement(period), filter)) continue;
    const entries = statementEntries(period, context);
    if (entries.length > 0)
      yield { key: statementCaseKey(period.id), kind: 'statement', reference: period.statement.reference, holder: period.holder, entries };
  }
}

/** A beneficiary's share of a return. */
const returnEntries = (filed: FiledReturn, country: string, context: EvaluationContext): readonly BridgeEntry[] => {
  const at: BridgePlace = { book: filed.authority, currency: filed.currency };
  const { payable, charged, fault } = chargeOfReturn(filed, context, country);
  const entries: BridgeEntry[] = [
    { kind: 'row', ...at, stage: 'returned', amount: payable },
    { kind: 'row', ...at, stage: 'charged', amount: charged },
    { kind: 'row', ...at, stage: 'stated', amount: charged },
  ];
  if (payable !== charged)
    entries.push({
      kind: 'step',
      ...at,
      from: 'payable',
      to: 'charged',
      reason: fault === undefined ? 'timing' : `break:${fault}`,
      amount: payable - charged,
    });
  const open = context.settlement.openOfReturn(filed, country) - (payable - charged);
  const tolerated = context.settlement.toleratedOfReturn(filed, country);
  entries.push(
    { kind: 'row', ...at, stage: 'settled', amount: charged - open - tolerated },
    { kind: 'row', ...at, stage: 'open', amount: open },
    ...toleratedStep(at, tolerated),
  );
  if (open < 0n) return [...entries, { kind: 'step', ...at, from: 'stated', to: 'settled', reason: 'break:B55', amount: open }];
  const parts = partsOfReturn(filed, country, context.settlement);
  // What was not charged was not stated either.
  const stated = { ...parts, unpaid: parts.unpaid - (payable - charged) };
  return [...entries, ...openSteps(at, stated, context.isDayBy(filed.authority, filed.dueOn))];
};

/** The rest of a short payment: not paid, and not open. */
const toleratedStep = (at: BridgePlace, amount: bigint): readonly BridgeEntry[] =>
  amount === 0n ? [] : [{ kind: 'step', ...at, from: 'stated', to: 'settled', reason: 'outside:tolerated', amount }];

/** Debts of a statement that is paid whole, or not at all, say so themselves. */
const statementEntries = (period: StatedPeriod, context: EvaluationContext): readonly BridgeEntry[] => {
  const at: BridgePlace = { book: period.authority, currency: period.currency };
  const { due, open, paid } = paymentOf(period, context);
  const { account, reference } = period.statement;
  const tolerated = context.settlement.debts.tolerated(account, 'statement', reference);
  if (paid === 'none' || (open === 0n && tolerated === 0n)) return [];
  const settled = (paid === 'whole' ? -open : due - open) - tolerated;
  const rows: readonly BridgeEntry[] = [
    { kind: 'row', ...at, stage: 'settled', amount: settled },
    { kind: 'row', ...at, stage: 'open', amount: open },
    ...toleratedStep(at, tolerated),
  ];
  if (paid === 'whole')
    return open === 0n ? rows : [...rows, { kind: 'step', ...at, from: 'stated', to: 'settled', reason: 'break:B55', amount: open }];
  return [
    ...rows,
    ...openSteps(at, partsOfStatement(period.statement, context.settlement), context.isDayBy(period.authority, period.statement.dueOn)),
    { kind: 'step', ...at, from: 'stated', to: 'settled', reason: paidInPart, amount: -due },
  ];
};
