import * as fc from 'fast-check';
import { type AccountPeriodCommand } from './account-period.decider';
import { charge, decide, evolve, followedBy, january, nothing, payment, play, share } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { type AccountPeriodEvent, accountEvents } from './accounts.events';
import { inOrder, withoutReopened } from './known-payment';
import { type OpenItem } from './open-items';
import { exposureOf, type OpenPeriodState, type PeriodTerms } from './open-period';
import { PaymentHistory } from './payment-history';
import { principalOf } from './principal';
import { type ToleratedDebt } from './tolerated-debts';
import { TolerationHistory } from './toleration-history';
import { sized } from '../../../test/support/size';

/*
 * Laws of the money on an account (docs/accounting.md), whatever is paid, taken back, disputed, given up or set off, over three periods:
 * 1. every debt is above zero; what is in dispute and what the guarantee holds for it are parts of it (I4, I12);
 * 2. unapplied(closing) = unapplied(opening) + received - applied + reversed - returned, and no cash is below zero (I5, I6);
 * 3. the statement equation with all its terms is what the open items and the window add up to (I9);
 * 4. of each payment: received less returned = unapplied + what it settled and is not open again, as the log tells it;
 * 5. the exposure is what the guarantee holds for the open items and the window (I12);
 * 6. what the engine is asked about a debt ends with what is open of it;
 * 7. what is tolerated, in earlier periods and in this one, is what the log says of it, and never below zero.
 */
const periods: readonly PeriodTerms[] = ['01', '02', '03'].map((month, i) => ({
  ...january,
  period: `2026-${month}`,
  start: `2026-${month}-01`,
  end: `2026-0${String(i + 2)}-01`,
}));

interface Intent {
  readonly what:
    | 'charge'
    | 'pay'
    | 'debit'
    | 'settle'
    | 'reject'
    | 'chargeback'
    | 'repay'
    | 'allocate'
    | 'contest'
    | 'endContest'
    | 'remit'
    | 'writeOff'
    | 'impose'
    | 'reduce'
    | 'offset';
  readonly n: number;
  readonly amount: bigint;
  readonly day: number;
}
const intent: fc.Arbitrary<Intent> = fc.record({
  what: fc.constantFrom(
    'charge',
    'charge',
    'pay',
    'pay',
    'debit',
    'settle',
    'reject',
    'chargeback',
    'repay',
    'allocate',
    'contest',
    'endContest',
    'remit',
    'writeOff',
    'impose',
    'reduce',
    'offset',
  ),
  n: fc.nat(7),
  amount: fc.bigInt(1n, 50_000n),
  day: fc.integer({ min: 1, max: 28 }),
});

const eyes = { requestedBy: 'OFFICER-1', approvedBy: 'OFFICER-2' };
const document = 'd'.repeat(64);

/** Of an amount as much as there is, where there is something. */
const least = (amount: bigint, most = 0n): bigint => (most > 0n && most < amount ? most : amount);

interface Histories {
  readonly history: PaymentHistory;
  readonly tolerated: TolerationHistory;
}

