import { type OrderEvent } from '#advance-data';
import { sha256Hex } from '#event-catalogue';
import { contribute, known, type Located, nothing } from './contribution';
import { type Contribution, type OrderLine } from './leg';
import { shortBuyer } from '../matching/buyer';

type Told<Name extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Name }>;

/** What an order, its lines, its cancellation and its credits say. */
export const ofOrder = (event: Located<OrderEvent>, order: string): Contribution => {
  switch (event.type) {
    case 'OrderRecorded':
      return orderLeg(event, order);
    case 'OrderLinesRecorded':
      return contribute(event, order, { kind: 'orderLines', lines: event.data.lines.map(lineOf) });
    case 'OrderCancelled':
      return contribute(event, order, { kind: 'cancellation', cancelledAt: event.data.cancelledAt, lines: event.data.lines });
    case 'CreditRecorded':
      return creditLeg(event, order);
    default:
      return nothing;
  }
};

const orderLeg = (event: Located<Told<'OrderRecorded'>>, order: string): Contribution => {
  const { seller, orderNumber, currency, orderedAt, transactionType, freight, insurance, discount, intangibles, goods, lineCount } =
    event.data;
  const mark = markOf(event.data);
  const told = {
    ...known(event.data, ['destination', 'schemeNumber', 'schemeHolder']),
    ...(transactionType === 'B2C' ? {} : { transactionType }),
    ...(mark === undefined ? {} : { mark }),
    ...(event.data.buyer === undefined ? {} : { buyer: shortBuyer(event.data.buyer) }),
  };
  const contribution = contribute(
    event,
    order,
    {
      kind: 'order',
      seller,
      number: orderNumber,
      currency,
      orderedAt,
      freight,
      insurance,
      discount,
      intangibles,
      goods,
      lineCount,
      ...told,
    },
    [],
    [orderNumber],
  );
  return mark === undefined ? contribution : { ...contribution, marks: [{ mark, subject: order, position: event.position }] };
};

const creditLeg = (event: Located<Told<'CreditRecorded'>>, order: string): Contribution => {
  const { seller, creditNumber, currency, destination, creditedAt, lineCount } = event.data;
  return contribute(
    event,
    order,
    {
      kind: 'credit',
      seller,
      number: creditNumber,
      currency,
      creditedAt,
      lineCount,
      ...(destination === undefined ? {} : { destination }),
    },
    [],
    [creditNumber],
  );
};

/**
 * What a buyer buys of a seller, without when and under which number: begun with the buyer, so that all orders of one stand together.
 * Nothing can be said of a buyer who is not known.
 */
const markOf = (order: Told<'OrderRecorded'>['data']): string | undefined => {
  const { seller, buyer, destination = '', currency, goods, freight, insurance, discount, intangibles, lineCount } = order;
  if (buyer === undefined) return undefined;
  return (
    shortBuyer(buyer) +
    sha256Hex(JSON.stringify([seller, buyer, destination, currency, goods, freight, insurance, discount, intangibles, lineCount])).slice(
      0,
      16,
    )
  );
};

const lineOf = (line: Told<'OrderLinesRecorded'>['data']['lines'][number]): OrderLine => ({
  ordinal: line.ordinal,
  lineClass: line.class,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  ...known(line, ['hsCode', 'origin', 'grossMass', 'serial']),
});
