import { type BreakCode } from '../break-catalogue';
import { type Disposition, noCurrency, type Reach } from '../case';
import { dividedByRate, timesRate, unitsOf } from '../exact-units';
import { type EvaluationContext } from '../evaluation-context';
import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { type ChargeChangeLeg, type ChargeLeg, type RedenominatedLeg } from '../legs/leg';
import { chargedOf, type DeclarationFacts, declaredValueOf, dueOf, openOf, refundableOf } from '../parcel/declaration-facts';
import { partsOfCharge } from '../open-parts';
import { countingDeclaration, type OrderFacts } from '../parcel/parcel-facts';
import { isPaidByItself } from '../settlement-book';
import { type BridgeReason } from './bridge';
import { type BridgeEntry, type BridgePlace } from './bridge-entry';
import { openSteps } from './open-steps';
import { isStated, paidInPart, paymentOf, reasonOfOpen } from './statement-payment';

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
    for (const [fate, amount] of byFate(order, parcel))
      entries.push(...fateEntries(fate, { book, currency: order.head?.currency ?? noCurrency }, amount));
    entries.push(...headerEntries(order, book), ...captureEntries(order, parcel, book));
  }
  for (const one of parcel.facts.parcels) {
    const counting = countingDeclaration(one);
    if (counting !== undefined) entries.push(...declaredEntries(counting, parcel, bookOfCountry));
  }
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
  return from === undefined || to === undefined || reason === undefined
    ? rows
    : [...rows, { kind: 'step', ...at, from, to, reason, amount }];
};

const linesOfClass = (order: OrderFacts, lineClass: string): bigint =>
  order.lines.filter((l) => l.lineClass === lineClass).reduce((sum, l) => sum + unitsOf(l.unitPrice) * BigInt(l.quantity), 0n);

/** Freight, discount and the like that stand in the order's head and in no line of it. */
const headComponents = (order: OrderFacts): bigint => {
  if (order.head?.kind !== 'order') return 0n;
  const { freight, insurance, intangibles, discount } = order.head;
  return (
    unitsOf(freight) +
    unitsOf(insurance) +
    unitsOf(intangibles) -
    unitsOf(discount) -
    linesOfClass(order, 'freight') -
    linesOfClass(order, 'discount')
  );
};

const headerEntries = (order: OrderFacts, book: string): readonly BridgeEntry[] => {
  const amount = headComponents(order);
  if (amount === 0n || order.head === undefined) return [];
  const at = { book, currency: order.head.currency };
  const paid = order.payments.length > 0;
  const [from, to] = paid ? (['paid', 'shipped'] as const) : (['ordered', 'paid'] as const);
  const rows: BridgeEntry[] = (paid ? (['ordered', 'paid'] as const) : (['ordered'] as const)).map((stage) => ({
    kind: 'row',
    ...at,
    stage,
    amount,
  }));
  return [...rows, { kind: 'step', ...at, from, to, reason: 'outside:no_goods', amount }];
};

