import { orderStream, type ConsignmentEvent, type ImportRunEvent, type OrderEvent } from '#advance-data';
import { textOf, unitsOf } from '#reconciliation';
import { type ReturnCaseEvent } from '#returns';
import { type BackBody, countOf, type Head, type MessageRow, nothing, type OrderHead, type Place, type Told, type ToldFact } from './told';

type DataOf<Name extends OrderEvent['type']> = Extract<OrderEvent, { type: Name }>['data'];

export const toldByOrder = (event: OrderEvent & Place, head: Head | undefined): Told => {
  switch (event.type) {
    case 'OrderRecorded':
      return ordered(event.data, event.stream);
    case 'OrderLinesRecorded':
      return head?.kind === 'order' ? linesOf(event.data.lines, event.stream, head) : nothing;
    case 'SupplyAttributed':
    case 'SupplyExcluded':
      return head?.kind === 'order' && head.buyer !== undefined ? supplied(event.data, buyerGroup(head.buyer, head.seller)) : nothing;
    case 'CreditRecorded':
      return {
        facts: [
          {
            topic: 'back',
            group: backGroup(event.data.creditedAt, event.data.seller),
            body: { kind: 'credit', reference: event.data.creditNumber },
          },
        ],
      };
    default:
      return nothing;
  }
};

const buyerGroup = (buyer: string, seller: string): string => `${buyer} ${seller}`;
const backGroup = (at: string, seller: string): string => `${at.slice(0, 7)} ${seller}`;

const ordered = (data: DataOf<'OrderRecorded'>, stream: string): Told => {
  const { seller, orderNumber: number, platform, buyer, buyerType, transactionType, orderedAt, destination, currency } = data;
  const goods = textOf(unitsOf(data.goods) - unitsOf(data.discount));
  const fields = { buyer: countOf([buyer !== undefined]), deliveryCountry: countOf([destination !== undefined]) };
  const message: MessageRow = {
    provider: seller,
    role: 'seller',
    kind: 'order',
    subject: stream,
    happenedAt: orderedAt,
    detail: transactionType,
    fields,
  };
  return {
    head: { kind: 'order', seller, number, buyerType, transactionType, orderedAt, ...(buyer === undefined ? {} : { buyer }) },
    facts:
      buyer === undefined
        ? []
        : [
            {
              topic: 'buyer',
              group: buyerGroup(buyer, seller),
              body: { order: { seller, number, buyer, orderedAt, currency, goods, ...(destination === undefined ? {} : { destination }) } },
            },
          ],
    messages: [message, ...(platform === undefined ? [] : [{ ...message, provider: platform, role: 'platform' as const }])],
  };
};

const supplied = (data: DataOf<'SupplyAttributed'> | DataOf<'SupplyExcluded'>, group: string): Told => {
  if (data.thresholdTest === undefined)
    return 'regime' in data && data.regime === 'OUTSIDE' ? { facts: [{ topic: 'buyer', group, body: { outside: data.reason } }] } : nothing;
  const { value, limit, currency } = data.thresholdTest;
  return { facts: [{ topic: 'buyer', group, body: { tested: { value, limit, currency } } }] };
};

type Line = DataOf<'OrderLinesRecorded'>['lines'][number];

const linesOf = (lines: readonly Line[], stream: string, { seller, orderedAt, transactionType }: OrderHead): Told => {
  const goods = lines.filter((line) => line.class === 'goods');
  if (goods.length === 0) return nothing;
  const fields = {
    hsCode: countOf(goods.map((line) => line.hsCode !== undefined)),
    origin: countOf(goods.map((line) => line.origin !== undefined)),
    description: countOf(goods.map((line) => line.description !== undefined)),
    productIdentifier: countOf(
      goods.map((line) => line.merchantProductIdentifier !== undefined || line.manufacturerProductIdentifier !== undefined),
    ),
  };
  return {
    facts: goods.flatMap((line) => productOf(line, seller)),
    messages: [
      { provider: seller, role: 'seller', kind: 'orderLines', subject: stream, happenedAt: orderedAt, detail: transactionType, fields },
    ],
  };
};

/**
 * A product is what its manufacturer calls it, else what its seller does. A line that tells neither an identifier nor an origin says
 * nothing new of its product.
 */
