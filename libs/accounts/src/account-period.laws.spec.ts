import * as fc from 'fast-check';
import { allocationOrderOf } from '#rules';
import { type AccountPeriodCommand } from './account-period.decider';
import {
  cashJanuary,
  charge,
  decide,
  deskJanuary,
  evolve,
  initial,
  january,
  nothing,
  payment,
  play,
  returnCharge,
  schemeJanuary,
  share,
} from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { type AccountPeriodEvent } from './accounts.events';
import { allocate } from './allocation';
import { type CarriedForward } from './carry-forward';
import { openItemOf } from './closing.state';
import { type OpenItem, openItem, OpenItems } from './open-items';
import { exposureOf, type OpenPeriodState, type PeriodTerms } from './open-period';
import { namesIn } from './remittance';
import { sized } from '../../../test/support/size';

/*
 * Laws of an account (docs/accounting.md):
 * 1. no open item and no unapplied cash is negative; what is settled is gone (I4);
 * 2. allocations of a receipt never exceed it; received = applied + unapplied (I5, I6);
 * 3. closing = opening + charged - applied = the sum of the open items handed on; closing(n) = opening(n+1) (I9);
 * 4. a rejected command leaves no event; a closed period takes nothing;
 * 5. what is handed on is secured by the whole exposure (I12);
 * 6. allocation is a function of the set of open items, not of their order.
 */
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);
const openSum = (state: OpenPeriodState): bigint => sum([...state.openItems.values()].map((item) => item.open));
const cashSum = (state: OpenPeriodState): bigint => sum([...state.unapplied.values()].map((cash) => cash.amount));
const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));

const amount = fc.bigInt(1n, 100_000n);
const day = fc.integer({ min: 1, max: 31 }).map((d) => `2026-01-${String(d).padStart(2, '0')}`);
const names = fc.constantFrom(undefined, 'GB-S00000001', 'pays GB-S00000002, thanks', 'no reference');
const deferment: fc.Arbitrary<AccountPeriodCommand> = fc.oneof(
  fc.tuple(fc.nat(30), amount, amount, day).map(([n, a, b, postedOn]) =>
    charge(
      `26GB${String(n)}/1`,
      [
        { taxType: 'A00', beneficiary: 'GB', amount: a },
        { taxType: 'B00', beneficiary: 'GB', amount: b },
      ],
      { postedOn },
    ),
  ),
  fc
    .tuple(fc.nat(30), amount, day, names)
    .map(([n, a, postedOn, remittance]) => payment(`E${String(n)}`, a, { postedOn, ...(remittance === undefined ? {} : { remittance }) })),
  day.map((allocatedOn): AccountPeriodCommand => ({ type: 'AllocateUnapplied', account: january.account, allocatedOn })),
  fc.tuple(fc.bigInt(0n, 300_000n), fc.constantFrom('100', '50', '33.3')).map(([a, reservePercent]) => share(a, { reservePercent })),
);
const scheme: fc.Arbitrary<AccountPeriodCommand> = fc.oneof(
  fc
    .tuple(fc.nat(3), fc.constantFrom('FR', 'DE', 'GR'), amount)
    .map(([n, country, a]) => returnCharge(`IE/IM3720000014/M0${String(n + 1)}.2025`, country, a)),
  fc.tuple(fc.nat(30), amount, fc.nat(3)).map(([n, a, m]) =>
    payment(`E${String(n)}`, a, {
      account: schemeJanuary.account,
      currency: 'EUR',
      remittance: `IE/IM3720000014/M0${String(m + 1)}.2025`,
    }),
  ),
);
/** A prepaid account, or a desk: charges of one line each, and money that names one of them or none. */
const single = ({ account, holder }: PeriodTerms): fc.Arbitrary<AccountPeriodCommand> =>
  fc.oneof(
    fc
      .tuple(fc.nat(30), amount, day)
      .map(([n, a, postedOn]) =>
        charge(`26GB${String(n).padStart(14, '0')}`, [{ taxType: 'B00', beneficiary: 'GB', amount: a }], { account, holder, postedOn }),
      ),
    fc
      .tuple(fc.nat(60), amount, fc.nat(30))
      .map(([n, a, m]) =>
        payment(`E${String(n)}`, a, { account, ...(n % 3 === 0 ? {} : { remittance: `MRN 26GB${String(m).padStart(14, '0')}` }) }),
      ),
  );

/** Plays commands as they come; what is refused leaves the state as it was. */
const playSome = (
  commands: readonly AccountPeriodCommand[],
  from: AccountPeriodState,
): { readonly state: AccountPeriodState; readonly events: readonly AccountPeriodEvent[] } => {
  let state = from;
  const events: AccountPeriodEvent[] = [];
  for (const command of commands) {
    const decision = decide(command, state);
    if ('rejected' in decision) continue;
    for (const event of decision.accepted) {
      state = evolve(state, event);
      events.push(event);
      if (state.status !== 'open') continue;
      for (const item of state.openItems.values()) expect(item.open > 0n).toBe(true);
      for (const cash of state.unapplied.values()) expect(cash.amount > 0n).toBe(true);
    }
  }
  return { state, events };
};

const carriedOf = (events: readonly AccountPeriodEvent[]): CarriedForward => {
  const chunks = events.flatMap((event) => (event.type === 'OpenItemsCarried' && event.data.moment === 'closing' ? [event.data] : []));
  return {
    openItems: chunks.flatMap((chunk) => chunk.openItems.map((item) => openItemOf(item, chunk.currency))),
    unapplied: chunks.flatMap((chunk) => chunk.unapplied.map((cash) => ({ ...cash, amount: minor(cash.amount) }))),
  };
};

