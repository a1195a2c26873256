import { canonicalJson, sha256Hex } from '#event-catalogue';
import { apportion, moneyOf } from '#money';
import { type OpenItem } from './open-items';
import { type OpenPeriodState, type PeriodEventData, type PeriodTerms } from './open-period';
import { minorOf } from './period-amounts';

/** SHA-256 of a charge's data in canonical JSON, as a string of 32 one-byte characters. */
const contentHash = (data: unknown): string => Buffer.from(sha256Hex(canonicalJson(data)), 'hex').toString('latin1');

export const totalKey = ({ taxType, beneficiary }: Readonly<{ taxType: string; beneficiary: string }>): string => `${taxType}/${beneficiary}`;

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

export const posted = (state: OpenPeriodState, data: PeriodEventData<'ChargePosted'>): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const amounts = data.lines.map((line) => minor(line.amount));
  const reserved = reservedByLine(data.security === undefined ? 0n : minor(data.security.reserved), amounts, data.currency);
  const kind = itemKindOf(state.terms);
  let { charged, totals, openItems, securedInWindow } = state;
  data.lines.forEach(({ taxType, beneficiary }, i) => {
    const [amount = 0n, secured = 0n] = [amounts[i], reserved[i]];
    charged += amount;
    const key = totalKey({ taxType, beneficiary });
    const known = totals.get(key);
    const inWindow = kind === undefined ? secured : 0n;
    totals = totals.with(key, { taxType, beneficiary, amount: (known?.amount ?? 0n) + amount, secured: (known?.secured ?? 0n) + inWindow });
    securedInWindow += inWindow;
    if (kind !== undefined) openItems = openItems.plus({ kind, reference: data.reference, taxType, beneficiary, open: amount, dueOn: data.dueOn, secured });
  });
  return { ...state, charged, totals, openItems, securedInWindow, charges: state.charges.with(data.charge, contentHash(data)) };
};

export const declined = (state: OpenPeriodState): OpenPeriodState => ({ ...state, declinedCount: state.declinedCount + 1 });
