import { claimStreamOf, claimantOf } from '../models/refund-claims';
import { caseStreamOf, returnedParcel } from '../models/goods-back';
import { refundedIn } from '../models/last-acceptances';
import { subjectOf } from '#reconciliation';
import { returnCaseDecider, returnCaseId, returnCaseStream } from '#returns';
import { matchReturnCase } from '#runtime';
import { addDays, dayAfter, dayOf } from '../days';
import { actor, contextOfMessage } from '../messages';
import { parties } from '../parties';
import { declarationSubject, goodsOf, isPaidBy } from './fitting';
import { send } from './sending';
import type { Candidate, Parcel, ParcelFault, Sending } from '../told-parcel';
import type { BackFault, ReturnedParcel } from '../models/returned-parcel';

/** Days after the order on which a buyer sends goods back. */
const daysToReturn = 16;

const backOf = (parcel: Parcel, planted: BackFault): ReturnedParcel => {
  const { orderNumber, orderedAt } = parcel.order.header;
  const back = returnedParcel(parcel, {
    creditNumber: `C${orderNumber}`,
    creditedAt: addDays(orderedAt, daysToReturn),
    lines: [{ ordinal: goodsOf(parcel)[0]?.ordinal ?? 1, quantity: 1 }],
  });
  if (back === undefined) throw new RangeError(`${orderNumber}: customs collected nothing of it`);
  return { ...back, planted };
};

/** Days after a claim by which its documents must be there, and a few more. */
const daysOfEvidence = 35;
const daysOfRefund = 65;

/** Of each unit, where an order says what its goods weigh. */
const kilograms = 2;

const isTaxedAtBorder = ({ parcel }: Candidate): boolean => isPaidBy('consumer', parcel) || isPaidBy('representative', parcel);
const isClaimedInTime =
  (planted: BackFault): ParcelFault['fits'] =>
  (candidate) =>
    isTaxedAtBorder(candidate) && dayAfter(`${refundedIn(backOf(candidate.parcel, planted))}-02`, daysOfEvidence) < candidate.legalNow;

/** A carrier tells of goods that nobody knows. */
const strangeReturn =
  (parcel: Parcel, ground: 'withdrawn' | 'reimported'): Sending =>
  async (telling) => {
    const { carrier: reporter } = parties;
    const reference = strangeReference(parcel, ground);
    const reportedAt = addDays(parcel.deliveredAt, 20);
    await send({
      decider: returnCaseDecider,
      stream: returnCaseStream(reporter, reference),
      command: {
        type: 'ReportReturn' as const,
        report: {
          reporter,
          returnReference: reference,
          reportedAt,
          ground,
          original: { carrier: reporter, consignmentNumber: `${reference}-P` },
          lines: [{ quantity: 1 }],
        },
      },
      context: contextOfMessage({ book: '-', issuer: reporter, kind: 'return', reference, at: reportedAt }),
    })(telling);
    await matchReturnCase(telling.ledger, returnCaseId(reporter, reference), dayOf(reportedAt), actor);
  };
const strangeReference = ({ order }: Parcel, ground: string): string =>
  `${ground === 'reimported' ? 'RGR' : 'LOST'}-${order.header.orderNumber}`;
const strange = (name: string, code: 'B76' | 'B79', ground: 'withdrawn' | 'reimported'): ParcelFault => ({
  name,
  code,
  fits: () => true,
  after: (parcel) => strangeReturn(parcel, ground),
  expected: (parcel) => ({ subject: returnCaseStream(parties.carrier, strangeReference(parcel, ground)) }),
});

/** Goods that come back, and what is asked back for them. */
export const backFaults: readonly ParcelFault[] = [
  {
    name: 'refunded, and never came back',
    code: 'B70',
    fits: isClaimedInTime('neverBack'),
    back: (parcel) => backOf(parcel, 'neverBack'),
    expected: (parcel) => ({ subject: claimStreamOf(backOf(parcel, 'neverBack')) }),
  },
  {
    name: 'came back, and nobody claims',
    code: 'B71',
    back: (parcel) => backOf(parcel, 'unclaimed'),
    fits: (candidate) =>
      isTaxedAtBorder(candidate) &&
      addDays(candidate.parcel.order.header.orderedAt, daysToReturn + daysOfRefund).slice(0, 10) < candidate.legalNow,
    expected: (parcel) => ({ subject: subjectOf(caseStreamOf(backOf(parcel, 'unclaimed')), declarationSubject(parcel)) }),
  },
  {
    name: 'more units back than were imported',
    code: 'B72',
    fits: isTaxedAtBorder,
    back: (parcel) => backOf(parcel, 'tooMany'),
    expected: (parcel) => ({ subject: caseStreamOf(backOf(parcel, 'tooMany')) }),
  },
  {
    name: 'claimed without a document',
    code: 'B75',
    fits: isClaimedInTime('unproven'),
    back: (parcel) => backOf(parcel, 'unproven'),
    expected: (parcel) => {
      const back = backOf(parcel, 'unproven');
      return { subject: subjectOf(claimStreamOf(back), claimantOf(back).documents.at(-1) ?? '') };
    },
  },
  {
    name: 'back in another condition',
    code: 'B77',
    fits: isClaimedInTime('lighter'),
    back: (parcel) => backOf(parcel, 'lighter'),
    order: (order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, grossMass: String(line.quantity * kilograms) })) }),
    expected: (parcel) => ({ subject: subjectOf(caseStreamOf(backOf(parcel, 'lighter')), 'mass') }),
  },
  strange('came back after an export that nobody knows', 'B76', 'reimported'),
  strange('goes back, and nobody knows how it came', 'B79', 'withdrawn'),
];