/** Captured money less the VAT in it, against the value it paid for: a break, or the rounding of lines to minor units. */
const captureEntries = (order: OrderFacts, { parts, breaks }: EvaluatedParcel, book: string): readonly BridgeEntry[] => {
  const currency = order.head?.currency;
  if (currency === undefined || order.payments.length === 0 || order.payments.some((p) => p.currency !== currency)) return [];
  const expected = parts
    .filter((p) => p.share.order === order && p.reach !== 'ordered')
    .reduce((sum, p) => sum + p.money, headComponents(order));
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
const declaredEntries = (
  declaration: DeclarationFacts,
  { parts, breaks }: EvaluatedParcel,
  bookOfCountry: BookOfCountry,
): readonly BridgeEntry[] => {
  const { head } = declaration;
  const own = parts.filter((p) => p.reach === 'declared' && 'parcel' in p.share && countingDeclaration(p.share.parcel) === declaration);
  const first = own[0];
  if (head === undefined || first === undefined || own.some((p) => p.currency !== first.currency)) return [];
  const stated = declaredValueOf(declaration);
  const found = first.currency === head.currency ? stated : inOrderCurrency(stated, first.currency, head.exchange);
  if (found === undefined) return [];
  const amount = own.reduce((sum, p) => sum + p.money, 0n) - found;
  if (amount === 0n) return [];
  const at = { book: bookOf(first.share.order, bookOfCountry), currency: first.currency };
  const fault = valueFaults.find((code) => breaks.some((b) => b.code === code && b.causedBy === undefined));
  return [
    { kind: 'row', ...at, stage: 'declared', amount: -amount },
    { kind: 'step', ...at, from: 'shipped', to: 'declared', reason: fault === undefined ? 'rounding' : `break:${fault}`, amount },
  ];
};

const inOrderCurrency = (
  value: bigint,
  currency: string,
  exchange: { readonly base: string; readonly quote: string; readonly rate: string } | undefined,
): bigint | undefined => {
  if (exchange?.quote === currency) return timesRate(value, unitsOf(exchange.rate));
  return exchange?.base === currency ? dividedByRate(value, unitsOf(exchange.rate)) : undefined;
};

/** Tax of a parcel: assessed and how it divides, charged, stated, paid where it is paid by itself, given back. */
export const taxEntries = (parcel: EvaluatedParcel, context: EvaluationContext): readonly BridgeEntry[] => {
  const entries: BridgeEntry[] = [];
  for (const { declarations, invalidated } of parcel.facts.parcels)
    for (const declaration of [...declarations, ...invalidated])
      entries.push(...assessedEntries(declaration, parcel), ...chargedEntries(declaration, parcel, context));
  for (const { approval, refunds } of parcel.facts.claims)
    for (const { amount, currency } of refunds)
      entries.push({ kind: 'row', book: approval?.authority ?? '-', currency, stage: 'refunded', amount: unitsOf(amount) });
  return entries;
};

const assessedStages = ['assessed', 'relieved', 'accountedElsewhere', 'secured', 'payable'] as const;

const assessedEntries = (declaration: DeclarationFacts, { breaks }: EvaluatedParcel): readonly BridgeEntry[] => {
  const { assessment, invalidation, amended } = declaration;
  if (assessment === undefined) return [];
  const at = { book: assessment.authority, currency: assessment.currency };
  const payable = assessment.totals.reduce((total, line) => total + unitsOf(line.payable), 0n);
  const rows = assessment.totals.flatMap((line) =>
    assessedStages.map((stage): BridgeEntry => ({ kind: 'row', ...at, stage, taxType: line.taxType, amount: unitsOf(line[stage]) })),
  );
  if (amended !== 0n) rows.push({ kind: 'row', ...at, stage: 'amended', amount: amended });
  const takenBack = invalidation === undefined ? 0n : payable;
  if (takenBack !== 0n)
    rows.push(
      { kind: 'row', ...at, stage: 'invalidated', amount: takenBack },
      { kind: 'step', ...at, from: 'payable', to: 'charged', reason: 'outside:invalidated', amount: takenBack },
    );
  const missing = payable - takenBack - chargedOf(declaration);
  if (missing === 0n) return rows;
  const fault = breaks.find(({ code }) => chargeFaults.has(code));
  return [
    ...rows,
    {
      kind: 'step',
      ...at,
      from: 'payable',
      to: 'charged',
      reason: fault === undefined ? 'timing' : `break:${fault.code}`,
      amount: missing,
    },
  ];
};
/** Why a debt is not, or not only, on its account. */
const chargeFaults: ReadonlySet<BreakCode> = new Set(['B40', 'B41', 'B46', 'B15']);

const chargedEntries = (declaration: DeclarationFacts, parcel: EvaluatedParcel, context: EvaluationContext): readonly BridgeEntry[] => {
  const { head, assessment, charges, changes } = declaration;
  const [first] = charges;
  if (first === undefined && changes.length === 0) return [];
  const { periods } = context.settlement;
  const paidByItself = first !== undefined && isPaidByItself(periods.get(first.accountPeriod));
  const book = assessment?.authority ?? head?.authority ?? '-';
  const entries: BridgeEntry[] = [];
  for (const debt of [...charges.map(wholeCharge), ...changes.flatMap((change) => partsOfChange(change, charges))]) {
    const { total: amount, accountPeriod, currency } = debt;
    const at = { book, currency };
    entries.push({ kind: 'row', ...at, stage: 'charged', amount });
    if (assessment === undefined)
      entries.push({ kind: 'step', ...at, from: 'payable', to: 'charged', reason: 'break:B41', amount: -amount });
    if (paidByItself || periods.get(accountPeriod)?.statement !== undefined)
      entries.push({ kind: 'row', ...at, stage: 'stated', amount }, ...(paidByItself ? [] : statedEntries(debt, at, context)));
    else
      entries.push({
        kind: 'step',
        ...at,
        from: 'charged',
        to: 'stated',
        reason: parcel.breaks.some(({ code }) => code === 'B62') ? 'break:B62' : 'timing',
        amount,
      });
  }
  entries.push(...declaration.redenominated.flatMap((leg) => redenominatedSteps(leg, book)));
  const refundable = refundableOf(declaration);
  if (refundable !== 0n)
    entries.push({
      kind: 'step',
      book,
      currency: changes[0]?.currency ?? noCurrency,
      from: 'stated',
      to: 'settled',
      reason: 'outside:refundable',
      amount: -refundable,
    });
  return first !== undefined && paidByItself
    ? [...entries, ...paidEntries(declaration, first, { book, currency: first.currency }, context)]
    : entries;
};

/** What was assessed in the former currency leaves it before it is charged in the euro. */
const redenominatedSteps = ({ formerCurrency, currency, former, now }: RedenominatedLeg, book: string): readonly BridgeEntry[] => {
  const step = { kind: 'step', book, from: 'payable', to: 'charged', reason: 'outside:redenominated' } as const;
  return [
    { ...step, currency: formerCurrency, amount: unitsOf(former) },
    { ...step, currency, amount: -unitsOf(now) },
  ];
};

/**
 * A debt or a change of it as far as the bridge goes, exact units. `accountPeriod`: the period whose statement it is in, or changes.
 * `refundable`: paid, and not owed any more.
 */
interface BridgedDebt {
  readonly total: bigint;
  readonly refundable: bigint;
  readonly accountPeriod: string;
  readonly currency: string;
}
const wholeCharge = ({ total, accountPeriod, currency }: ChargeLeg): BridgedDebt => ({
  total: unitsOf(total),
  refundable: 0n,
  accountPeriod,
  currency,
});
/** An increase waits for its own statement; a decrease is one of the statement that the charge is in. */
const partsOfChange = (
  { lines, accountPeriod, account, reference, currency, stated }: ChargeChangeLeg,
  charges: readonly ChargeLeg[],
): readonly BridgedDebt[] =>
  lines.map(({ amount, refundable = '0' }) => {
    const charged =
      stated && amount.startsWith('-') ? charges.find((charge) => charge.account === account && charge.reference === reference) : undefined;
    return { total: unitsOf(amount), refundable: unitsOf(refundable), accountPeriod: charged?.accountPeriod ?? accountPeriod, currency };
  });

/** What was paid of a debt on a statement, and what is open: all of it or nothing, unless the statement was paid in part. */
const statedEntries = (
  { total, refundable, accountPeriod }: BridgedDebt,
  at: BridgePlace,
  context: EvaluationContext,
): readonly BridgeEntry[] => {
  const period = context.settlement.periods.get(accountPeriod);
  const amount = total + refundable;
  if (!isStated(period) || amount === 0n) return [];
  const { paid } = paymentOf(period, context);
  if (paid === 'whole') return [{ kind: 'row', ...at, stage: 'settled', amount }];
  if (paid === 'part') return [{ kind: 'step', ...at, from: 'stated', to: 'settled', reason: paidInPart, amount }];
  return [
    { kind: 'row', ...at, stage: 'open', amount },
    { kind: 'step', ...at, from: 'stated', to: 'settled', reason: reasonOfOpen(period, context), amount },
  ];
};

/** A debt that is paid by itself: what was paid of it, and what is open. */
const paidEntries = (
  declaration: DeclarationFacts,
  charge: ChargeLeg,
  at: { readonly book: string; readonly currency: string },
  context: EvaluationContext,
): readonly BridgeEntry[] => {
  const open = openOf(declaration);
  const rows: readonly BridgeEntry[] = [
    { kind: 'row', ...at, stage: 'settled', amount: chargedOf(declaration) + refundableOf(declaration) - open },
    { kind: 'row', ...at, stage: 'open', amount: open },
  ];
  if (open === 0n) return rows;
  if (open < 0n) return [...rows, { kind: 'step', ...at, from: 'stated', to: 'settled', reason: 'timing', amount: open }];
  const isEarly = context.isDayBy(context.settlement.periods.get(charge.accountPeriod)?.authority ?? '', dueOf(declaration, charge));
  return [...rows, ...openSteps(at, partsOfCharge(declaration, charge, context.settlement), isEarly)];
};