describe.each([
  ['a deferment account', january, deferment],
  ['a scheme account', schemeJanuary, scheme],
  ['a prepaid account', cashJanuary, single(cashJanuary)],
  ["an authority's desk", deskJanuary, single(deskJanuary)],
])('%s', (_what, terms, command) => {
  it('keeps its laws through three periods, whatever happens in them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(command, { maxLength: 25 }), { minLength: 3, maxLength: 3 }), (months) => {
        let carried = nothing;
        months.forEach((commands, n) => {
          const {
            state: opened,
            events: [first],
          } = play([{ type: 'OpenPeriod', terms, carried }]);
          const { state, events } = playSome(commands, opened);
          if (state.status !== 'open' || first?.type !== 'PeriodOpened') throw new RangeError('not open');
          const received = sum(events.flatMap((e) => (e.type === 'PaymentReceived' ? [minor(e.data.amount)] : [])));
          expect(sum(carried.unapplied.map((cash) => cash.amount)) + received).toBe(state.applied + cashSum(state));
          expect(state.opening).toBe(sum(carried.openItems.map((item) => item.open)));
          const closing = playSome([{ type: 'ClosePeriod', statementNumber: n + 1, closedOn: terms.end, dueOn: '2026-02-16' }], state);
          const closed = closing.events.at(-1);
          if (closed?.type !== 'PeriodClosed') throw new RangeError('not closed');
          expect(minor(closed.data.closing)).toBe(minor(closed.data.opening) + minor(closed.data.charged) - minor(closed.data.applied));
          carried = carriedOf(closing.events);
          expect(sum(carried.openItems.map((item) => item.open))).toBe(minor(closed.data.closing));
          expect(sum(carried.unapplied.map((cash) => cash.amount))).toBe(minor(closed.data.unapplied));
          expect(sum(carried.openItems.map((item) => item.secured ?? 0n))).toBe(exposureOf(state));
          expect(playSome(commands, closing.state).events).toEqual([]);
          if (terms.kind !== 'deferment') expect(openSum(state)).toBe(minor(closed.data.closing));
        });
      }),
      { numRuns: sized(15, 60) },
    );
  });
});

it('never allocates a receipt beyond its amount', () => {
  fc.assert(
    fc.property(fc.array(deferment, { maxLength: 40 }), fc.array(amount, { maxLength: 5 }), (commands, open) => {
      const openItems = open.map((a, n): OpenItem => ({
        kind: 'statement',
        reference: `GB-S0000000${String(n + 1)}`,
        taxType: 'A00',
        beneficiary: 'GB',
        open: a,
        dueOn: `2026-01-${String(20 - n)}`,
      }));
      const { events } = playSome([{ type: 'OpenPeriod', terms: january, carried: { openItems, unapplied: [] } }, ...commands], initial);
      const left = new Map(events.flatMap((e) => (e.type === 'PaymentReceived' ? [[e.data.receipt, minor(e.data.amount)] as const] : [])));
      for (const event of events) {
        if (event.type !== 'PaymentAllocated') continue;
        const rest = (left.get(event.data.receipt) ?? 0n) - sum(event.data.pairs.map((pair) => minor(pair.amount)));
        expect(rest >= 0n).toBe(true);
        left.set(event.data.receipt, rest);
      }
    }),
    { numRuns: sized(15, 60) },
  );
});

it('allocates the same whatever the order in which items are given', () => {
  const item = fc.record({
    n: fc.nat(20),
    open: amount,
    dueOn: day,
    taxType: fc.constantFrom('A00', 'B00'),
    kind: fc.constantFrom('statement', 'return', 'interest', 'penalty'),
    contested: fc.bigInt(0n, 50_000n),
  });
  const accountOrder = fc.constantFrom('GB', 'EU-DE', 'CA').map((authority) => allocationOrderOf(authority, 'deferment', '2026-01-15'));
  fc.assert(
    fc.property(
      fc.uniqueArray(item, { selector: ({ n, taxType }) => `${String(n)}${taxType}`, maxLength: 12 }),
      fc.bigInt(0n, 500_000n),
      names,
      accountOrder,
      fc.func(fc.nat()),
      (given, cash, remittance, order, rank) => {
        const items = given.map(({ n, contested, open, ...rest }): OpenItem =>
          openItem({
            reference: `GB-S${String(n).padStart(8, '0')}`,
            beneficiary: 'GB',
            open,
            contested: contested < open ? contested : open,
            ...rest,
          }),
        );
        const shuffled = [...items].sort((a, b) => rank(a.reference) - rank(b.reference));
        const question = { cash, currency: 'GBP', order, names: namesIn(remittance) };
        const [result, other] = [items, shuffled].map((all) =>
          allocate(
            question,
            all.reduce((held, one) => held.plus(one), OpenItems.empty()),
          ),
        );
        expect(other).toEqual(result);
        const pairs = result?.steps.flatMap((step) => step.pairs) ?? [];
        expect((result?.remainder ?? 0n) + sum(pairs.map((pair) => pair.amount))).toBe(cash);
        for (const one of items) {
          const settled = sum(
            pairs.filter((pair) => pair.item.reference === one.reference && pair.item.taxType === one.taxType).map((pair) => pair.amount),
          );
          const named = question.names.has(one.reference);
          expect(settled <= one.open - (named ? 0n : (one.contested ?? 0n))).toBe(true);
        }
      },
    ),
  );
});
