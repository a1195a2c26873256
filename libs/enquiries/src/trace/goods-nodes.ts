import { findCharges, type ChargeRow } from '#accounts';
import { idOf, streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import { legsOfSubjects, namedBy } from '#reconciliation';
import { type CoveredSupply } from '#scheme-returns';
import { formatMoney } from '#money';
import { declaredLines, type DeclaredLine, orderNames } from '../lines/declared-lines';
import { type TaxOfLine } from '../lines/statement-lines';
import { eventsOfStream, type Log, originOf, ownersOfStream } from '../event-origin';
import { type OwnedNode, type TraceNode } from './trace-node';

export const chargeNode = ({
  charge,
  reference,
  total,
  currency,
  posted_on: on,
  holder,
  lines,
  kind,
  due_on: dueOn,
}: ChargeRow): OwnedNode => ({
  key: charge,
  owners: [holder],
  node: {
    kind: 'charge',
    subject: streamName('charge', charge),
    reference,
    on,
    amount: total,
    currency,
    parts: (lines as readonly TaxOfLine[]).map(({ taxType, beneficiary, amount }) => ({ taxType, beneficiary, amount })),
    says: { of: kind, dueOn },
  },
});

/** The charges of a declaration. */
export const chargesOf = async (views: ReadModel, declaration: string): Promise<readonly OwnedNode[]> =>
  (await findCharges(views, { subject: idOf(declaration) })).map(chargeNode);

/** What a charge is for. */
export const chargedThing = async (log: Log, views: ReadModel, charge: string): Promise<readonly OwnedNode[]> => {
  const [row] = await findCharges(views, { charge });
  if (row === undefined) return [];
  const subject = streamName(row.kind === 'declaration' ? 'declaration' : 'schemeReturn', row.subject);
  const owners = (await ownersOfStream(log, subject)) ?? [];
  return [
    {
      key: subject,
      owners,
      node: {
        kind: row.kind === 'declaration' ? 'declaration' : 'return',
        subject,
        reference: row.reference,
        amount: row.total,
        currency: row.currency,
      },
    },
  ];
};

/** The items of a declaration, as declared last. */
export const itemsOf = async (log: Log, views: ReadModel, declaration: string): Promise<readonly OwnedNode[]> => {
  const items = (await declaredLines(views, [declaration])).get(declaration) ?? [];
  const owners = (await ownersOfStream(log, declaration)) ?? [];
  const head = (await legsOfSubjects(views, [declaration], ['declaration'])).get(declaration)?.at(-1);
  return items.map((item) => ({ key: keyOfNumber(item.seq), owners, node: itemNode(declaration, item, head?.currency, head?.mrn) }));
};

/** Sorts as the number does. */
const keyOfNumber = (number: number): string => String(number).padStart(6, '0');

const itemNode = (
  declaration: string,
  { seq, hsCode, goodsValue, quantity }: DeclaredLine,
  currency: string | undefined,
  mrn: string | undefined,
): TraceNode => ({
  kind: 'item',
  subject: `${declaration}/${String(seq)}`,
  ...(mrn === undefined ? {} : { reference: `${mrn}/${String(seq)}` }),
  amount: goodsValue,
  ...(currency === undefined ? {} : { currency }),
  says: { hsCode, quantity },
});

/** The order lines that an item covers: the declarant's own words, so whoever may see the item sees them. */
export const coveredBy = async (log: Log, views: ReadModel, declaration: string, seq: number): Promise<readonly OwnedNode[]> => {
  const item = (await declaredLines(views, [declaration])).get(declaration)?.find((one) => one.seq === seq);
  const owners = (await ownersOfStream(log, declaration)) ?? [];
  return (item?.covers ?? []).map(({ order, seller, orderNumber, ordinal, quantity }) => ({
    key: `${order}/${keyOfNumber(ordinal)}`,
    owners: seller === undefined ? owners : [...owners, seller],
    node: {
      kind: 'orderLine',
      subject: `${order}/${String(ordinal)}`,
      ...(orderNumber === undefined ? {} : { reference: `${orderNumber}/${String(ordinal)}` }),
      says: { ...(seller === undefined ? {} : { seller }), quantity },
    },
  }));
};

/** The lines of an order. */
export const linesOfOrder = async (log: Log, views: ReadModel, order: string): Promise<readonly OwnedNode[]> => {
  const owners = (await ownersOfStream(log, order)) ?? [];
  const name = (await orderNames(views, [order])).get(order);
  const lines = ((await legsOfSubjects(views, [order], ['orderLines'])).get(order) ?? []).flatMap((leg) => leg.lines);
  return lines.map(({ ordinal, quantity, unitPrice, lineClass, hsCode }) => ({
    key: keyOfNumber(ordinal),
    owners,
    node: {
      kind: 'orderLine',
      subject: `${order}/${String(ordinal)}`,
      ...(name === undefined ? {} : { reference: `${name.orderNumber}/${String(ordinal)}` }),
      says: { class: lineClass, quantity, unitPrice, ...(hsCode === undefined ? {} : { hsCode }) },
    },
  }));
};

interface Lines {
  readonly lines?: readonly { readonly ordinal: number }[];
}

/** The events that told of an order line, the first as the last, each with its raw message. */
export const toldOfLine = async (log: Log, order: string, ordinal: number): Promise<readonly OwnedNode[]> => {
  const owners = (await ownersOfStream(log, order)) ?? [];
  const events = await eventsOfStream(log, order);
  return events
    .filter(({ data }) => (data as Lines).lines?.some((line) => line.ordinal === ordinal) ?? true)
    .map((event) => ({
      key: String(event.revision).padStart(12, '0'),
      owners,
      node: {
        kind: 'event',
        subject: `${order}@${String(event.revision)}`,
        reference: event.type,
        on: event.metadata.effectiveAt.slice(0, 10),
        origin: originOf(event, ordinal),
        says: { position: event.position },
      },
    }));
};

/** Declarations with items that cover an order, or one line of it. */
export const declaredAs = async (log: Log, views: ReadModel, order: string, ordinal: number | undefined): Promise<readonly OwnedNode[]> => {
  const declarations = (await namedBy(views, order)).filter((subject) => subject.startsWith('declaration-'));
  const items = await declaredLines(views, declarations);
  const heads = await legsOfSubjects(views, declarations, ['declaration']);
  const nodes: OwnedNode[] = [];
  for (const declaration of declarations) {
    const head = heads.get(declaration)?.at(-1);
    const covering = (items.get(declaration) ?? []).filter(({ covers }) =>
      covers.some((units) => units.order === order && (ordinal === undefined || units.ordinal === ordinal)),
    );
    if (covering.length === 0) continue;
    const owners = (await ownersOfStream(log, declaration)) ?? [];
    for (const item of covering)
      nodes.push({ key: `${declaration}/${keyOfNumber(item.seq)}`, owners, node: itemNode(declaration, item, head?.currency, head?.mrn) });
  }
  return nodes;
};

/** A supply as a return carries it: its order, with the tax at each rate. */
export const supplyNode = (
  supply: CoveredSupply,
  holder: string,
  names: ReadonlyMap<string, { readonly seller: string; readonly orderNumber: string }>,
): OwnedNode => {
  const { order, currency, country, kind, seq, at, rows, creditNumber } = supply;
  const text = (minor: bigint): string => formatMoney({ minor, currency });
  const name = names.get(order);
  return {
    key: String(seq).padStart(12, '0'),
    owners: [holder, ...(name === undefined ? [] : [name.seller])],
    node: {
      kind: 'order',
      subject: order,
      on: at.slice(0, 10),
      amount: text(rows.reduce((sum, { vat }) => sum + vat, 0n)),
      currency,
      ...(name === undefined ? {} : { reference: creditNumber ?? name.orderNumber }),
      parts: rows.map(({ rate, vat }) => ({ beneficiary: country, rate, amount: text(vat) })),
      says: { of: kind, taxable: text(rows.reduce((sum, { taxable }) => sum + taxable, 0n)) },
    },
  };
};
