import { canonicalJson, sha256Bytes } from '#event-catalogue';
import { apportion, moneyOf } from '#money';
import { type DebtName, type OpenItem, releasedBy } from './open-items';
import { type OpenPeriodState, type PeriodEventData, type PeriodTerms, type WindowTotal } from './open-period';
import { minorOf } from './period-amounts';
import { reserveOf } from './security';

/**
 * What a charge is until it is paid: on a deferment account nothing by itself, for it waits for the statement that sums it up (UCC Art.
 * 110(b)); a return is payable by itself (VAT Directive Art. 369v), and so is a charge on a prepaid or desk account (UCC Art. 108(1)).
 */
export const itemKindOf = ({ kind }: PeriodTerms): Extract<OpenItem['kind'], 'return' | 'charge'> | undefined => (kind === 'deferment' ? undefined : kind === 'scheme' ? 'return' : 'charge');

/** Rounding rule `guarantee-split`: what is reserved for a charge over its lines, in proportion, the remainder to the largest. */
const reservedByLine = (reserved: bigint, lines: readonly bigint[], currency: string): readonly bigint[] => {
  if (reserved === 0n) return lines.map(() => 0n);
  if (reserved === lines.reduce((sum, amount) => sum + amount, 0n)) return lines;
  return apportion(moneyOf(reserved, currency), lines).map(({ minor }) => minor);
};

type Line = Readonly<{ taxType: string; beneficiary: string }>;
const totalKey = ({ taxType, beneficiary }: Line): string => `${taxType}/${beneficiary}`;
/** What the window’s charges of a tax type and beneficiary come to. */
export const windowTotal = ({ totals }: OpenPeriodState, line: Line): WindowTotal => totals.get(totalKey(line)) ?? { taxType: line.taxType, beneficiary: line.beneficiary, amount: 0n, secured: 0n };

const withTotal = (state: OpenPeriodState, line: Line, amount: bigint, secured: bigint): OpenPeriodState => {
  const known = windowTotal(state, line);
  const total = { ...known, amount: known.amount + amount, secured: known.secured + secured };
  return { ...state, totals: state.totals.with(totalKey(line), total), securedInWindow: state.securedInWindow + secured };
};

/** A debt of the window: an open item of its own, or part of what the statement will say. */
const withDebt = (state: OpenPeriodState, line: Line, amount: bigint, secured: bigint, { reference, dueOn }: Readonly<{ reference: string; dueOn: string }>): OpenPeriodState => {
  const kind = itemKindOf(state.terms);
  const after = withTotal(state, line, amount, kind === undefined ? secured : 0n);
  if (kind === undefined) return after;
  const { taxType, beneficiary } = line;
  return { ...after, openItems: after.openItems.plus({ kind, reference, taxType, beneficiary, open: amount, dueOn, secured }) };
};

/** The debts of a charge, without the charge itself. */
export const withDebts = (state: OpenPeriodState, data: PeriodEventData<'ChargePosted'>): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const amounts = data.lines.map((line) => minor(line.amount));
  const reserved = reservedByLine(data.security === undefined ? 0n : minor(data.security.reserved), amounts, data.currency);
  return data.lines.reduce(
    (after, line, i) => {
      const [amount = 0n, secured = 0n] = [amounts[i], reserved[i]];
      return withDebt({ ...after, charged: after.charged + amount }, line, amount, secured, data);
    },
    state,
  );
};

export const posted = (state: OpenPeriodState, data: PeriodEventData<'ChargePosted'>): OpenPeriodState => ({ ...withDebts(state, data), charges: state.charges.with(data.charge, sha256Bytes(canonicalJson(data))) });

export const declined = (state: OpenPeriodState): OpenPeriodState => ({ ...state, declinedCount: state.declinedCount + 1 });

type Adjustment = Pick<PeriodEventData<'ChargeAdjusted'>, 'charge' | 'version' | 'reference' | 'currency' | 'lines' | 'dueOn' | 'original'>;

/** The open item that a decrease reduces; undefined for what no statement has made a debt of yet. */
export const adjustedItem = ({ terms }: OpenPeriodState, { reference, original }: Pick<Adjustment, 'reference' | 'original'>, { taxType, beneficiary }: Line): DebtName | undefined => {
  const kind = itemKindOf(terms);
  if (kind !== undefined) return { kind, reference, taxType, beneficiary };
  return original.statement === undefined ? undefined : { kind: 'statement', reference: original.statement, taxType, beneficiary };
};

/** An increase is a debt of this window; a decrease takes from what is open of the charge, and the guarantee follows. */
export const adjusted = (state: OpenPeriodState, data: Adjustment): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const after = data.lines.reduce((before, line) => {
    const amount = minor(line.amount);
    if (amount > 0n) return withDebt({ ...before, adjusted: before.adjusted + amount }, line, amount, reserveOf(before.security, amount), data);
    return line.reducesOpen === undefined ? before : reduced(before, data, line, minor(line.reducesOpen));
  }, state);
  return { ...after, adjustments: after.adjustments.with(adjustmentKey(data), true) };
};

export const adjustmentKey = ({ charge, version }: Pick<Adjustment, 'charge' | 'version'>): string => `${charge}/${String(version)}`;

const reduced = (state: OpenPeriodState, data: Adjustment, line: Line, amount: bigint): OpenPeriodState => {
  const after = { ...state, adjusted: state.adjusted - amount };
  const item = adjustedItem(state, data, line);
  // The statement says what the window’s charges came to; a reduction of an earlier statement's debt is no part of it.
  const inWindow = data.original.period === state.terms.period && data.original.statement === undefined;
  if (item === undefined) {
    const known = windowTotal(state, line);
    return withTotal(after, line, -amount, -releasedBy(amount, known.amount, known.secured));
  }
  const settled = { ...after, openItems: state.openItems.minus(item, amount).items };
  return inWindow ? withTotal(settled, line, -amount, 0n) : settled;
};
