import { type DebtClass } from '#rules';

/** What places a debt in the order in which debts fall due. */
type Dated = Readonly<{
  kind: 'statement' | 'return' | 'charge' | 'interest' | 'penalty';
  dueOn: string;
  reference: string;
  taxType: string;
  beneficiary: string;
}>;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Total order of open items: due date, then reference, tax type, beneficiary and kind. It knows no time of arrival. */
export const byDueDate = (a: Dated, b: Dated): number =>
  compareText(a.dueOn, b.dueOn) ||
  compareText(a.reference, b.reference) ||
  compareText(a.taxType, b.taxType) ||
  compareText(a.beneficiary, b.beneficiary) ||
  compareText(a.kind, b.kind);

/** Tax, interest on it or a penalty. */
export const debtClassOf = ({ kind }: Pick<Dated, 'kind'>): DebtClass => (kind === 'interest' || kind === 'penalty' ? kind : 'principal');

/** The same order as text within a class: what separates the parts comes before every character that they can have. */
export const dueKey = (item: Dated): string =>
  `${dueKeyOf(debtClassOf(item))}${item.dueOn}\u0001${item.reference}\u0001${item.taxType}\u0001${item.beneficiary}\u0001${item.kind}`;
/** How the keys of a class begin. */
export const dueKeyOf = (debtClass: DebtClass): string => `${debtClass}\u0001`;

/** Lists that are each in due order, as one. */
export function* mergedByDueDate<T extends Dated>(lists: readonly Iterator<T>[]): Generator<T> {
  const heads = lists.map((list) => ({ list, next: list.next() }));
  for (;;) {
    let first: { readonly list: Iterator<T>; next: IteratorResult<T, unknown> } | undefined;
    let item: T | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (item !== undefined && byDueDate(item, head.next.value) <= 0) continue;
      first = head;
      item = head.next.value;
    }
    if (first === undefined || item === undefined) return;
    yield item;
    first.next = first.list.next();
  }
}
