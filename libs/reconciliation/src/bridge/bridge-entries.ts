import { type BreakCode } from '../break-catalogue';
import { type Disposition, noCurrency, type Reach } from '../case';
import { dividedByRate, timesRate, unitsOf } from '../exact-units';
import { type EvaluationContext } from '../evaluation-context';
import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { type DeclarationFacts, type OrderFacts } from '../parcel/parcel-facts';
import { chargeOfReturn } from '../period/return-charge';
import { type BridgeReason, type BridgeStage } from './bridge';

/** One contribution to the bridge: an amount at a stage, or the reason why an amount did not come from one stage to the next. */
export type BridgeEntry =
  | { readonly kind: 'row'; readonly book: string; readonly currency: string; readonly stage: BridgeStage; readonly amount: bigint }
  | { readonly kind: 'step'; readonly book: string; readonly currency: string; readonly from: BridgeStage; readonly to: BridgeStage; readonly reason: BridgeReason; readonly amount: bigint };

/** Whose book an order's value belongs to before anything is declared: by its destination. */
export type BookOfCountry = (country: string) => string | undefined;

const path: readonly Reach[] = ['ordered', 'paid', 'shipped', 'declared'];

const reasonOf = (disposition: Disposition): BridgeReason => {
  if (disposition.status === 'broken') return `break:${disposition.code}`;
  return disposition.status === 'outside' ? `outside:${disposition.reason}` : 'timing';
};

const bookOf = (order: OrderFacts, bookOfCountry: BookOfCountry): string => {
  const destination = order.head?.destination;
  return (destination === undefined ? undefined : bookOfCountry(destination)) ?? '-';
};

/** Value of goods: what was ordered, and how far each unit came. Units of one order and fate are one entry. */
export const valueEntries = (parcel: EvaluatedParcel, bookOfCountry: BookOfCountry): readonly BridgeEntry[] => {
  const entries: BridgeEntry[] = [];
  for (const order of parcel.facts.orders) {
    const book = bookOf(order, bookOfCountry);
    for (const [fate, amount] of byFate(order, parcel)) entries.push(...fateEntries(fate, { book, currency: order.head?.currency ?? noCurrency }, amount));
    entries.push(...headerEntries(order, book), ...captureEntries(order, parcel, book));
  }
  for (const { declarations } of parcel.facts.parcels) if (declarations[0] !== undefined) entries.push(...declaredEntries(declarations[0], parcel, bookOfCountry));
  return entries;
};

/** Exact value by stage reached and reason for going no further, joined by a line feed. */
const byFate = (order: OrderFacts, { parts }: EvaluatedParcel): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { share, money, reach, disposition } of parts) {
    if (share.order !== order) continue;
    const fate = `${reach}\n${reasonOf(disposition)}`;
    sums.set(fate, (sums.get(fate) ?? 0n) + money);
  }
  return sums;
};

const fateEntries = (fate: string, at: { readonly book: string; readonly currency: string }, amount: bigint): readonly BridgeEntry[] => {
  const [reach, reason] = fate.split('\n');
  const last = path.findIndex((stage) => stage === reach);
  const rows = path.slice(0, last + 1).map((stage): BridgeEntry => ({ kind: 'row', ...at, stage, amount }));
  const [from, to] = [path[last], path[last + 1]];
  return from === undefined || to === undefined || reason === undefined ? rows : [...rows, { kind: 'step', ...at, from, to, reason, amount }];
};

const linesOfClass = (order: OrderFacts, lineClass: string): bigint => order.lines.filter((l) => l.lineClass === lineClass).reduce((sum, l) => sum + unitsOf(l.unitPrice) * BigInt(l.quantity), 0n);

/** Freight, discount and the like that stand in the order's head and in no line of it. */
const headComponents = (order: OrderFacts): bigint => {
  if (order.head?.kind !== 'order') return 0n;
  const { freight, insurance, intangibles, discount } = order.head;
  return unitsOf(freight) + unitsOf(insurance) + unitsOf(intangibles) - unitsOf(discount) - linesOfClass(order, 'freight') - linesOfClass(order, 'discount');
};

