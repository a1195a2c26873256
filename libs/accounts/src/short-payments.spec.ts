import * as fc from 'fast-check';
import { type ShortPaymentRule } from '#rules';
import { charge, followedBy, january, nothing, payment, play, schemeJanuary, share, told } from './account-period.examples';
import { type AccountPeriodCommand } from './account-period.decider';
import { type AccountPeriodState } from './account-period.state';
import { type AccountPeriodEvent, accountEvents } from './accounts.events';
import { chargeId } from './accounts.streams';
import { type AdjustCharge } from './adjustments';
import { type OpenItem } from './open-items';
import { type PeriodTerms } from './open-period';
import { PaymentHistory } from './payment-history';
import { type ReversePayment } from './payment-returns';
import { principalOf } from './principal';
import { TolerationHistory } from './toleration-history';
import { sized } from '../../../test/support/size';

const { account } = january;
const [S1, S2] = ['GB-S00000001', 'GB-S00000002'];
const item = (taxType: string, open: bigint, more: Partial<OpenItem> = {}): OpenItem => ({
  kind: 'statement',
  reference: S1,
  taxType,
  beneficiary: 'GB',
  open,
  dueOn: '2026-01-16',
  ...more,
});
/** The same of another statement. */
const later = (...items: readonly OpenItem[]): readonly OpenItem[] => items.map((one) => ({ ...one, reference: S2 }));
const owing = (openItems: readonly OpenItem[], terms = january): AccountPeriodState =>
  play([{ type: 'OpenPeriod', terms, carried: { openItems, unapplied: [] } }]).state;
const rule = (more: Partial<ShortPaymentRule> = {}): ShortPaymentRule => ({
  rule: 'short-payment',
  version: 3,
  currency: 'GBP',
  absolute: '50',
  books: 'bankCharge',
  ...more,
});
const paid = (entry: string, amount: bigint, more: Partial<ReturnType<typeof payment>> = {}): ReturnType<typeof payment> =>
  payment(entry, amount, { remittance: S1, shortPayment: rule(), ...more });
const two = [item('A00', 6_000n), item('B00', 4_000n)];
const tolerated = (state: AccountPeriodState): readonly (string | undefined)[] =>
  state.status === 'open' ? [state.openItems.open, state.tolerated, state.unapplied.total].map(String) : [];
const back = (entry: string, amount: bigint, more: Partial<ReversePayment> = {}): ReversePayment => ({
  type: 'ReversePayment',
  account,
  receipt: payment(entry, 1n).receipt,
  amount,
  currency: 'GBP',
  reason: 'chargeback',
  reversedOn: '2026-01-25',
  settledBefore: [],
  ...more,
});