/** The command that an intent is in a state: about a debt that is open, if there is one, and a payment that the log knows. */
const commandOf = (
  { what, n, amount, day }: Intent,
  state: OpenPeriodState,
  { history, tolerated }: Histories,
  receipts: readonly string[],
): AccountPeriodCommand => {
  const { account, currency, period } = state.terms;
  const on = `${period}-${String(day).padStart(2, '0')}`;
  const items = [...state.openItems.values()].sort((a, b) => (a.reference + a.taxType < b.reference + b.taxType ? -1 : 1));
  const item: OpenItem = items[n % Math.max(items.length, 1)] ?? {
    kind: 'statement',
    reference: 'none',
    taxType: 'A00',
    beneficiary: 'GB',
    open: 0n,
    dueOn: on,
  };
  const debt = {
    kind: item.kind,
    reference: item.reference,
    taxType: item.taxType,
    beneficiary: item.beneficiary,
    amount: least(amount, item.open),
  };
  const paid = payment(`${period}/${String(n)}`, amount, {
    postedOn: on,
    bookedOn: on,
    valueOn: on,
    ...(n % 3 === 0 ? { remittance: item.reference } : {}),
    ...(n % 2 === 0 ? { endToEndId: 'SAME' } : {}),
  });
  const onTheirWay = state.onTheirWay.values();
  const earlier =
    (what === 'settle' || what === 'reject' ? onTheirWay[n % Math.max(onTheirWay.length, 1)] : undefined) ??
    receipts[n % Math.max(receipts.length, 1)] ??
    paid.receipt;
  const penalty = {
    account,
    penaltyReference: what === 'reduce' ? item.reference : `PENALTY-${String(n)}-${period}`,
    beneficiary: 'GB',
    amount: what === 'reduce' ? least(amount, item.open) : amount,
    currency,
    ...eyes,
  };
  const about = { account, currency, debt, ...eyes, document };
  switch (what) {
    case 'charge':
      return charge(
        `26GB${period}/${String(n)}`,
        [
          { taxType: 'A00', beneficiary: 'GB', amount },
          { taxType: 'B00', beneficiary: 'GB', amount: amount + 7n },
        ],
        { postedOn: on },
      );
    case 'pay':
      return {
        ...paid,
        shortPayment: {
          rule: 'short-payment',
          version: 2,
          currency,
          absolute: '20000',
          books: n % 2 === 0 ? 'bankCharge' : 'smallDifference',
        },
      };
    case 'debit':
      return { ...paid, means: 'directDebit', final: false };
    case 'settle':
      return {
        type: 'SettlePayment',
        account,
        receipt: earlier,
        amount: state.payments.get(earlier)?.received ?? amount,
        currency,
        settledOn: on,
      };
    case 'reject':
    case 'chargeback': {
      const settledBefore = history.settledBefore(account, earlier);
      const whole = [
        ...withoutReopened(settledBefore, state.payments.get(earlier)?.openedAgain ?? []),
        ...inOrder(state.payments.get(earlier)?.pairs),
      ].reduce((sum, pair) => sum + pair.amount, state.unapplied.get(earlier)?.amount ?? 0n);
      return {
        type: 'ReversePayment',
        account,
        receipt: earlier,
        amount: what === 'chargeback' && amount < whole ? amount : whole,
        currency,
        reason: what === 'reject' ? 'rejected' : 'chargeback',
        reversedOn: on,
        settledBefore,
        toleratedBefore: tolerated.before(account, history.referencesOf(account, earlier)),
      };
    }
    case 'repay':
      return {
        type: 'RepayUnapplied',
        account,
        receipt: earlier,
        amount: least(amount, state.unapplied.get(earlier)?.amount),
        currency,
        repaidOn: on,
        paymentReference: 'R',
        ...eyes,
      };
    case 'allocate':
      return {
        type: 'AllocateUnapplied',
        account,
        allocatedOn: on,
        ...(n % 2 === 0 ? {} : { receipt: earlier, references: [item.reference] }),
      };
    case 'contest':
      return { type: 'ContestDebt', ...about, contestedOn: on };
    case 'endContest':
      return { type: 'EndContest', ...about, debt: { ...debt, amount: least(amount, item.contested) }, endedOn: on };
    case 'remit':
      return { type: 'RemitDebt', ...about, ground: 'UCC-120', remittedOn: on };
    case 'writeOff':
      return { type: 'WriteOffDebt', ...about, writtenOffOn: on };
    case 'impose':
      return { type: 'ImposePenalty', ...penalty, reason: 'late', rule: 'late', imposedOn: on, dueOn: on };
    case 'reduce':
      return { type: 'ReducePenalty', ...penalty, document, reducedOn: on };
    case 'offset':
      return {
        type: 'OffsetRefund',
        account,
        claim: payment(`claim ${String(n)} ${period}`, 1n).receipt,
        currency,
        lines: [{ taxType: 'A00', beneficiary: 'GB', amount }],
        offsetOn: on,
      };
  }
};

const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);
const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));

const checkState = (state: OpenPeriodState, cashBefore: bigint): void => {
  const items = state.openItems.values();
  for (const { open, contested = 0n, secured = 0n } of items)
    expect([open > 0n, contested <= open && contested >= 0n, secured <= open && secured >= 0n]).toEqual([true, true, true]);
  const cash = state.unapplied.values();
  for (const { amount } of cash) expect(amount > 0n).toBe(true);
  expect(sum(cash.map(({ amount }) => amount))).toBe(state.unapplied.total);
  expect(state.unapplied.total).toBe(cashBefore + state.received - state.applied + state.reversed - state.returned);
  const { opening, charged, adjusted, interest, penalties, reversed, applied, offset, remitted, writtenOff, tolerated } = state;
  const window = sum(state.totals.values().map(({ amount }) => amount));
  expect(opening + charged + adjusted + interest + penalties + reversed - applied - offset - remitted - writtenOff - tolerated).toBe(
    sum(items.map(({ open }) => open)) + window,
  );
  expect(exposureOf(state)).toBe(sum(items.map(({ secured = 0n }) => secured)) + sum(state.totals.values().map(({ secured }) => secured)));
};

