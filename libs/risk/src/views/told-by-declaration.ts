import { orderStream } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { unitsOf } from '#reconciliation';
import { type DeclaredItem } from '../facts';
import { type DeclarationHead, type Head, nothing, type Place, type Told, type ToldFact } from './told';

type DataOf<Name extends DeclarationEvent['type']> = Extract<DeclarationEvent, { type: Name }>['data'];

export const toldByDeclaration = (event: DeclarationEvent & Place, known: Head | undefined): Told => {
  const head = known?.kind === 'declaration' ? known : undefined;
  switch (event.type) {
    case 'DeclarationLodged':
    case 'DeclarationAmended':
      return declared(event.data, event.stream, head);
    case 'DeclarationItemsRecorded':
      return head === undefined ? nothing : itemsOf(event.data.items, event.stream, head);
    case 'DeclarationInvalidated':
      return head === undefined ? nothing : { facts: ended(head, event.stream), head: { ...head, peers: [] } };
    default:
      return nothing;
  }
};

const declaredGroup = (seller: string | undefined, stream: string): string => `${seller ?? '-'} ${stream}`;

/** Wherever a version is, it counts no more. */
const ended = ({ version, seller, schemeNumber, peers }: DeclarationHead, stream: string): readonly ToldFact[] => [
  { topic: 'declared', group: declaredGroup(seller, stream), body: { ended: version } },
  ...(schemeNumber === undefined ? [] : [{ topic: 'scheme' as const, group: schemeNumber, body: { ended: version } }]),
  ...peers.map((group): ToldFact => ({ topic: 'peer', group, body: { ended: version } })),
];

const declared = (
  data: DataOf<'DeclarationLodged'> | DataOf<'DeclarationAmended'>,
  stream: string,
  before: DeclarationHead | undefined,
): Told => {
  const {
    version,
    mrn,
    seller,
    jurisdiction,
    buyerType,
    transactionType,
    currency,
    discount,
    exchangeRow,
    acceptedOn,
    dispatchCountry,
    schemeNumber,
  } = data;
  const head: Omit<DeclarationHead, 'peers'> = {
    kind: 'declaration',
    version,
    mrn,
    jurisdiction,
    buyerType,
    transactionType,
    currency,
    acceptedOn,
    dispatchCountry,
    ...(unitsOf(discount) === 0n ? {} : { discount }),
    ...(seller === undefined ? {} : { seller }),
    ...(schemeNumber === undefined ? {} : { schemeNumber }),
    ...(exchangeRow === undefined ? {} : { exchange: { base: exchangeRow.base, quote: exchangeRow.quote, rate: exchangeRow.rate } }),
  };
  const imported = { version, mrn, dispatchCountry, acceptedOn, ...(seller === undefined ? {} : { seller }) };
  return {
    head: { ...head, peers: [] },
    facts: [
      ...(before === undefined ? [] : ended(before, stream)),
      { topic: 'declared', group: declaredGroup(seller, stream), body: { head } },
      ...(schemeNumber === undefined ? [] : [{ topic: 'scheme' as const, group: schemeNumber, body: imported }]),
    ],
  };
};

/** An import of a sale to a consumer covers what its buyer ordered; of the others it is asked whose orders they cover. */
const isUnusual = ({ buyerType, transactionType }: DeclarationHead): boolean => buyerType !== 'consumer' || transactionType !== 'B2C';

const itemsOf = (items: DataOf<'DeclarationItemsRecorded'>['items'], stream: string, head: DeclarationHead): Told => {
  const { version, acceptedOn, currency } = head;
  const own = items.map((item): DeclaredItem => {
    const { seq, hsCode, description, goodsValue: value, quantity } = item;
    const orders = isUnusual(head) ? { orders: [...new Set(item.covers.map((c) => orderStream(c.seller, c.orderNumber)))] } : {};
    return { seq, hs6: hsCode.slice(0, 6), description, value, quantity, ...orders };
  });
  const peers = items.map(({ seq, hsCode, origin = '-', goodsValue: value, quantity, grossMass }): ToldFact => {
    const measure = grossMass === undefined ? 'unit' : 'kg';
    return {
      topic: 'peer',
      group: [hsCode.slice(0, 6), origin, acceptedOn.slice(0, 7), currency, measure].join(' '),
      body: { version, seq, value, per: grossMass ?? String(quantity) },
    };
  });
  return {
    head: { ...head, peers: [...new Set([...head.peers, ...peers.map(({ group }) => group)])] },
    facts: [{ topic: 'declared', group: declaredGroup(head.seller, stream), body: { version, items: own } }, ...peers],
  };
};
