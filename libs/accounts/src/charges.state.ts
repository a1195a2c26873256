import { apportion, moneyOf } from '#money';
import { contentHash } from './content-hash';
import { type DebtName, type OpenItem, releasedBy } from './open-items';
import { type OpenPeriodState, type PeriodEventData, type PeriodTerms, type WindowTotal } from './open-period';
import { minorOf } from './period-amounts';
import { reserveOf } from './security';

/**
 * What a charge is until it is paid: on a deferment account nothing by itself, for it waits for the statement that sums it up (UCC Art.
 * 110(b)); a return is payable by itself (VAT Directive Art. 369v), and so is a charge on a prepaid or desk account (UCC Art. 108(1)).
 */
export const itemKindOf = ({ kind }: Pick<PeriodTerms, 'kind'>): Extract<OpenItem['kind'], 'return' | 'charge'> | undefined =>
  kind === 'deferment' ? undefined : kind === 'scheme' ? 'return' : 'charge';

/** Rounding rule `guarantee-split`: what is reserved for a charge over its lines, in proportion, the remainder to the largest. */
export const reservedByLine = (reserved: bigint, lines: readonly bigint[], currency: string): readonly bigint[] => {
  if (reserved === 0n) return lines.map(() => 0n);
  if (reserved === lines.reduce((sum, amount) => sum + amount, 0n)) return lines;
  return apportion(moneyOf(reserved, currency), lines).map(({ minor }) => minor);
};

type Line = Readonly<{ taxType: string; beneficiary: string }>;
/** What debts of the window change; apart from the rest of the state, for a charge of two lines is folded a million times. */
type Debts = Readonly<Pick<OpenPeriodState, 'totals' | 'securedInWindow' | 'openItems'>>;
const totalKey = ({ taxType, beneficiary }: Line): string => `${taxType}/${beneficiary}`;
/** What the window’s charges of a tax type and beneficiary come to. */
export const windowTotal = ({ totals }: Pick<Debts, 'totals'>, line: Line): WindowTotal =>
  totals.get(totalKey(line)) ?? { taxType: line.taxType, beneficiary: line.beneficiary, amount: 0n, secured: 0n };

const withTotal = ({ totals, securedInWindow, openItems }: Debts, line: Line, amount: bigint, secured: bigint): Debts => {
  const known = windowTotal({ totals }, line);
  const total = { taxType: known.taxType, beneficiary: known.beneficiary, amount: known.amount + amount, secured: known.secured + secured };
  return { totals: totals.with(totalKey(line), total), securedInWindow: securedInWindow + secured, openItems };
};

type NewDebt = Readonly<{ line: Line; amount: bigint; secured: bigint; item: Readonly<{ reference: string; dueOn: string }> }>;
/** A debt of the window: an open item of its own, or part of what the statement will say. */
const withDebt = (terms: PeriodTerms, debts: Debts, { line, amount, secured, item: { reference, dueOn } }: NewDebt): Debts => {
  const kind = itemKindOf(terms);
  const after = withTotal(debts, line, amount, kind === undefined ? secured : 0n);
  if (kind === undefined) return after;
  const { taxType, beneficiary } = line;
  return { ...after, openItems: after.openItems.plus({ kind, reference, taxType, beneficiary, open: amount, dueOn, secured }) };
};

/** The debts of a charge, without the charge itself. */
export const withDebts = (state: OpenPeriodState, data: PeriodEventData<'ChargePosted'>, charges = state.charges): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const amounts = data.lines.map((line) => minor(line.amount));
  const reserved = reservedByLine(data.security === undefined ? 0n : minor(data.security.reserved), amounts, data.currency);
  let debts: Debts = state;
  let { charged } = state;
  data.lines.forEach((line, i) => {
    const [amount = 0n, secured = 0n] = [amounts[i], reserved[i]];
    charged += amount;
    debts = withDebt(state.terms, debts, { line, amount, secured, item: data });
  });
  const { totals, securedInWindow, openItems } = debts;
  return { ...state, charged, totals, securedInWindow, openItems, charges };
};

export const posted = (
  state: OpenPeriodState,
  { data, text }: Readonly<{ data: PeriodEventData<'ChargePosted'>; text?: string | undefined }>,
): OpenPeriodState => withDebts(state, data, state.charges.with(data.charge, contentHash(data, text)));

export const declined = (state: OpenPeriodState): OpenPeriodState => ({ ...state, declinedCount: state.declinedCount + 1 });

type Adjustment = Pick<PeriodEventData<'ChargeAdjusted'>, 'charge' | 'version' | 'reference' | 'currency' | 'lines' | 'dueOn' | 'original'>;

/** The open item that a decrease reduces; undefined for what no statement has made a debt of yet. */
export const adjustedItem = (
  { terms }: OpenPeriodState,
  { reference, original }: Pick<Adjustment, 'reference' | 'original'>,
  { taxType, beneficiary }: Line,
): DebtName | undefined => {
  const kind = itemKindOf(terms);
  if (kind !== undefined) return { kind, reference, taxType, beneficiary };
  return original.statement === undefined ? undefined : { kind: 'statement', reference: original.statement, taxType, beneficiary };
};

/** An increase is a debt of this window; a decrease takes from what is open of the charge, and the guarantee follows. */
export const adjusted = (state: OpenPeriodState, data: Adjustment): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const after = data.lines.reduce((before, line) => {
    const amount = minor(line.amount);
    if (amount > 0n)
      return {
        ...before,
        adjusted: before.adjusted + amount,
        ...withDebt(before.terms, before, { line, amount, secured: reserveOf(before.security, amount), item: data }),
      };
    return line.reducesOpen === undefined
      ? before
      : { ...before, adjusted: before.adjusted - minor(line.reducesOpen), ...reduced(before, data, line, minor(line.reducesOpen)) };
  }, state);
  return { ...after, adjustments: after.adjustments.with(adjustmentKey(data), true) };
};

const reduced = (state: OpenPeriodState, data: Adjustment, line: Line, amount: bigint): Debts => {
  const item = adjustedItem(state, data, line);
  if (item === undefined) {
    const known = windowTotal(state, line);
    return withTotal(state, line, -amount, -releasedBy(amount, known.amount, known.secured));
  }
  const settled = { totals: state.totals, securedInWindow: state.securedInWindow, openItems: state.openItems.minus(item, amount).items };
  // The statement says what the window’s charges came to; a reduction of an earlier debt is no part of it.
  return data.original.period === state.terms.period ? withTotal(settled, line, -amount, 0n) : settled;
};

export const adjustmentKey = ({ charge, version }: Pick<Adjustment, 'charge' | 'version'>): string => `${charge}/${String(version)}`;
