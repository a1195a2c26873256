import { consignmentDecider, consignmentDispatch, consignmentStream } from '#advance-data';
import { returnDispatch, returnOf } from '#returns';
import type { LedgerInMemory } from './ledger-in-memory';
import { at, by, declarationOf, orderOf, paymentOf, type Fate } from './small-story';

/** One message as its sender sends it, again and again until it is taken. */
export interface Message {
  readonly name: string;
  readonly send: (ledger: LedgerInMemory) => Promise<void>;
}

const parcelNumber = (one: number): string => `P-${String(one)}`;

/**
 * What is told of one parcel by whom it concerns: shop, payment provider, carrier (announcement, then arrival), declarant, and who takes
 * goods back.
 */
export const messagesOfParcel = (one: number, fate: Fate): readonly Message[] => {
  const { day, destination } = fate;
  const parcel = { carrier: 'C-1', consignmentNumber: parcelNumber(one) };
  const announced = {
    ...parcel,
    orders: [{ seller: 'V-IE-1', orderNumber: `O-${String(one)}` }],
    mode: 'air',
    dispatchCountry: 'CN',
    destination,
    dispatchedAt: at(day, 1),
    packages: 1,
  };
  const back = {
    format: 'tidewaiter/return/1',
    reporter: 'C-1',
    returnReference: `RMA-${String(one)}`,
    reportedAt: at(day, 30),
    ground: 'withdrawn',
    original: parcel,
    lines: [{ sku: 'SKU-0', quantity: 1 }],
  };
  return [
    { name: 'order', send: (ledger) => ledger.send(orderOf(one, fate)) },
    { name: 'payment', send: (ledger) => ledger.send(paymentOf(one, fate)) },
    {
      name: 'consignment',
      send: (ledger) =>
        ledger.send(
          consignmentDispatch(announced, { installationKey: Buffer.alloc(32, 7), actor: 'test' }, { sha256: 'a'.repeat(64), line: 1 }),
        ),
    },
    {
      name: 'arrival',
      send: (ledger) =>
        ledger.send({
          decider: consignmentDecider,
          stream: consignmentStream(parcel.carrier, parcel.consignmentNumber),
          command: { type: 'RecordArrival', arrival: { arrivedAt: at(day, 8) } },
          context: by('-', 'arrival', parcel.consignmentNumber, at(day, 8)),
        }),
    },
    {
      name: 'declaration',
      send: async (ledger) => {
        const declaration = declarationOf(one, fate);
        if (declaration === undefined) throw new Error('an order that is not declared');
        await ledger.send(declaration);
      },
    },
    {
      name: 'return',
      send: async (ledger) => {
        const read = returnOf(back, { sha256: 'a'.repeat(64), line: 1 });
        if (read.kind === 'refused') throw new Error(JSON.stringify(read.fault));
        await ledger.send(returnDispatch(read.command, { actor: 'test' }));
      },
    },
  ];
};