const headerEntries = (order: OrderFacts, book: string): readonly BridgeEntry[] => {
  const amount = headComponents(order);
  if (amount === 0n || order.head === undefined) return [];
  const at = { book, currency: order.head.currency };
  const paid = order.payments.length > 0;
  const [from, to] = paid ? (['paid', 'shipped'] as const) : (['ordered', 'paid'] as const);
  const rows: BridgeEntry[] = (paid ? (['ordered', 'paid'] as const) : (['ordered'] as const)).map((stage) => ({ kind: 'row', ...at, stage, amount }));
  return [...rows, { kind: 'step', ...at, from, to, reason: 'outside:no_goods', amount }];
};

/** Captured money less the VAT in it, against the value it paid for: a break, or the rounding of lines to minor units. */
const captureEntries = (order: OrderFacts, { parts, breaks }: EvaluatedParcel, book: string): readonly BridgeEntry[] => {
  const currency = order.head?.currency;
  if (currency === undefined || order.payments.length === 0 || order.payments.some((p) => p.currency !== currency)) return [];
  const expected = parts.filter((p) => p.share.order === order && p.reach !== 'ordered').reduce((sum, p) => sum + p.money, headComponents(order));
  const vat = (order.supply?.rows ?? []).reduce((sum, row) => sum + unitsOf(row.vat), 0n);
  const captured = order.payments.reduce((sum, p) => sum + unitsOf(p.amount), 0n) - vat;
  const amount = expected - captured;
  if (amount === 0n) return [];
  const at = { book, currency };
  // Both steps: what the capture says differs from the value that goes on to the next stage by the same amount.
  const reason = breaks.some(({ code }) => code === 'B03') ? 'break:B03' : 'rounding';
  return [
    { kind: 'row', ...at, stage: 'paid', amount: -amount },
    { kind: 'step', ...at, from: 'ordered', to: 'paid', reason, amount },
    { kind: 'step', ...at, from: 'paid', to: 'shipped', reason, amount: -amount },
  ];
};

const valueFaults: readonly BreakCode[] = ['B23', 'B22', 'B26'];

/** Declared value against the value of the units it covers, in the order's currency. */
const declaredEntries = (declaration: DeclarationFacts, { parts, breaks }: EvaluatedParcel, bookOfCountry: BookOfCountry): readonly BridgeEntry[] => {
  const { head } = declaration;
  const own = parts.filter((p) => p.reach === 'declared' && 'parcel' in p.share && p.share.parcel.declarations[0] === declaration);
  const first = own[0];
  if (head === undefined || first === undefined || own.some((p) => p.currency !== first.currency)) return [];
  const stated = declaration.items.reduce((sum, item) => sum + unitsOf(item.goodsValue), 0n);
  const found = first.currency === head.currency ? stated : inOrderCurrency(stated, first.currency, head.exchange);
  if (found === undefined) return [];
  const amount = own.reduce((sum, p) => sum + p.money, 0n) - found;
  if (amount === 0n) return [];
  const at = { book: bookOf(first.share.order, bookOfCountry), currency: first.currency };
  const fault = valueFaults.find((code) => breaks.some((b) => b.code === code));
  return [
    { kind: 'row', ...at, stage: 'declared', amount: -amount },
    { kind: 'step', ...at, from: 'shipped', to: 'declared', reason: fault === undefined ? 'rounding' : `break:${fault}`, amount },
  ];
};

const inOrderCurrency = (value: bigint, currency: string, exchange: { readonly base: string; readonly quote: string; readonly rate: string } | undefined): bigint | undefined => {
  if (exchange?.quote === currency) return timesRate(value, unitsOf(exchange.rate));
  return exchange?.base === currency ? dividedByRate(value, unitsOf(exchange.rate)) : undefined;
};

/** Tax of a parcel: assessed and how it divides, charged, stated. */
export const taxEntries = (parcel: EvaluatedParcel, context: EvaluationContext): readonly BridgeEntry[] => {
  const entries: BridgeEntry[] = [];
  for (const declaration of parcel.facts.parcels.flatMap((p) => p.declarations)) entries.push(...assessedEntries(declaration, parcel), ...chargedEntries(declaration, parcel, context));
  return entries;
};

