import { type AssessableGoods, toAssessable } from '#declarations';
import { type AssessableDeclaration } from '#rules';
import { textOf, unitsOf } from '../exact-units';
import { type DeclarationItem, type DeclarationLeg, type OrderLine } from '../legs/leg';
import { type LineShare, lineKey } from './allot-units';
import { type DeclarationFacts } from './declaration-facts';

const header = (head: DeclarationLeg): Parameters<typeof toAssessable>[0]['header'] => ({
  ...head,
  buyerType: head.buyerType ?? 'consumer',
  transactionType: head.transactionType ?? 'B2C',
});

const goodsOf = (
  { covers: _covers, grossMass: _grossMass, ...item }: DeclarationItem,
  procedures: ReadonlySet<string>,
): AssessableGoods => ({ ...item, additionalProcedures: [...procedures] });

/** A declaration in its latest version as the rules read it. */
export const asDeclared = ({ items, procedures }: DeclarationFacts, head: DeclarationLeg): AssessableDeclaration =>
  toAssessable({ header: header(head), items: items.map((item) => goodsOf(item, procedures)) });

interface Gathered {
  readonly item: Omit<AssessableGoods, 'seq' | 'goodsValue' | 'quantity' | 'additionalProcedures'>;
  value: bigint;
  quantity: number;
}

/** One code says no other goods than another where one begins with the other. */
const agree = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

const isSameGoods = (item: DeclarationItem, line: OrderLine): boolean =>
  line.hsCode !== undefined &&
  agree(item.hsCode, line.hsCode) &&
  (line.origin === undefined || item.origin === undefined || item.origin === line.origin);

/**
 * The order's own word where it has one; how exactly the goods are told, and what is claimed for them, where that is no other goods, is the
 * declaration's.
 */
const itemFor = ({ line }: LineShare, declared: DeclarationItem | undefined, digits: number): Gathered['item'] | undefined => {
  if (line.hsCode === undefined) return undefined;
  if (declared !== undefined && isSameGoods(declared, line)) {
    const { hsCode, origin, preference, supplementaryQuantities, statedTaxes } = declared;
    return {
      hsCode,
      ...(origin === undefined ? {} : { origin }),
      ...(preference === undefined ? {} : { preference }),
      ...(supplementaryQuantities === undefined ? {} : { supplementaryQuantities }),
      ...(statedTaxes === undefined ? {} : { statedTaxes }),
    };
  }
  const origin = declared === undefined || declared.origin !== undefined ? (line.origin ?? declared?.origin) : undefined;
  return { hsCode: line.hsCode.slice(0, digits), ...(origin === undefined ? {} : { origin }) };
};

/**
 * The goods of a parcel as their order tells them, under the declaration's day, country and scheme: what the declaration was expected to
 * say. Undefined where the order does not tell enough: a line without a code, two orders of different currencies.
 */
export const asOrdered = (
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  whole: boolean,
): AssessableDeclaration | undefined => {
  const order = shares[0]?.order.head;
  if (order?.kind !== 'order' || shares.some((share) => share.order.head?.currency !== order.currency)) return undefined;
  if (!whole && order.currency !== head.currency) return undefined;
  const digits = head.dataset === 'H7' ? 6 : 8;
  const gathered = new Map<string, Gathered>();
  for (const share of shares) {
    const declared = declaration.items.find(({ covers }) =>
      covers.some((c) => c.order === share.order.id && c.ordinal === share.line.ordinal),
    );
    const item = itemFor(share, declared, digits);
    if (item === undefined) return undefined;
    const key = JSON.stringify(item);
    const known = gathered.get(key) ?? { item, value: 0n, quantity: 0 };
    known.value += share.price * BigInt(share.units);
    known.quantity += share.units;
    gathered.set(key, known);
  }
  const items = [...gathered.values()].map(({ item, value, quantity }, i) => ({
    ...item,
    seq: i + 1,
    goodsValue: textOf(value),
    quantity,
    additionalProcedures: [...declaration.procedures],
  }));
  const { freight, insurance, discount } = whole ? order : head;
  return toAssessable({ header: { ...header(head), currency: order.currency, freight, insurance, discount }, items });
};

/**
 * Whether items say of their order lines what the order says: nothing else decides their tax. Judged for every parcel, so without assessing
 * anything.
 */
export const isDeclaredAsOrdered = (
  { items }: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  whole: boolean,
): boolean => {
  const order = shares[0]?.order.head;
  if (order?.kind !== 'order' || order.currency !== head.currency) return false;
  if (
    whole &&
    (['freight', 'insurance', 'discount'] as const).some(
      (part) => order[part] !== head[part] && unitsOf(order[part]) !== unitsOf(head[part]),
    )
  )
    return false;
  const sums = items.map(() => ({ value: 0n, units: 0 }));
  const itemOf = new Map(items.flatMap(({ covers }, i) => covers.map((c) => [lineKey(c.order, c.ordinal), i] as const)));
  for (const share of shares) {
    const at = itemOf.get(lineKey(share.order.id, share.line.ordinal)) ?? -1;
    const [item, sum] = [items[at], sums[at]];
    if (item === undefined || sum === undefined || !isSameGoods(item, share.line)) return false;
    sum.value += share.price * BigInt(share.units);
    sum.units += share.units;
  }
  return items.every(({ goodsValue, quantity }, i) => sums[i]?.units === quantity && sums[i].value === unitsOf(goodsValue));
};
