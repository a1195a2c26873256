import fc from 'fast-check';
import type { Recorded } from '#event-catalogue';
import { verifyLog } from '#integrity';
import { JournalQueries, mayPost, post } from '#journal';
import { Exact } from '#money';
import { type ByStatus, Reconciliation } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import { ledgerCatalogue } from '#runtime';
import type { OrderLine } from '#advance-data';
import { LedgerInMemory, rules } from '../support/invariants/ledger-in-memory';
import { sized } from '../support/size';
import { happens, setUp, type SmallStory, smallStory } from '../support/invariants/small-story';

// Some seconds in all; a busy machine takes longer, and speed is not what is asked here.
jest.setTimeout(60_000);

/** Runs a story to its end on a ledger of its own. */
const told = async (story: SmallStory, onAgain: Parameters<typeof happens>[3] = () => undefined): Promise<LedgerInMemory> => {
  const ledger = new LedgerInMemory();
  await setUp(ledger);
  for (const step of story.steps) await happens(ledger, story, step, onAgain);
  await ledger.settle();
  await ledger.catchUp();
  return ledger;
};

const law = (check: (ledger: LedgerInMemory, story: SmallStory) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(smallStory, async (story) => {
      const ledger = await told(story);
      await check(ledger, story);
      await ledger.dispose();
    }),
    { numRuns: sized(4, 15) },
  );

/** Invariants of docs/promises.md over the whole ledger: small trades in any order, with repetitions and restarts anywhere. */
describe('whatever happens to a small trade', () => {
  it('one command id has one effect, and answers the same for ever (I02)', async () => {
    await fc.assert(
      fc.asyncProperty(smallStory, async (story) => {
        const ledger = await told(story, ([first, again]) => {
          expect(again?.events).toEqual(first?.events);
          // What changed nothing left nothing behind to be recognised by.
          if (first !== undefined && first.events.length > 0) expect(again?.replayed).toBe(true);
        });
        const before = await ledger.events();
        const logicalKeys = before.map(({ metadata: { commandId, index } }) => `${commandId}/${index}`);
        expect(new Set(logicalKeys).size).toBe(logicalKeys.length);
        for (let which = 0; which < ledger.acceptedCount; which += 1) await ledger.sendAgain(which);
        ledger.restart();
        await ledger.settle();
        expect(await ledger.events()).toHaveLength(before.length);
        await ledger.dispose();
      }),
      { numRuns: sized(4, 15) },
    );
  });

  it('debits equal credits in each book and currency after every event, and the tables say so too (I03)', () =>
    law(async (ledger) => {
      const off = new Map<string, bigint>();
      for (const event of (await ledger.events()).filter(({ type }) => mayPost(type))) {
        for (const { book, lines } of post(event))
          for (const { currency, debit, credit } of lines)
            off.set(`${book} ${currency}`, (off.get(`${book} ${currency}`) ?? 0n) + debit - credit);
        expect([...off.values()].filter((difference) => difference !== 0n)).toEqual([]);
      }
      for (const { lines } of await new JournalQueries(ledger.views).trialBalance())
        expect(lines.reduce((sum, { debit, credit }) => sum + debit - credit, 0n)).toBe(0n);
    }));

  it('the read models are what the log gives, however they came about (I04)', () =>
    law(async (ledger) => {
      expect(await ledger.views.contents()).toEqual(await ledger.rebuilt());
    }));

  it('revisions have no holes, and the log proves itself (I05)', () =>
    law(async (ledger) => {
      const next = new Map<string, bigint>();
      for (const { stream, revision } of await ledger.events()) {
        expect(revision).toBe(next.get(stream) ?? 0n);
        next.set(stream, revision + 1n);
      }
      expect((await verifyLog(ledger.store, ledgerCatalogue)).findings).toEqual([]);
    }));

  it('no unit and no cent vanishes in reconciliation (I08)', () =>
    law(async (ledger) => {
      const source = linesOf(await ledger.events());
      for (const day of ['2026-06-21', '2026-07-31', '2026-12-31']) {
        const asOf = `${day}T23:59:59.999Z`;
        const { totals } = await new Reconciliation(ledger.views).reconcile({
          asOf,
          ruleBook: rules,
          zoneOf: (authority) => zoneOfAuthority(rules, authority) ?? 'UTC',
        });
        const known = source.filter(({ effectiveAt }) => effectiveAt <= asOf);
        const add = (a: number, b: number): number => a + b;
        expect(all(totals.items).reduce(add, 0)).toBe(known.length);
        expect(all(totals.units).reduce(add, 0)).toBe(known.map(({ quantity }) => quantity).reduce(add, 0));
        for (const currency of ['EUR', 'GBP'])
          expect(sum(all(totals.money).map((money) => money[currency] ?? '0'))).toBe(
            sum(known.filter((line) => line.currency === currency).map((line) => line.value)),
          );
      }
    }));
});

const all = <T>({ matched, inTransit, broken, outside }: ByStatus<T>): readonly T[] => [
  matched,
  inTransit,
  broken,
  ...Object.values(outside),
];
const sum = (amounts: readonly string[]): string =>
  amounts.reduce((total, amount) => total.plus(Exact.parse(amount)), Exact.ZERO).toCanonicalText();

type SourceLine = Readonly<{ effectiveAt: string; currency: string; quantity: number; value: string }>;

/** Lines of orders as they were announced: what must come back, each unit once. */
const linesOf = (events: readonly Recorded[]): readonly SourceLine[] => {
  const currencies = new Map(
    events.flatMap(({ stream, type, data }) =>
      type === 'OrderRecorded' ? [[stream, (data as { readonly currency: string }).currency] as const] : [],
    ),
  );
  return events.flatMap(({ stream, type, data, metadata: { effectiveAt } }) => {
    if (type !== 'OrderLinesRecorded') return [];
    const { lines } = data as { readonly lines: readonly OrderLine[] };
    return lines.map(({ quantity, unitPrice }) => ({
      effectiveAt,
      currency: currencies.get(stream) ?? '',
      quantity,
      value: Exact.parse(unitPrice)
        .times(Exact.ofInteger(BigInt(quantity)))
        .toCanonicalText(),
    }));
  });
};
