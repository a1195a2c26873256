import { accountEvents } from '#accounts';
import { consignmentEvents } from '#advance-data';
import { EventCatalogue, seal, zeroHash, type DomainEvent, type SealedEvent } from '#event-catalogue';
import { type EventStore } from '#event-store';
import { type VerificationReport } from './verify-log';

export const catalogue = new EventCatalogue([...consignmentEvents, ...accountEvents]);
const id = (letter: string): string => letter.repeat(26);
const at = '2026-01-31T09:00:00.000Z';

/** A stream and what happens in it. */
export interface Story {
  readonly stream: string;
  readonly book: string;
  readonly events: readonly DomainEvent[];
}

/** A parcel on its way. */
export const delivered = (n: number): Story => ({
  stream: `consignment-${String(n).padStart(26, '0')}`,
  book: '-',
  events: [
    {
      type: 'ConsignmentAdvised',
      data: {
        carrier: 'C-1',
        consignmentNumber: `RR${String(n)}ü`,
        orders: [],
        mode: 'post',
        dispatchCountry: 'CN',
        dispatchedAt: at,
        packages: 1,
      },
    },
    { type: 'ConsignmentArrived', data: { arrivedAt: at } },
    { type: 'ConsignmentDelivered', data: { deliveredAt: at } },
  ],
});
const own = { account: id('A'), holder: 'R-1', currency: 'GBP' };
const terms = { ...own, authority: 'GB', kind: 'scheme', cycle: 'uk-month', period: '2026-01', start: '2026-01-01', end: '2026-02-01' };
const settled = {
  receipt: id('R'),
  pairs: [{ kind: 'return', reference: 'RET-1', taxType: 'A00', beneficiary: 'GB', amount: '30.00' }],
  allocatedOn: '2026-01-31',
  rule: 'r',
};
/** A period with a charge of 40.00, a payment of 35.00 and 30.00 of it applied, unless told otherwise. */
export const account = (allocated: object = {}): Story => ({
  stream: `accountPeriod-${id('P')}`,
  book: 'GB',
  events: [
    { type: 'PeriodOpened', data: { ...terms, opening: '0.00', unapplied: '0.00' } },
    {
      type: 'ChargePosted',
      data: {
        ...own,
        charge: id('C'),
        kind: 'return',
        subject: id('D'),
        reference: 'RET-1',
        lines: [{ taxType: 'A00', beneficiary: 'GB', amount: '40.00' }],
        total: '40.00',
        acceptedAt: at,
        postedOn: '2026-01-31',
        dueOn: '2026-02-15',
      },
    },
    { type: 'PaymentReceived', data: { ...own, receipt: id('R'), amount: '35.00', bookedOn: '2026-01-31', valueOn: '2026-01-31' } },
    { type: 'PaymentAllocated', data: { ...own, ...settled, ...allocated } },
  ],
});

export const sealStory = ({ stream, book, events }: Story, recordedAt: (i: number) => string = () => at): readonly SealedEvent[] => {
  let prev = zeroHash;
  return events.map((event, i) => {
    const { type, data } = catalogue.encode(event);
    const sealed = seal(
      { stream, revision: BigInt(i) },
      { type: type.name, data },
      {
        v: '1',
        schemaVersion: '1',
        commandId: 'b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801',
        index: String(i),
        actor: 'test',
        book,
        recordedAt: recordedAt(i),
        effectiveAt: at,
        prev,
      },
    );
    prev = sealed.hash;
    return sealed;
  });
};
/** Appends stories as a writer does, one append each. */
export const write = async (store: EventStore, stories: readonly Story[]): Promise<void> => {
  const outcomes = await store.append(
    stories.map((story) => ({ stream: story.stream, events: sealStory(story), expected: 'no_stream' as const })),
  );
  const failed = outcomes.find(({ kind }) => kind !== 'appended');
  if (failed !== undefined) throw new Error(JSON.stringify(failed));
};
/** Findings in few words: what, which event, which revision. */
export const whatIn = ({ findings }: VerificationReport): readonly string[] =>
  findings.map(({ what, event, revision }) => [what, event, revision].filter(Boolean).join(' '));