const assessedEntries = ({ assessment, charges }: DeclarationFacts, { breaks }: EvaluatedParcel): readonly BridgeEntry[] => {
  if (assessment === undefined) return [];
  const at = { book: assessment.authority, currency: assessment.currency };
  const sum = (pick: 'assessed' | 'relieved' | 'accountedElsewhere' | 'secured' | 'payable'): bigint => assessment.totals.reduce((total, line) => total + unitsOf(line[pick]), 0n);
  const stages = ['assessed', 'relieved', 'accountedElsewhere', 'secured', 'payable'] as const;
  const rows = stages.map((stage): BridgeEntry => ({ kind: 'row', ...at, stage, amount: sum(stage) }));
  const missing = sum('payable') - charges.reduce((total, charge) => total + unitsOf(charge.total), 0n);
  if (missing === 0n) return rows;
  const fault = breaks.find(({ code }) => code === 'B40' || code === 'B41');
  return [...rows, { kind: 'step', ...at, from: 'payable', to: 'charged', reason: fault === undefined ? 'timing' : `break:${fault.code}`, amount: missing }];
};

const chargedEntries = ({ head, assessment, charges }: DeclarationFacts, { breaks }: EvaluatedParcel, context: EvaluationContext): readonly BridgeEntry[] =>
  charges.flatMap((charge): readonly BridgeEntry[] => {
    const amount = unitsOf(charge.total);
    const at = { book: assessment?.authority ?? head?.authority ?? '-', currency: charge.currency };
    const charged: BridgeEntry = { kind: 'row', ...at, stage: 'charged', amount };
    const unfounded: readonly BridgeEntry[] = assessment === undefined ? [{ kind: 'step', ...at, from: 'payable', to: 'charged', reason: 'break:B41', amount: -amount }] : [];
    if (context.settlement.periods.get(charge.accountPeriod)?.statement !== undefined) return [charged, ...unfounded, { kind: 'row', ...at, stage: 'stated', amount }];
    return [charged, ...unfounded, { kind: 'step', ...at, from: 'charged', to: 'stated', reason: breaks.some(({ code }) => code === 'B62') ? 'break:B62' : 'timing', amount }];
  });

/** What belongs to no parcel: returns and their charges, and payment of returns and statements. */
export const settlementEntries = (context: EvaluationContext): readonly BridgeEntry[] => {
  const entries: BridgeEntry[] = [];
  const settle = (at: { readonly book: string; readonly currency: string }, due: bigint, open: bigint, overdue: boolean): void => {
    entries.push({ kind: 'row', ...at, stage: 'settled', amount: due - open }, { kind: 'row', ...at, stage: 'open', amount: open });
    if (open !== 0n) entries.push({ kind: 'step', ...at, from: 'stated', to: 'settled', reason: open < 0n ? 'break:B55' : overdue ? 'break:B54' : 'timing', amount: open });
  };
  for (const filed of context.settlement.returns()) {
    const at = { book: filed.authority, currency: filed.currency };
    const { payable, charged, fault } = chargeOfReturn(filed, context);
    entries.push({ kind: 'row', ...at, stage: 'returned', amount: payable }, { kind: 'row', ...at, stage: 'charged', amount: charged }, { kind: 'row', ...at, stage: 'stated', amount: charged });
    if (payable !== charged) entries.push({ kind: 'step', ...at, from: 'payable', to: 'charged', reason: fault === undefined ? 'timing' : `break:${fault}`, amount: payable - charged });
    const open = filed.balances.reduce((sum, b) => sum + context.settlement.openOfReturn(filed, b.country), 0n);
    settle(at, charged, open - (payable - charged), context.dayAt(filed.authority) > filed.dueOn);
  }
  for (const period of context.settlement.periods.values()) {
    if (period.accountKind !== 'deferment' || period.statement === undefined) continue;
    const open = context.settlement.openOfStatement(period.statement);
    settle({ book: period.authority, currency: period.currency }, unitsOf(period.statement.charged), open, context.dayAt(period.authority) > period.statement.dueOn);
  }
  return entries;
};
