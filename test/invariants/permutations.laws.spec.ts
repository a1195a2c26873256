import fc from 'fast-check';
import { breakWorkProjection } from '#break-work';
import type { RecordedEvent } from '#event-store';
import { Reconciliation, reconciliationProjection } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import { LedgerInMemory, rules } from '../support/invariants/ledger-in-memory';
import { messagesOfParcel, type Message } from '../support/invariants/messages-of-a-parcel';
import { setUp, type Fate } from '../support/invariants/small-story';
import { full, sized } from '../support/size';
import { retell } from '../support/viewpoint/retold-log';

// Real messages through the command side: each is decided, processes react, and what is refused is sent again as its sender would. The
// order in which they arrive changes neither a case, nor a total, nor the bridge.
jest.setTimeout(240_000);

const question = {
  ruleBook: rules,
  zoneOf: (authority: string) => zoneOfAuthority(rules, authority) ?? 'utc',
  asOf: '2026-12-01T00:00:00.000Z',
};
const permutations = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length < 2 ? [all] : all.flatMap((one, i) => permutations(all.filter((_, j) => j !== i)).map((rest) => [one, ...rest]));
/** Every order; in the fast run some, from the first to the middle one, and each backwards as well. */
const orders = <T>(all: readonly T[]): readonly (readonly T[])[] => {
  const every = permutations(all);
  return full ? every : every.filter((_, i) => i < every.length / 2 && i % 45 === 0).flatMap((order) => [order, order.toReversed()]);
};

let beginning: readonly RecordedEvent[];
beforeAll(async () => {
  const ledger = new LedgerInMemory();
  await setUp(ledger);
  const events: RecordedEvent[] = [];
  for await (const batch of ledger.store.readAll()) events.push(...batch.events);
  beginning = events;
  await ledger.dispose();
});

/**
 * Sends messages in an order; what is refused waits, and is sent again whenever another one was taken. Tells how many were refused at
 * first.
 */
const arrive = async (ledger: LedgerInMemory, order: readonly Message[]): Promise<number> => {
  let waiting: readonly Message[] = [];
  let refused = 0;
  for (const message of order) {
    waiting = [...waiting, message];
    for (let taken = true; taken;) {
      taken = false;
      for (const one of waiting) {
        const before = ledger.acceptedCount;
        await one.send(ledger);
        if (ledger.acceptedCount === before) {
          refused += one === message ? 1 : 0;
          continue;
        }
        await ledger.settle();
        waiting = waiting.filter((other) => other !== one);
        taken = true;
      }
    }
  }
  expect(waiting.map(({ name }) => name)).toEqual([]);
  return refused;
};

/** Everything that reconciliation answers when messages have arrived in an order. */
const answerTo = async (
  order: readonly Message[],
): Promise<{ readonly refused: number; readonly cases: number; readonly answer: string }> => {
  const ledger = new LedgerInMemory(rules, [reconciliationProjection, breakWorkProjection]);
  await retell(ledger.store, beginning);
  const refused = await arrive(ledger, order);
  await ledger.catchUp();
  const reconciliation = new Reconciliation(ledger.views);
  const [{ cases }, report] = [await reconciliation.list(question, {}, { limit: 100 }), await reconciliation.reconcile(question)];
  await ledger.dispose();
  return {
    refused,
    cases: cases.length,
    answer: JSON.stringify({ cases, totals: report.totals, bridges: report.bridges, periods: report.periods, receipts: report.receipts }),
  };
};

const line = (quantity: number, cents: number) => ({ quantity, cents, description: 'TEACUP' });
const fates = {
  'a parcel under IOSS': { destination: 'FR', day: '2026-05-20', lines: [line(3, 1000)], mistaken: false },
  'a parcel whose duty is charged to an account': { destination: 'FR', day: '2026-06-05', lines: [line(5, 4000)], mistaken: false },
  'a British parcel, declared in the wrong way': {
    destination: 'GB',
    day: '2026-06-21',
    lines: [line(1, 500), line(2, 250)],
    mistaken: true,
  },
} as const satisfies Readonly<Record<string, Fate>>;

describe('whatever the order of arrival', () => {
  it.each(['a parcel under IOSS', 'a parcel whose duty is charged to an account'] as const)(
    `%s has the same case: six messages in ${sized('some orders', 'every order')}`,
    async (what) => {
      const answers = new Set<string>();
      let refused = 0;
      const asked = orders(messagesOfParcel(0, fates[what]));
      for (const order of asked) {
        const told = await answerTo(order);
        answers.add(told.answer);
        refused += told.refused;
      }
      expect(
        [...answers].map((answer) =>
          (JSON.parse(answer) as { readonly cases: readonly { readonly returns?: readonly unknown[] }[] }).cases.map(
            ({ returns = [] }) => returns.length,
          ),
        ),
      ).toEqual([[1]]);
      // An arrival is refused until its parcel is announced: in half of the orders.
      expect(refused).toBe(asked.length / 2);
    },
  );

  it('three parcels have the same cases: eighteen messages in any order', async () => {
    const messages = Object.values(fates).flatMap((fate, i) => messagesOfParcel(i, fate));
    const { answer, cases } = await answerTo(messages);
    expect(cases).toBe(3);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(messages, { minLength: messages.length }), async (order) => {
        expect((await answerTo(order)).answer).toBe(answer);
      }),
      { numRuns: sized(4, 40) },
    );
  });
});
