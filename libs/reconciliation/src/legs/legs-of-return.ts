import { consignmentStream, orderStream } from '#advance-data';
import { streamName } from '#event-catalogue';
import { type RefundClaimEvent, type ReturnCaseEvent } from '#returns';
import { textOf, unitsOf } from '../exact-units';
import { contribute, type Located } from './contribution';
import { type Contribution, type RefundLine, type ReturnMatchedLeg } from './leg';

interface Original {
  readonly carrier?: string;
  readonly consignmentNumber?: string;
  readonly seller?: string;
  readonly orderNumber?: string;
}

/** Streams of the parcel and the order that goods going back are said to have come by; an MRN alone names no stream. */
export const parentsOfOriginal = ({ carrier, consignmentNumber, seller, orderNumber }: Original): readonly string[] => [
  ...(carrier === undefined || consignmentNumber === undefined ? [] : [consignmentStream(carrier, consignmentNumber)]),
  ...(seller === undefined || orderNumber === undefined ? [] : [orderStream(seller, orderNumber)]),
];

/** What an event of a return case says, under the case's own stream. */
export const ofReturnCase = (event: Located<ReturnCaseEvent>, returnCase: string): Contribution => {
  switch (event.type) {
    case 'ReturnReported': {
      const { reporter, returnReference: reference, ground, original } = event.data;
      const parents = parentsOfOriginal(original);
      const weighed = event.data.lines.every(({ grossMass }) => grossMass !== undefined);
      const grossMass = textOf(event.data.lines.reduce((sum, line) => sum + unitsOf(line.grossMass ?? '0'), 0n));
      return contribute(
        event,
        returnCase,
        { kind: 'returnReported', reporter, reference, ground, parents, ...(weighed ? { grossMass } : {}) },
        parents,
        [reference],
      );
    }
    case 'ReturnMatched': {
      const { rule, matchedOn } = event.data;
      const units = event.data.units.map(unitsOfReturn);
      const parents = [
        ...new Set(units.flatMap(({ declaration, order }) => [declaration, order]).filter((parent) => parent !== undefined)),
      ];
      return contribute(event, returnCase, { kind: 'returnMatched', rule, matchedOn, parents, units }, parents);
    }
    case 'ReturnUnmatched': {
      const { reason, candidates, checkedOn } = event.data;
      const [first] = candidates;
      return contribute(event, returnCase, {
        kind: 'returnUnmatched',
        reason,
        checkedOn,
        ...(first === undefined ? {} : { nearest: { criterion: first.criterion, distance: first.distance } }),
      });
    }
  }
};

const unitsOfReturn = ({
  declaration,
  seq,
  order,
  quantity,
  serial,
}: Extract<ReturnCaseEvent, { type: 'ReturnMatched' }>['data']['units'][number]): ReturnMatchedLeg['units'][number] => ({
  quantity,
  ...(declaration === undefined ? {} : { declaration: streamName('declaration', declaration) }),
  ...(seq === undefined ? {} : { seq }),
  ...(serial === undefined ? {} : { serial }),
  ...(order === undefined ? {} : { order: orderStream(order.seller, order.orderNumber), ordinal: order.ordinal }),
});

type OfClaim = Extract<
  RefundClaimEvent,
  { type: 'RefundClaimed' | 'EvidenceAttached' | 'RefundApproved' | 'RefundRejected' | 'RefundPaid' }
>;
type ClaimLine = Extract<RefundClaimEvent, { type: 'RefundClaimed' }>['data']['lines'][number];

const refundLine = ({ declaration, mrn, seq, taxType, beneficiary, paid, amount }: ClaimLine): RefundLine => ({
  declaration: streamName('declaration', declaration),
  mrn,
  seq,
  taxType,
  beneficiary,
  paid,
  amount,
});

/** What an event of a refund claim says, under the claim's own stream. */
export const ofClaim = (event: Located<OfClaim>, claim: string): Contribution => {
  switch (event.type) {
    case 'RefundClaimed': {
      const { claimReference: reference, authority, claimant, basis, returnCase, total, currency, required } = event.data;
      const lines = event.data.lines.map(refundLine);
      const parents = [
        ...new Set([
          ...lines.map(({ declaration }) => declaration),
          ...(returnCase === undefined ? [] : [streamName('returnCase', returnCase)]),
        ]),
      ];
      const known = {
        ...(authority === undefined ? {} : { authority }),
        ...(returnCase === undefined ? {} : { returnCase: streamName('returnCase', returnCase) }),
      };
      return contribute(
        event,
        claim,
        { kind: 'claim', reference, claimant, basis, parents, lines, total, currency, required, ...known },
        parents,
        [reference],
      );
    }
    case 'EvidenceAttached':
      return contribute(event, claim, {
        kind: 'evidence',
        document: event.data.kind,
        attachedOn: event.data.attachedOn,
        late: event.data.late === 'yes',
      });
    case 'RefundApproved': {
      const { authority, lines, total, currency, settlement, approvedOn, lateAdmitted = [] } = event.data;
      return contribute(event, claim, {
        kind: 'approval',
        authority,
        lines: lines.map(refundLine),
        total,
        currency,
        settlement,
        approvedOn,
        admitted: lateAdmitted,
      });
    }
    case 'RefundRejected':
      return contribute(event, claim, { kind: 'rejection', reason: event.data.reason });
    case 'RefundPaid': {
      const { amount, interest = '0', currency } = event.data;
      return contribute(event, claim, {
        kind: 'refund',
        channel: 'payment',
        amount: textOf(unitsOf(amount) - unitsOf(interest)),
        currency,
      });
    }
  }
};