describe('a payment that is short', () => {
  it('closes the statement that it names, and says what is tolerated, by which rule and as what', () => {
    const { events, state } = play([paid('P', 9_970n)], owing(two));
    expect(events.map(({ type }) => type)).toEqual(['PaymentReceived', 'PaymentAllocated', 'ShortPaymentTolerated']);
    expect(events[2]?.data).toEqual({
      account,
      holder: 'R-1',
      receipt: payment('P', 1n).receipt,
      currency: 'GBP',
      rests: [{ debt: { kind: 'statement', reference: S1, taxType: 'B00', beneficiary: 'GB', amount: '0.30' }, dueOn: '2026-01-16' }],
      total: '0.30',
      rule: 'short-payment',
      version: 3,
      allowed: '0.50',
      books: 'bankCharge',
      toleratedOn: '2026-01-20',
    });
    expect(tolerated(state)).toEqual(['0', '30', '0']);
  });

  it.each<[string, readonly OpenItem[], ReturnType<typeof payment>]>([
    ['where the authority tolerates nothing', two, payment('P', 9_970n, { remittance: S1 })],
    ['by more than is tolerated', two, paid('P', 9_949n)],
    ['by more than the share that is tolerated', two, paid('P', 9_970n, { shortPayment: rule({ percent: '0.2' }) })],
    ['by more than the least of amount and share', two, paid('P', 9_970n, { shortPayment: rule({ absolute: '20', percent: '1' }) })],
    [
      'under a rule that measures nothing',
      two,
      paid('P', 9_970n, { shortPayment: { rule: 'short-payment', version: 2, currency: 'GBP', books: 'bankCharge' } }),
    ],
    ['and names nothing', two, paid('P', 9_970n, { remittance: 'our payment' })],
    [
      'and leaves something of two debts that it names',
      [...two, ...later(item('A00', 20n))],
      paid('P', 9_990n, { remittance: `${S1} ${S2}` }),
    ],
    ['and leaves as much as it pays, or more: an instalment', [item('A00', 60n)], paid('P', 30n)],
    ['later than the rule allows', two, paid('P', 9_970n, { shortPayment: rule({ days: 3 }) })],
    ['and leaves what is in dispute', [item('A00', 6_000n), item('B00', 4_000n, { contested: 4_000n })], paid('P', 9_970n)],
    ['and is on its way', two, paid('P', 9_970n, { means: 'directDebit', final: false })],
    ['and comes from a guarantor', two, paid('P', 9_970n, { means: 'guarantor' })],
    ['of interest or a penalty', [item('A00', 6_000n, { kind: 'interest' })], paid('P', 5_970n)],
  ])('is only short %s', (_how, items, command) => {
    const { events } = play([command], owing(items));
    expect(events.some(({ type }) => type === 'ShortPaymentTolerated')).toBe(false);
  });

  it('is tolerated on the last day that the rule allows', () => {
    expect(tolerated(play([paid('P', 9_970n, { shortPayment: rule({ days: 4 }) })], owing(two)).state)).toEqual(['0', '30', '0']);
  });

  it('of a statement of several debts is tolerated over those that the order of collection leaves', () => {
    const several = [item('A00', 6_000n), item('B00', 3_980n), item('C00', 20n)];
    const { events, state } = play([paid('P', 9_970n)], owing(several));
    const [rest, ...others] = told(events, 'ShortPaymentTolerated');
    expect(others).toEqual([]);
    expect([rest?.total, rest?.rests.map(({ debt }) => `${debt.taxType} ${debt.amount}`)]).toEqual(['0.30', ['B00 0.10', 'C00 0.20']]);
    expect(tolerated(state)).toEqual(['0', '30', '0']);
  });

  it('of several debts is tolerated of the one that is short, by what was open of that', () => {
    const { events } = play([paid('P', 13_970n, { remittance: `${S1} ${S2}` })], owing([...two, ...later(item('A00', 4_000n))]));
    const [rest, ...others] = told(events, 'ShortPaymentTolerated');
    expect(others).toEqual([]);
    expect([rest?.total, rest?.rests.map(({ debt }) => `${debt.reference} ${debt.taxType} ${debt.amount}`)]).toEqual([
      '0.30',
      [`${S2} A00 0.30`],
    ]);
  });

  it('of a return is one of all its states together', () => {
    const terms = schemeJanuary;
    const states = [
      item('B00', 6_000n, { kind: 'return', reference: 'IE/IM1/M12.2025', beneficiary: 'FR' }),
      item('B00', 4_000n, { kind: 'return', reference: 'IE/IM1/M12.2025', beneficiary: 'DE' }),
    ];
    const command = paid('P', 9_970n, { account: terms.account, currency: 'EUR', remittance: 'IE/IM1/M12.2025' });
    const [told1] = told(play([command], owing(states, terms)).events, 'ShortPaymentTolerated');
    expect([told1?.total, told1?.rests.map(({ debt }) => `${debt.beneficiary} ${debt.amount}`)]).toEqual(['0.30', ['DE 0.12', 'FR 0.18']]);
  });

  it('in several entries is tolerated with the last one alone, and what comes later is unapplied', () => {
    const { events, state } = play([paid('P1', 6_000n), paid('P2', 3_980n), paid('P3', 20n)], owing(two));
    expect(told(events, 'ShortPaymentTolerated').map(({ total }) => total)).toEqual(['0.20']);
    expect(tolerated(state)).toEqual(['0', '20', '20']);
  });

  it('lets go what the guarantee held', () => {
    const secured = owing([item('A00', 6_000n, { secured: 6_000n })]);
    const { events } = play([share(10_000n), paid('P', 5_970n)], secured);
    expect([...told(events, 'PaymentAllocated'), ...told(events, 'ShortPaymentTolerated')].map(({ released }) => released)).toEqual([
      '59.70',
      '0.30',
    ]);
  });

  it('is not late for what is tolerated', () => {
    const log: AccountPeriodEvent[] = [
      {
        type: 'OpenItemsCarried',
        data: {
          account,
          holder: 'R-1',
          currency: 'GBP',
          moment: 'closing',
          openItems: [{ kind: 'statement', reference: S1, taxType: 'A00', beneficiary: 'GB', dueOn: '2026-01-16', open: '60.00' }],
          unapplied: [],
        },
      },
    ];
    const { events, state } = play([paid('P', 5_970n)], owing([item('A00', 6_000n)]));
    expect(principalOf([...log, ...events], item('A00', 0n)).at(-1)).toEqual({ on: '2026-01-20', open: 0n });
    const reversed = play([back('P', 5_970n)], state);
    expect(principalOf([...log, ...events, ...reversed.events], item('A00', 0n))).toEqual([
      { on: '2026-01-16', open: 6_000n },
      { on: '2026-01-20', open: 6_000n },
    ]);
    expect(principalOf([...log, ...events, ...reversed.events], item('A00', 0n), 'reversal').at(-1)).toEqual({
      on: '2026-01-25',
      open: 6_000n,
    });
  });
});

