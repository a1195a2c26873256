import { consignmentDecider, consignmentStream, type ConsignmentCommand } from '#advance-data';
import { returnCaseDecider, returnCaseId, returnCaseStream } from '#returns';
import { matchReturnCase } from '#runtime';
import { dayOf } from '../days';
import type { Telling } from '../telling';
import { actor, consignmentNumberOf, contextOfMessage, declarantOf, lrnOf, mrnOf, nameOf } from '../messages';
import { authorityOf, parties } from '../parties';
import { runCommands } from '../stage';
import type { GoodsBack } from '../trade';
import type { ReturnedParcel } from './returned-parcel';
import { type Parcel, skips } from '../told-parcel';

/** Beyond what any parcel holds. */
const tooManyUnits = 100_000;

/** What comes back of a parcel, where it was declared and customs may have to give something back. */
export const returnedParcel = (parcel: Parcel, back: GoodsBack): ReturnedParcel | undefined => {
  const { order, collection, acceptedAt, sent } = parcel;
  const { seller, orderNumber, destination } = order.header;
  if (
    destination === undefined ||
    !sent ||
    skips(parcel, 'declaration') ||
    collection.kind === 'none' ||
    collection.kind === 'scheme' ||
    (collection.kind === 'arrangement' && parcel.undelivered)
  )
    return undefined;
  const paidBy = collection.kind === 'border' && collection.payer === 'consumer' ? 'consumer' : 'declarant';
  return {
    ...back,
    declarant: declarantOf(parcel),
    orderNumber,
    seller,
    authority: authorityOf(destination),
    country: destination,
    lrn: lrnOf(parcel),
    acceptedAt,
    paidBy,
  };
};

export const backNumber = (orderNumber: string): string => nameOf('BACK', orderNumber);
export const caseStreamOf = ({ orderNumber }: ReturnedParcel): string => returnCaseStream(parties.carrier, backNumber(orderNumber));
export const caseOf = ({ orderNumber }: ReturnedParcel): string => returnCaseId(parties.carrier, backNumber(orderNumber));

const announcement = (back: ReturnedParcel) => {
  const number = backNumber(back.orderNumber);
  const { carrier } = parties;
  const command: ConsignmentCommand = {
    type: 'AdviseReturn',
    consignment: {
      carrier,
      consignmentNumber: number,
      dispatchCountry: back.country,
      destination: 'CN',
      dispatchedAt: back.creditedAt,
      original: { carrier, consignmentNumber: consignmentNumberOf(back.orderNumber) },
      lines: back.lines,
      exportMrn: exportMrn(back),
    },
  };
  return {
    decider: consignmentDecider,
    stream: consignmentStream(carrier, number),
    command,
    context: contextOfMessage({ book: '-', issuer: carrier, kind: 'consignment', reference: number, at: back.creditedAt }),
  };
};

const report = (back: ReturnedParcel) => {
  const { carrier: reporter } = parties;
  const returnReference = backNumber(back.orderNumber);
  return {
    decider: returnCaseDecider,
    stream: returnCaseStream(reporter, returnReference),
    command: {
      type: 'ReportReturn' as const,
      report: {
        reporter,
        returnReference,
        reportedAt: back.creditedAt,
        ground: 'withdrawn' as const,
        consignmentNumber: returnReference,
        original: {
          carrier: reporter,
          consignmentNumber: consignmentNumberOf(back.orderNumber),
          seller: back.seller,
          orderNumber: back.orderNumber,
        },
        lines: back.lines.map((line) => ({
          ...line,
          ...(back.planted === 'tooMany' ? { quantity: line.quantity + tooManyUnits } : {}),
          ...(back.planted === 'lighter' ? { grossMass: '0.01' } : {}),
        })),
      },
    },
    context: contextOfMessage({ book: '-', issuer: reporter, kind: 'return', reference: returnReference, at: back.creditedAt }),
  };
};

/** The parcel's return is announced, reported and matched with what came; its units are counted where they were imported. */
export const reportReturns = async ({ ledger, stages }: Telling, backs: readonly ReturnedParcel[]): Promise<void> => {
  if (backs.length === 0) return;
  await stages.run('goods that go back', async () => {
    await runCommands(ledger, stages, 'goods that go back', backs.map(announcement));
    await runCommands(ledger, stages, 'goods that go back', backs.map(report));
    await ledger.catchUp();
    for (const back of backs) await matchReturnCase(ledger, caseOf(back), dayOf(back.creditedAt), actor);
    await ledger.settle();
  });
};

export const exportMrn = ({ creditedAt, country, orderNumber }: ReturnedParcel): string =>
  mrnOf(country, creditedAt, nameOf('X', orderNumber));