/** Law 4, from the log alone. */
const checkPayments = (log: readonly AccountPeriodEvent[], state: OpenPeriodState, history: PaymentHistory): void => {
  const balance = new Map<string, bigint>();
  const add = (receipt: string, amount: bigint): unknown => balance.set(receipt, (balance.get(receipt) ?? 0n) + amount);
  for (const event of log) {
    if (event.type === 'PaymentReceived') add(event.data.receipt, minor(event.data.amount));
    if (event.type === 'PaymentReversed') add(event.data.receipt, -minor(event.data.amount));
  }
  for (const [receipt, amount] of balance) {
    const known = state.payments.get(receipt);
    const before = withoutReopened(history.settledBefore(january.account, receipt), known?.openedAgain ?? []);
    const settled = [...before, ...inOrder(known?.pairs)];
    expect(sum(settled.map((pair) => pair.amount)) + (state.unapplied.get(receipt)?.amount ?? 0n)).toBe(amount);
  }
};

/** Law 7, from the log alone. */
const checkTolerated = (log: readonly AccountPeriodEvent[], state: OpenPeriodState, tolerated: TolerationHistory): void => {
  const debts = new Map<string, bigint>();
  const add = (debt: Pick<ToleratedDebt, 'reference' | 'taxType'>, amount: bigint): unknown =>
    debts.set(`${debt.reference} ${debt.taxType}`, amount + (debts.get(`${debt.reference} ${debt.taxType}`) ?? 0n));
  for (const event of log) {
    if (event.type === 'ShortPaymentTolerated') for (const { debt } of event.data.rests) add(debt, minor(debt.amount));
    if (event.type === 'ToleratedRestReopened') for (const { debt } of event.data.rests) add(debt, -minor(debt.amount));
  }
  for (const amount of debts.values()) expect(amount >= 0n).toBe(true);
  const references = new Set([...debts.keys()].map((key) => key.split(' ')[0] ?? ''));
  for (const debt of [...tolerated.before(january.account, references), ...state.toleratedHere.values().flat()]) add(debt, -debt.amount);
  for (const [debt, amount] of debts) expect([debt, amount]).toEqual([debt, 0n]);
};

it('money on an account keeps its laws over three periods, whatever happens in them', () => {
  fc.assert(
    fc.property(fc.array(fc.array(intent, { minLength: 20, maxLength: 40 }), { minLength: 3, maxLength: 3 }), (months) => {
      const log: AccountPeriodEvent[] = [];
      const [history, tolerated] = [new PaymentHistory(), new TolerationHistory()];
      let closing: readonly AccountPeriodEvent[] = [];
      months.forEach((intents, n) => {
        const terms = periods[n] ?? january;
        let state: AccountPeriodState = play([
          n === 0 ? { type: 'OpenPeriod', terms, carried: nothing } : followedBy(closing, terms),
        ]).state;
        const run = (command: AccountPeriodCommand): readonly AccountPeriodEvent[] => {
          const decision = decide(command, state);
          if ('rejected' in decision) return [];
          for (const event of decision.accepted) {
            shapes.get(event.type)?.data.parse(event.data, event.type);
            state = evolve(state, event);
            history.apply(event);
            tolerated.apply(event);
            log.push(event);
          }
          return decision.accepted;
        };
        run(share(150_000n, {}, terms.start));
        const cashBefore = state.status === 'open' ? state.unapplied.total : 0n;
        for (const one of intents) {
          if (state.status !== 'open') throw new RangeError('not open');
          const receipts = log.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.receipt] : []));
          run(commandOf(one, state, { history, tolerated }, receipts));
          checkState(state, cashBefore);
        }
        if (state.status !== 'open') throw new RangeError('not open');
        checkPayments(log, state, history);
        checkTolerated(log, state, tolerated);
        for (const item of state.openItems.values())
          if (item.kind === 'statement') expect(principalOf(log, item).at(-1)?.open).toBe(item.open);
        closing = run({ type: 'ClosePeriod', statementNumber: n + 1, closedOn: terms.end, dueOn: terms.end });
        expect(closing.at(-1)?.type).toBe('PeriodClosed');
      });
    }),
    // A history is long: the seed of a failure says more than hours of making it shorter.
    { numRuns: sized(12, 60), endOnFailure: true },
  );
});