describe('what was tolerated', () => {
  const february: PeriodTerms = { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
  const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 9, closedOn: '2026-02-01', dueOn: '2026-02-16' };
  const nextPeriod = (commands: readonly AccountPeriodCommand[], openItems: readonly OpenItem[]) => {
    const { events } = play([{ type: 'OpenPeriod', terms: january, carried: { openItems, unapplied: [] } }, ...commands, close]);
    const [history, tolerations] = [new PaymentHistory(), new TolerationHistory()];
    for (const event of events) {
      history.apply(event);
      tolerations.apply(event);
    }
    return { state: play([followedBy(events, february)]).state, history, tolerations, events };
  };

  it('is owed again when the payment is taken back, held as a debt is, and may be tolerated again', () => {
    const state = play([share(10_000n), paid('P', 5_970n), share(5_900n)], owing([item('A00', 6_000n, { secured: 6_000n })])).state;
    const { events, state: after } = play([back('P', 5_970n)], state);
    expect(told(events, 'ToleratedRestReopened')).toEqual([
      expect.objectContaining({
        receipt: payment('P', 1n).receipt,
        reason: 'paymentReversed',
        total: '0.30',
        books: 'bankCharge',
        reopenedOn: '2026-01-25',
        reserved: '0.30',
        overLimit: '1.00',
        rests: [
          {
            debt: { kind: 'statement', reference: S1, taxType: 'A00', beneficiary: 'GB', amount: '0.30' },
            dueOn: '2026-01-16',
            secured: '0.30',
          },
        ],
      }),
    ]);
    expect(tolerated(after)).toEqual(['6000', '0', '0']);
    expect(tolerated(play([paid('P2', 5_960n)], after).state)).toEqual(['0', '40', '0']);
  });

  it('is owed again when any payment of the debt is taken back, in part too', () => {
    const state = play([paid('P1', 6_000n), paid('P2', 3_980n)], owing(two)).state;
    expect(tolerated(play([back('P1', 100n)], state).state)).toEqual(['120', '0', '0']);
    expect(tolerated(play([back('P1', 100n), back('P2', 3_980n)], state).state)).toEqual(['4100', '0', '0']);
  });

  it('is on the statement of its period, and is owed again in a later one', () => {
    const { state, history, tolerations, events } = nextPeriod([paid('P', 9_970n)], two);
    expect(told(events, 'PeriodClosed')).toMatchObject([{ opening: '100.00', applied: '99.70', tolerated: '0.30', closing: '0.00' }]);
    const { receipt } = payment('P', 1n);
    const told1 = {
      settledBefore: history.settledBefore(account, receipt),
      toleratedBefore: tolerations.before(account, history.referencesOf(account, receipt)),
    };
    const { state: after } = play([back('P', 9_970n, { ...told1, reversedOn: '2026-02-10' })], state);
    expect(tolerated(after)).toEqual(['10000', '-30', '0']);
    // Told once more of what is owed again already, it is not owed twice.
    const again = play(
      [
        payment('P2', 9_970n, { bookedOn: '2026-02-11', postedOn: '2026-02-11', remittance: S1 }),
        { ...back('P2', 9_970n), reversedOn: '2026-02-12', toleratedBefore: told1.toleratedBefore },
      ],
      after,
    );
    expect(tolerated(again.state)).toEqual(['10000', '-30', '0']);
  });

  it('is taken off the debt first where a later version lowers it: nothing is given back that nobody paid', () => {
    const posted = [charge('M1', [{ taxType: 'A00', beneficiary: 'GB', amount: 10_000n }])];
    const { events: january1 } = play([
      { type: 'OpenPeriod', terms: january, carried: nothing },
      ...posted,
      { ...close, statementNumber: 1 },
    ]);
    const open = play([followedBy(january1, february)]).state;
    const inFebruary = { bookedOn: '2026-02-10', valueOn: '2026-02-10', postedOn: '2026-02-10' };
    const { state } = play([paid('P', 9_970n, inFebruary)], open);
    const invalidated: AdjustCharge = {
      type: 'AdjustCharge',
      account,
      charge: chargeId('GB', 'M1'),
      subject: chargeId('GB', 'declaration of M1'),
      reference: 'M1',
      version: 2,
      reason: 'invalidated',
      currency: 'GBP',
      adjustedOn: '2026-02-12',
      dueOn: '2026-03-16',
      original: { period: '2026-01', statement: S1 },
      lines: [{ taxType: 'A00', beneficiary: 'GB', amount: -10_000n }],
    };
    const { events, state: after } = play([invalidated], state);
    expect(told(events, 'ToleratedRestReopened')).toMatchObject([{ reason: 'debtReduced', total: '0.30' }]);
    expect(told(events, 'ChargeAdjusted')).toMatchObject([{ lines: [{ amount: '-100.00', reducesOpen: '0.30', refundable: '99.70' }] }]);
    expect(tolerated(after)).toEqual(['0', '0', '0']);
  });
});

