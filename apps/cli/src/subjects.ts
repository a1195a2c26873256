import { categoryOf, type EventCatalogue, type Recorded } from '#event-catalogue';
import type { EventStore, RecordedEvent } from '#event-store';

/** What an id or a reference may name, by event: the fields that carry its name. The first event of a stream names the stream. */
const namesIn: Readonly<Record<string, readonly string[]>> = {
  CollectorRegistered: ['collector'],
  SchemeNumberGranted: ['schemeNumber'],
  OrderRecorded: ['orderNumber'],
  CreditRecorded: ['creditNumber'],
  CheckoutPaymentCaptured: ['transactionId'],
  ConsignmentAdvised: ['consignmentNumber'],
  DeclarationLodged: ['mrn', 'lrn'],
  AccountOpened: ['account'],
  ChargePosted: ['charge'],
  PeriodClosed: ['statementReference'],
  SchemeReturnFiled: ['return', 'returnReference'],
  ReceiptRecorded: ['entryReference'],
  ChargeDeclined: ['charge'],
  InterestCharged: ['interestReference'],
  PenaltyImposed: ['penaltyReference'],
  CollectionReturnFiled: ['return', 'returnReference'],
  GuaranteeRegistered: ['guarantee', 'guaranteeReference'],
  RefundClaimed: ['claim', 'claimReference'],
  ReturnReported: ['returnReference'],
};

/** What the thing is called, by the event that names it; else its stream's category. */
const kindOf: Readonly<Record<string, string>> = {
  CollectorRegistered: 'collector',
  SchemeNumberGranted: 'scheme number',
  OrderRecorded: 'order',
  CreditRecorded: 'credit',
  CheckoutPaymentCaptured: 'payment',
  ConsignmentAdvised: 'consignment',
  DeclarationLodged: 'declaration',
  AccountOpened: 'account',
  ChargePosted: 'charge',
  PeriodClosed: 'statement',
  SchemeReturnFiled: 'return',
  ReceiptRecorded: 'receipt',
  PeriodOpened: 'account period',
  OpenItemsCarried: 'account period',
  ChargeDeclined: 'declined charge',
  InterestCharged: 'interest',
  PenaltyImposed: 'penalty',
  CollectionReturnFiled: 'return',
  GuaranteeRegistered: 'guarantee',
  RefundClaimed: 'claim',
  ReturnReported: 'return of goods',
};

/** A thing of the ledger: its stream, and the event that names it where it is one of many in its stream. */
export interface Subject {
  readonly kind: string;
  readonly stream: string;
  /** Where the thing is one event of its stream (a charge, a statement). */
  readonly event?: Recorded;
}

/** Somebody who mentions it. */
export interface Mention {
  readonly stream: string;
  readonly revision: string;
  readonly event: string;
}

export interface Found {
  readonly subjects: readonly Subject[];
  readonly mentions: readonly Mention[];
  /** Of which `mentions` are the first. */
  readonly mentionCount: number;
}

/** Mentions kept in full. */
const shownMentions = 50;

const ownEvents = new Set(['ChargePosted', 'ChargeDeclined', 'InterestCharged', 'PenaltyImposed', 'PeriodClosed', 'SchemeNumberGranted']);

/** Reads the whole log once for what is called `id` and for who else speaks of it. */
export const findSubjects = async (
  store: EventStore,
  catalogue: EventCatalogue,
  id: string,
  progress: (events: number) => void,
): Promise<Found> => {
  const quoted = JSON.stringify(id);
  const streamEnd = `-${id}`;
  const subjects = new Map<string, Subject>();
  const mentions: Mention[] = [];
  let mentionCount = 0;
  let events = 0;
  const look = (stored: RecordedEvent): void => {
    const { stream } = stored;
    if (stream === id || stream.endsWith(streamEnd)) {
      if (!subjects.has(stream)) subjects.set(stream, { kind: kindOf[stored.type] ?? categoryOf(stream), stream });
      return;
    }
    if (!stored.data.includes(quoted)) return;
    const named = subjectOf(catalogue, stored, id);
    if (named !== undefined) subjects.set(named.event === undefined ? stream : `${stream}@${String(stored.revision)}`, named);
    else if (!subjects.has(stream)) {
      mentionCount += 1;
      if (mentions.length < shownMentions) mentions.push({ stream, revision: String(stored.revision), event: stored.type });
    }
  };
  for await (const batch of store.readAll()) {
    for (const stored of batch.events) look(stored);
    events += batch.events.length;
    progress(events);
  }
  return { subjects: [...subjects.values()], mentions, mentionCount };
};

/** The thing that an event names with `id`; undefined where it only mentions it. */
const subjectOf = (catalogue: EventCatalogue, stored: RecordedEvent, id: string): Subject | undefined => {
  const fields = namesIn[stored.type];
  if (fields === undefined) return undefined;
  const event = catalogue.decode(stored);
  const data = new Map<string, unknown>(Object.entries(event.data as object));
  if (!fields.some((field) => data.get(field) === id)) return undefined;
  return {
    kind: kindOf[stored.type] ?? categoryOf(stored.stream),
    stream: stored.stream,
    ...(ownEvents.has(stored.type) ? { event } : {}),
  };
};
