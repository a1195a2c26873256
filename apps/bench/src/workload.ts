import {
  decimal,
  deriveId,
  day,
  EventCatalogue,
  eventType,
  hsCode,
  integer,
  list,
  money,
  record,
  reference,
  streamName,
  text,
  uuidV5,
  commandNamespace,
  type EventOf,
} from '#event-catalogue';
import { accept, type Decider, type Dispatch } from '#event-store';

/** An event of the size of a usual one: 549 bytes of data. */
const Assessed = eventType('bench', 'BenchAssessed', 'Something of the usual size became true.', {
  acceptedOn: day,
  lines: list(record({ amount: money, base: money, code: hsCode, rate: decimal, taxType: text })),
  note: text,
  number: integer(0),
  reference,
});
export const benchCatalogue = new EventCatalogue([Assessed]);

type AssessedEvent = EventOf<typeof Assessed>;
interface Assess {
  readonly number: number;
}

const eventOf = (number: number): AssessedEvent => ({
  type: Assessed.name,
  data: {
    acceptedOn: '2026-07-01',
    lines: ['A00', 'B00', 'A30'].map((taxType, i) => ({
      amount: { amount: `${String((number * 7 + i) % 1000)}.17`, currency: 'EUR' },
      base: { amount: `${String((number * 13 + i) % 10000)}.50`, currency: 'EUR' },
      code: '6109100010',
      rate: '0.12',
      taxType,
    })),
    note: 'an assessment of three lines, as long as those of the benchmark on paper are',
    number,
    reference: `26GB${String(number).padStart(14, '0')}`,
  },
});

const assessor: Decider<Assess, number, AssessedEvent> = {
  category: 'bench',
  initial: 0,
  evolve: (state) => state + 1,
  decide: ({ number }) => accept(eventOf(number)),
};

export const benchStream = (number: number): string =>
  streamName('bench', deriveId({ category: 'bench', book: '-', issuer: 'BENCH', reference: `stream ${String(number)}` }));
export { systemClock as clock } from '#runtime';

/** The `number`th command; `stream` says which of the streams it goes to. */
export const assess = (number: number, stream: string): Dispatch<Assess, number, AssessedEvent> => ({
  decider: assessor,
  stream,
  command: { number },
  context: {
    commandId: uuidV5(commandNamespace, `bench ${String(number)}`),
    actor: 'bench',
    book: 'EU-FR',
    effectiveAt: '2026-07-01T12:00:00.000Z',
    correlationId: 'bench',
  },
});