it('whatever is paid, taken back and lowered, the statement adds up and nothing is refundable that was not paid', () => {
  const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
  const intent = fc.record({ what: fc.constantFrom('pay', 'pay', 'pay', 'back', 'lower'), n: fc.nat(5), amount: fc.bigInt(1n, 10_000n) });
  const minor = (text = '0'): bigint => BigInt(text.replace('.', ''));
  fc.assert(
    fc.property(fc.array(intent, { minLength: 5, maxLength: 25 }), fc.bigInt(0n, 3_000n), (intents, limit) => {
      let state = owing(two);
      const payments: { readonly entry: string; left: bigint }[] = [];
      const paidOf = new Map<string, bigint>();
      const add = (taxType: string, amount: bigint): unknown => paidOf.set(taxType, (paidOf.get(taxType) ?? 0n) + amount);
      const owed = new Map([
        ['A00', 6_000n],
        ['B00', 4_000n],
      ]);
      let [inAll, version] = [0n, 1];
      intents.forEach(({ what, n, amount }, i) => {
        const chosen = payments[n % Math.max(payments.length, 1)];
        const taxType = n % 2 === 0 ? 'A00' : 'B00';
        const most = what === 'lower' ? (owed.get(taxType) ?? 0n) : (chosen?.left ?? 0n);
        const part = amount < most ? amount : most;
        if (what !== 'pay' && part === 0n) return;
        const command: AccountPeriodCommand =
          what === 'pay'
            ? paid(`P${String(i)}`, amount, { shortPayment: rule({ absolute: String(limit) }) })
            : what === 'back'
              ? back(chosen?.entry ?? '', part)
              : {
                  type: 'AdjustCharge',
                  account,
                  charge: chargeId('GB', 'M1'),
                  subject: chargeId('GB', 'M1'),
                  reference: 'M1',
                  version: (version += 1),
                  reason: 'amended',
                  currency: 'GBP',
                  adjustedOn: '2026-01-25',
                  dueOn: '2026-02-16',
                  original: { period: '2025-12', statement: S1 },
                  lines: [{ taxType, beneficiary: 'GB', amount: -part }],
                };
        const { events, state: after } = play([command], state);
        state = after;
        if (what === 'pay') payments.push({ entry: `P${String(i)}`, left: amount });
        else if (what === 'back' && chosen !== undefined) chosen.left -= part;
        else owed.set(taxType, most - part);
        for (const event of events) {
          shapes.get(event.type)?.data.parse(event.data, event.type);
          if (event.type === 'PaymentAllocated') for (const pair of event.data.pairs) add(pair.taxType, minor(pair.amount));
          if (event.type === 'PaymentReversed') for (const { debt } of event.data.reopened) add(debt.taxType, -minor(debt.amount));
          if (event.type === 'ChargeAdjusted') for (const line of event.data.lines) add(line.taxType, -minor(line.refundable));
          if (event.type === 'ShortPaymentTolerated') {
            expect(minor(event.data.total) <= limit).toBe(true);
            inAll += minor(event.data.total);
          }
          if (event.type === 'ToleratedRestReopened') inAll -= minor(event.data.total);
        }
        if (state.status !== 'open') throw new RangeError('not open');
        expect([state.tolerated, inAll >= 0n]).toEqual([inAll, true]);
        for (const taxOf of ['A00', 'B00']) {
          const open = state.openItems.get(item(taxOf, 0n))?.open ?? 0n;
          const here = state.toleratedHere.get(`statement ${S1}`)?.find((debt) => debt.taxType === taxOf)?.amount ?? 0n;
          // What is owed is open, tolerated or paid, to the last cent.
          expect([taxOf, open + here + (paidOf.get(taxOf) ?? 0n)]).toEqual([taxOf, owed.get(taxOf)]);
        }
      });
    }),
    { numRuns: sized(60, 400) },
  );
});
