import { type OpenItem } from './open-items';
import { namesIn } from './remittance';

/** Rules of allocation, stored with each pair (docs/accounting.md, allocation order): what the remittance names, then what is due first. */
export type AllocationRule = 'remittance-named' | 'due-date-order';
/** An open item and what of it is settled, minor units. */
export type AllocatedPair = Readonly<{ item: OpenItem; amount: bigint }>;
/** What one rule settled. */
export type AllocationStep = Readonly<{ rule: AllocationRule; pairs: readonly AllocatedPair[] }>;
/** What cash settled, rule by rule, and what is left of it, minor units. */
export type Allocation = Readonly<{ steps: readonly AllocationStep[]; remainder: bigint }>;

/** Total order of open items: due date, then reference, tax type and beneficiary. It knows no time of arrival. */
export const byDueDate = (a: OpenItem, b: OpenItem): number =>
  compareText(a.dueOn, b.dueOn) || compareText(a.reference, b.reference) || compareText(a.taxType, b.taxType) || compareText(a.beneficiary, b.beneficiary);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Divides cash (minor units, not negative) over open items: first those that the remittance names, then, unless `onlyNamed`, the others,
 * each in the order of due dates. What is left stays unapplied. An open item stands for many charges; which of them are covered is derived
 * inside the item by due date, acceptance and charge id, and needs no event.
 */
export const allocate = (cash: bigint, items: Iterable<OpenItem>, remittance: string | undefined, onlyNamed = false): Allocation => {
  const names = namesIn(remittance);
  const sorted = [...items].sort(byDueDate);
  const steps: AllocationStep[] = [];
  let remainder = cash;
  for (const rule of ['remittance-named', 'due-date-order'] as const) {
    if (rule === 'due-date-order' && onlyNamed) continue;
    const pairs: AllocatedPair[] = [];
    for (const item of sorted) {
      if (remainder === 0n) break;
      if (names.has(item.reference.toUpperCase()) !== (rule === 'remittance-named')) continue;
      const amount = item.open < remainder ? item.open : remainder;
      pairs.push({ item, amount });
      remainder -= amount;
    }
    if (pairs.length > 0) steps.push({ rule, pairs });
  }
  return { steps, remainder };
};
