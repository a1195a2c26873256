import { type OrderCommand, orderDecider, orderStream, paymentDecider, paymentStream } from '#advance-data';
import { evidenceRequestDecider, evidenceRequestId, evidenceRequestStream } from '#evidence-requests';
import { subjectOf } from '#reconciliation';
import { Exact, formatMoney, parseMoney } from '#money';
import { addDays, addMinutes, dayAfter, dayOf, noon } from '../days';
import { contextOfMessage, transactionOf } from '../messages';
import { authorityOf, officer, parties } from '../parties';
import { goodsOf, goodsValue, orderSubject } from './fitting';
import { send } from './sending';
import type { Parcel, ParcelFault } from '../told-parcel';

const everything = ['payment', 'consignment', 'declaration'] as const;
type Lines = Extract<OrderCommand, { readonly type: 'RecordOrder' }>['lines'];

const withLine = (lines: Lines, change: (line: Lines[number]) => Lines[number]): Lines =>
  lines.map((line, i) => (i === lines.length - 1 ? change(line) : line));

/** Orders, their goods and their payments. */
export const orderFaults: readonly ParcelFault[] = [
  {
    name: 'order never paid',
    code: 'B01',
    skips: everything,
    fits: () => true,
    expected: (parcel) => ({ subject: orderSubject(parcel), ...goodsValue(parcel) }),
  },
  {
    // A second payment of the same buyer names an order that never comes.
    name: 'payment without an order',
    code: 'B02',
    fits: () => true,
    after: (parcel) => {
      const { order, captured = '0', capturedAt } = parcel;
      const { seller, currency } = order.header;
      const orderNumber = strangerOf(parcel);
      const transactionId = transactionOf(orderNumber);
      return send({
        decider: paymentDecider,
        stream: paymentStream(parties.psp, transactionId),
        command: {
          type: 'CapturePayment' as const,
          payment: { psp: parties.psp, transactionId, seller, orderNumber, acceptedAt: capturedAt, amount: captured, currency },
        },
        context: contextOfMessage({ book: '-', issuer: parties.psp, kind: 'payment', reference: transactionId, at: capturedAt }),
      });
    },
    expected: (parcel) => ({
      subject: orderStream(parcel.order.header.seller, strangerOf(parcel)),
      amount: Exact.parse(parcel.captured ?? '0').toCanonicalText(),
      currency: parcel.order.header.currency,
    }),
  },
  {
    name: 'less captured than ordered',
    code: 'B03',
    fits: ({ parcel }) => minorOf(parcel) > 1000n,
    parcel: (parcel) => ({ captured: formatMoney({ ...moneyOfCapture(parcel), minor: minorOf(parcel) / 2n }) }),
    expected: (parcel) => ({ subject: orderSubject(parcel) }),
  },
  {
    name: 'proof of payment asked for and not supplied',
    code: 'B04',
    fits: ({ parcel, legalNow }) => dueOfProof(parcel) < legalNow,
    after: (parcel) => {
      const authority = authorityOf(parcel.order.header.destination ?? '');
      const requestReference = proofReference(parcel);
      const requestedOn = dayAfter(dayOf(parcel.deliveredAt), 5);
      const asked = {
        request: evidenceRequestId(authority, requestReference),
        requestReference,
        authority,
        requestedBy: officer,
        requestedOn,
        party: parties.representative.collector,
      };
      return send({
        decider: evidenceRequestDecider,
        stream: evidenceRequestStream(asked.request),
        command: {
          type: 'RequestEvidence' as const,
          ...asked,
          kind: 'proofOfPayment' as const,
          subject: orderSubject(parcel),
          dueOn: dueOfProof(parcel),
          reason: 'Value in question',
          retentionYears: 10,
        },
        context: contextOfMessage({
          book: authority,
          issuer: authority,
          kind: 'evidence-request',
          reference: requestReference,
          at: noon(requestedOn),
        }),
      });
    },
    expected: (parcel) => ({
      subject: subjectOf(
        orderSubject(parcel),
        'proof',
        evidenceRequestId(authorityOf(parcel.order.header.destination ?? ''), proofReference(parcel)),
      ),
    }),
  },
  {
    name: 'buyer’s bank takes the money back',
    code: 'B05',
    fits: () => true,
    after: (parcel) => {
      const { order, captured = '0', deliveredAt } = parcel;
      const transactionId = transactionOf(order.header.orderNumber);
      const chargedBackAt = addDays(deliveredAt, 20);
      return send({
        decider: paymentDecider,
        stream: paymentStream(parties.psp, transactionId),
        command: {
          type: 'ChargeBack',
          chargeback: {
            psp: parties.psp,
            transactionId,
            chargebackReference: `CB-${order.header.orderNumber}`,
            amount: captured,
            currency: order.header.currency,
            chargedBackAt,
            reason: 'GOODS_NOT_RECEIVED',
          },
        },
        context: contextOfMessage({ book: '-', issuer: parties.psp, kind: 'chargeback', reference: transactionId, at: chargedBackAt }),
      });
    },
    expected: (parcel) => {
      const { orderNumber, currency } = parcel.order.header;
      return {
        subject: subjectOf(orderSubject(parcel), parties.psp, transactionOf(orderNumber)),
        amount: Exact.parse(parcel.captured ?? '0').toCanonicalText(),
        currency,
      };
    },
  },
  {
    name: 'order told twice',
    code: 'B06',
    fits: ({ parcel }) => parcel.order.header.buyer !== undefined,
    after: (parcel) => {
      const { goods: _goods, lineCount: _lineCount, ...header } = parcel.order.header;
      const orderNumber = againOf(parcel);
      const orderedAt = addMinutes(header.orderedAt, minutesToSecond);
      return send({
        decider: orderDecider,
        stream: orderStream(header.seller, orderNumber),
        command: { type: 'RecordOrder' as const, order: { ...header, orderNumber, orderedAt }, lines: parcel.order.lines },
        context: contextOfMessage({ book: '-', issuer: header.seller, kind: 'order', reference: orderNumber, at: orderedAt }),
      });
    },
    expected: (parcel) => ({ subject: orderStream(parcel.order.header.seller, againOf(parcel)), ...goodsValue(parcel) }),
  },
  {
    name: 'goods without a price',
    code: 'B07',
    fits: ({ parcel }) => goodsOf(parcel).length > 1,
    order: (order) => ({ ...order, lines: withLine(order.lines, (line) => ({ ...line, unitPrice: '0' })) }),
    expected: (parcel) => ({ subject: `${orderSubject(parcel)}/${String(goodsOf(parcel).at(-1)?.ordinal ?? 0)}`, amount: '0' }),
  },
  {
    name: 'goods without a commodity code',
    code: 'B08',
    fits: () => true,
    order: (order) => ({ ...order, lines: withLine(order.lines, ({ hsCode: _hsCode, ...line }) => line) }),
    expected: (parcel) => ({ subject: orderSubject(parcel), ...goodsValue(parcel) }),
  },
  {
    name: 'destination unknown',
    code: 'B09',
    fits: () => true,
    order: ({ order: { destination: _destination, ...order }, ...command }) => ({ ...command, order }),
    expected: (parcel) => ({ subject: orderSubject(parcel), ...goodsValue(parcel) }),
  },
  {
    name: 'paid and never sent',
    code: 'B11',
    skips: ['consignment', 'declaration'],
    fits: () => true,
    expected: (parcel) => ({ subject: orderSubject(parcel), ...goodsValue(parcel) }),
  },
];

const strangerOf = ({ order }: Parcel): string => `${order.header.orderNumber}-LOST`;
const againOf = ({ order }: Parcel): string => `${order.header.orderNumber}-B`;
const proofReference = ({ order }: Parcel): string => `PROOF-${order.header.orderNumber}`;
const dueOfProof = ({ deliveredAt }: Parcel): string => dayAfter(dayOf(deliveredAt), 20);
const minutesToSecond = 3;
const moneyOfCapture = ({ captured = '0', order }: Parcel) => parseMoney(captured, order.header.currency);
const minorOf = (parcel: Parcel): bigint => moneyOfCapture(parcel).minor;
