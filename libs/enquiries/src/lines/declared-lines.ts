import { type ReadModel } from '#read-model';
import { type DeclarationItem, legsOfSubjects } from '#reconciliation';

/** Units of an order line that a declared item covers. `orderNumber` and `seller` are absent where nobody told of the order. */
export interface CoveredLine {
  readonly order: string;
  readonly seller?: string;
  readonly orderNumber?: string;
  readonly ordinal: number;
  readonly quantity: number;
}
/** An item as declared last, in the declaration's currency. */
export interface DeclaredLine extends Omit<DeclarationItem, 'covers'> {
  readonly covers: readonly CoveredLine[];
}

/** The items of declarations, by stream, in their latest version, with the order lines that they cover. */
export const declaredLines = async (
  views: ReadModel,
  declarations: readonly string[],
): Promise<ReadonlyMap<string, readonly DeclaredLine[]>> => {
  const items = new Map<string, DeclarationItem[]>();
  for (const [declaration, legs] of await legsOfSubjects(views, declarations, ['declaration', 'declarationItems'])) {
    let latest: DeclarationItem[] = [];
    for (const leg of legs)
      if (leg.kind === 'declaration') latest = [];
      else latest.push(...leg.items);
    items.set(declaration, latest);
  }
  const orders = new Set([...items.values()].flat().flatMap(({ covers }) => covers.map(({ order }) => order)));
  const names = await orderNames(views, orders);
  return new Map(
    [...items].map(([declaration, latest]) => [
      declaration,
      latest.map(({ covers, ...item }) => ({ ...item, covers: covers.map((units) => ({ ...units, ...names.get(units.order) })) })),
    ]),
  );
};

/** What orders and credits are called, by stream. */
export const orderNames = async (
  views: ReadModel,
  orders: Iterable<string>,
): Promise<ReadonlyMap<string, { readonly seller: string; readonly orderNumber: string }>> => {
  const heads = await legsOfSubjects(views, orders, ['order', 'credit']);
  return new Map(
    [...heads].flatMap(([order, [head]]) =>
      head === undefined ? [] : [[order, { seller: head.seller, orderNumber: head.number }] as const],
    ),
  );
};