const productOf = (
  { sku, merchantProductIdentifier, manufacturerProductIdentifier, hsCode, origin, ordinal }: Line,
  seller: string,
): readonly ToldFact[] => {
  if (merchantProductIdentifier === undefined && manufacturerProductIdentifier === undefined && origin === undefined) return [];
  const group =
    manufacturerProductIdentifier === undefined
      ? `${seller}/${merchantProductIdentifier ?? sku}`
      : `manufacturer/${manufacturerProductIdentifier}`;
  return [
    {
      topic: 'product',
      group,
      body: { seller, ordinal, ...(hsCode === undefined ? {} : { hs6: hsCode.slice(0, 6) }), ...(origin === undefined ? {} : { origin }) },
    },
  ];
};

export const toldByConsignment = (event: ConsignmentEvent & Place, head: Head | undefined): Told => {
  switch (event.type) {
    case 'ConsignmentAdvised': {
      const { carrier, manifestId, masterDocument, grossMass, destination, dispatchedAt } = event.data;
      const orders = event.data.orders.map(({ seller, orderNumber }) => orderStream(seller, orderNumber));
      const fields = {
        orders: countOf([orders.length > 0]),
        manifestId: countOf([manifestId !== undefined]),
        masterDocument: countOf([masterDocument !== undefined]),
        grossMass: countOf([grossMass !== undefined]),
        deliveryCountry: countOf([destination !== undefined]),
      };
      return {
        head: { kind: 'consignment', carrier, orders },
        messages: [
          {
            provider: carrier,
            role: 'carrier',
            kind: 'manifest',
            subject: event.stream,
            happenedAt: dispatchedAt,
            detail: 'advised',
            fields,
          },
        ],
      };
    }
    case 'ConsignmentArrived': {
      const { arrivedAt } = event.data;
      const facts = [event.stream, ...(head?.kind === 'consignment' ? head.orders : [])].map((group): ToldFact => ({
        topic: 'arrival',
        group,
        body: { arrivedAt },
      }));
      return { facts, messages: statusOf(event.stream, head, 'arrived', arrivedAt) };
    }
    case 'ConsignmentDelivered':
      return { messages: statusOf(event.stream, head, 'delivered', event.data.deliveredAt) };
    case 'ConsignmentUndeliverable':
      return { messages: statusOf(event.stream, head, 'undeliverable', event.data.attemptedAt) };
    default:
      return nothing;
  }
};

const statusOf = (subject: string, head: Head | undefined, detail: string, happenedAt: string): readonly MessageRow[] =>
  head?.kind === 'consignment'
    ? [{ provider: head.carrier, role: 'carrier', kind: 'status', subject, happenedAt, detail, fields: {} }]
    : [];

export const toldByReturn = (event: ReturnCaseEvent & Place): Told => {
  if (event.type !== 'ReturnReported') return nothing;
  const { returnReference: reference, reportedAt, consignmentNumber: parcel, original, lines } = event.data;
  const { seller } = original;
  const body: BackBody = {
    kind: 'return',
    reference,
    ...(parcel === undefined ? {} : { parcel }),
    ...(seller === undefined ? {} : { seller }),
  };
  const serials = [...new Set(lines.flatMap(({ serial }) => serial ?? []))];
  return {
    facts: [
      ...(seller === undefined ? [] : [{ topic: 'back' as const, group: backGroup(reportedAt, seller), body }]),
      ...serials.map((serial): ToldFact => ({ topic: 'serial', group: serial, body })),
    ],
  };
};

/** Of lines that were rejected the log knows how many there were, and of whom they came where the import was of one seller. */
export const toldByImport = (event: ImportRunEvent & Place, head: Head | undefined): Told => {
  if (event.type === 'ImportStarted')
    return {
      head: {
        kind: 'import',
        provider: event.data.settings.find(({ name }) => name === 'seller')?.value ?? '-',
        startedAt: event.data.startedAt,
      },
    };
  if (event.type !== 'ImportCompleted' || head?.kind !== 'import') return nothing;
  const { read, rejected } = event.data;
  return {
    messages: [
      {
        provider: head.provider,
        role: 'import',
        kind: 'import',
        subject: event.stream,
        happenedAt: head.startedAt,
        detail: '-',
        fields: {},
        lines: { read, rejected },
      },
    ],
  };
};
