import {
  accountId,
  type AccountPeriodEvent,
  receiptDecider,
  type ReceiptEvent,
  receiptId,
  receiptStream,
  TolerationHistory,
} from '#accounts';
import { streamName } from '#event-catalogue';
import { parseMoney } from '#money';
import { type Kinds } from './step';
import { borderAccounts, decimalOf, type OpenPeriod, pick, twoPersons, type World } from './world';

const bankAccount = 'GB-BANK';

/** A booked entry; its reference is new. */
export const booked = async (world: World, amount: string, more: object = {}): Promise<string> => {
  const entryReference = `E${world.next()}`;
  const entry = {
    authority: 'GB',
    bankAccount,
    entryReference,
    amount,
    currency: 'GBP',
    bookedOn: world.today,
    valueOn: world.today,
    ...more,
  };
  await world.send(receiptDecider, receiptStream('GB', bankAccount, entryReference), { type: 'RecordReceipt', ...entry });
  return receiptId('GB', bankAccount, entryReference);
};

const minor = (amount: string): bigint => parseMoney(amount, 'GBP').minor;
const account = (n: number) => pick(borderAccounts, n) ?? borderAccounts[0];

/** A payment is charged back, all of it or a part of it. */
const takenBack = async (world: World, stream: string | undefined, n: number): Promise<void> => {
  const entry = world.of<ReceiptEvent, 'ReceiptRecorded'>('ReceiptRecorded').find((one) => one.stream === stream);
  if (entry === undefined) return;
  const { currency } = entry.data;
  const amount = n % 3 === 0 ? (minor(entry.data.amount) + 1n) / 2n : minor(entry.data.amount);
  const reversal = await booked(world, `-${decimalOf(amount)}`, { currency, reversal: true, returnReason: 'MD06' });
  await world.send(receiptDecider, entry.stream, {
    type: 'ReturnReceipt',
    amount: decimalOf(amount),
    currency,
    returnedOn: world.today,
    reason: 'chargeback',
    reversal,
  });
};

/** What a receipt settled on an account is open again: all of it. */
const undone = async (world: World, period: OpenPeriod, receipt: string): Promise<void> => {
  const { account } = period.state.terms;
  const references = world.payments.referencesOf(account, receipt);
  if (references.size === 0) return;
  const history = new TolerationHistory();
  for (const event of world.events) if (event.stream.startsWith('accountPeriod-')) history.apply(event as unknown as AccountPeriodEvent);
  await world.sendToPeriod(period, (undoneOn) => ({
    type: 'UndoAllocation',
    account,
    receipt,
    references: [...references],
    undoneOn,
    reason: 'the debt of another',
    bookedOn: undoneOn,
    settledBefore: world.payments.settledBefore(account, receipt),
    toleratedBefore: history.before(account, references),
  }));
};

/** Money that comes: rightly, wrongly, twice, and money that goes back. */
export const paymentSteps: Kinds = {
  payWhatIsOwed: [
    8,
    async (world, { n, m, cents }) => {
      const owed = world.openPeriods().flatMap(({ state }) => (state.terms.authority === 'GB' ? state.openItems.values() : []));
      const item = pick(owed, m);
      if (item === undefined) return;
      // Exactly, short, or over.
      const amount = n % 3 === 0 ? item.open : n % 3 === 1 ? (item.open + 1n) / 2n : item.open + BigInt(cents);
      await booked(world, decimalOf(amount), { remittance: item.reference });
    },
  ],
  payShort: [
    8,
    async (world, { n, m }) => {
      const statements = world
        .openPeriods()
        .flatMap(({ state }) =>
          state.terms.authority === 'GB' ? state.openItems.values().filter(({ kind }) => kind === 'statement') : [],
        );
      const reference = pick(statements, m)?.reference;
      if (reference === undefined) return;
      const owed = statements.reduce((sum, item) => (item.reference === reference ? sum + item.open : sum), 0n);
      // Less than the whole by what is tolerated, or by more than that.
      const amount = owed - (owed * BigInt(n % 40)) / 100n;
      if (amount > 0n) await booked(world, decimalOf(amount), { remittance: reference });
    },
  ],
  payByHand: [
    5,
    async (world, { n, cents }) => {
      const { authority, holder, kind } = account(n);
      const receipt = await booked(world, decimalOf(cents), n % 4 === 0 ? { endToEndId: `PAYER-${String(cents % 3)}` } : {});
      await world.send(receiptDecider, `receipt-${receipt}`, {
        type: 'IdentifyReceipt',
        account: accountId(authority, holder, kind),
        holder,
        kind,
        rule: 'by-hand',
      });
    },
  ],
  payInDollars: [
    3,
    async (world, { n, cents }) => {
      const { authority, holder, kind } = account(n);
      const receipt = await booked(world, decimalOf(cents), { currency: 'USD' });
      await world.send(receiptDecider, `receipt-${receipt}`, {
        type: 'IdentifyReceipt',
        account: accountId(authority, holder, kind),
        holder,
        kind,
        rule: 'by-hand',
      });
    },
  ],
  payForNothing: [1, (world, { cents }) => booked(world, decimalOf(cents), { remittance: 'no idea' })],
  debit: [
    3,
    (world, { n, cents }) => {
      const period = world.periodOf(account(n));
      const receipt = world.next().padStart(26, '0');
      return period === undefined
        ? Promise.resolve()
        : world.sendToPeriod(period, (day) => ({
            type: 'ReceivePayment',
            account: period.state.terms.account,
            receipt,
            amount: BigInt(cents),
            currency: 'GBP',
            bookedOn: day,
            valueOn: day,
            postedOn: day,
            means: n % 2 === 0 ? 'directDebit' : 'card',
            final: false,
          }));
    },
  ],
  settleDebit: [
    2,
    async (world, { m }) => {
      const period = pick(
        world.openPeriods().filter(({ state }) => [...state.onTheirWay.values()].length > 0),
        m,
      );
      const receipt = period === undefined ? undefined : pick([...period.state.onTheirWay.values()], m);
      const received = world
        .of<{ type: 'PaymentReceived'; data: { receipt: string; amount: string } }, 'PaymentReceived'>('PaymentReceived')
        .find(({ data }) => data.receipt === receipt);
      if (period === undefined || receipt === undefined || received === undefined) return;
      const bankEntry = await booked(world, received.data.amount, { remittance: 'direct debits collected' });
      await world.sendToPeriod(period, (settledOn) => ({
        type: 'SettlePayment',
        account: period.state.terms.account,
        receipt,
        bankEntry,
        amount: minor(received.data.amount),
        currency: 'GBP',
        settledOn,
      }));
    },
  ],
  rejectDebit: [
    2,
    async (world, { m }) => {
      const period = pick(
        world.openPeriods().filter(({ state }) => [...state.onTheirWay.values()].length > 0),
        m,
      );
      const receipt = period === undefined ? undefined : pick([...period.state.onTheirWay.values()], m);
      const received = world
        .of<{ type: 'PaymentReceived'; data: { receipt: string; amount: string } }, 'PaymentReceived'>('PaymentReceived')
        .find(({ data }) => data.receipt === receipt);
      if (period === undefined || receipt === undefined || received === undefined) return;
      const settledBefore = world.payments.settledBefore(period.state.terms.account, receipt);
      await world.sendToPeriod(period, (reversedOn) => ({
        type: 'ReversePayment',
        account: period.state.terms.account,
        receipt,
        amount: minor(received.data.amount),
        currency: 'GBP',
        reason: 'rejected',
        returnReason: 'AC04',
        reversedOn,
        settledBefore,
      }));
    },
  ],
  chargeBack: [
    4,
    async (world, { n, m }) => {
      const entries = world.of<ReceiptEvent, 'ReceiptIdentified'>('ReceiptIdentified');
      await takenBack(world, pick(entries, m)?.stream, n);
    },
  ],
  chargeBackShort: [
    3,
    async (world, { n, m }) => {
      const short = pick(world.of<AccountPeriodEvent, 'ShortPaymentTolerated'>('ShortPaymentTolerated'), m);
      if (short !== undefined) await takenBack(world, streamName('receipt', short.data.receipt), n);
    },
  ],
  transfer: [
    4,
    async (world, { n, m }) => {
      const received = pick(world.of<AccountPeriodEvent, 'PaymentReceived'>('PaymentReceived'), m)?.data;
      // Where the receipt was last: it may have gone from one account to another before.
      const last = world
        .of<AccountPeriodEvent, 'PaymentReceived'>('PaymentReceived')
        .findLast(({ data }) => data.receipt === received?.receipt);
      const find = () => world.openPeriods().find(({ state }) => state.terms.account === last?.data.account);
      const period = find();
      if (last === undefined || period === undefined) return;
      const { receipt } = last.data;
      if (n % 4 > 0) await undone(world, period, receipt);
      const { authority, holder, kind } = account(n);
      const from = find() ?? period;
      await world.sendToPeriod(from, (transferredOn) => ({
        type: 'TransferPayment',
        account: from.state.terms.account,
        receipt,
        to: { account: accountId(authority, holder, kind), authority, currency: 'GBP' },
        transferredOn,
        reason: 'it is for another',
        settledBefore: world.payments.settledBefore(from.state.terms.account, receipt),
        booked: last.data,
        ...twoPersons,
      }));
    },
  ],
  repay: [
    2,
    async (world, { n, m }) => {
      const period = pick(
        world.openPeriods().filter(({ state }) => state.terms.authority === 'GB' && state.unapplied.total > 0n),
        m,
      );
      const cash = period === undefined ? undefined : pick([...period.state.unapplied.values()], n);
      if (period === undefined || cash === undefined) return;
      const paymentReference = `BACK-${world.next()}`;
      const amount = n % 2 === 0 ? cash.amount : (cash.amount + 1n) / 2n;
      if (
        await world.sendToPeriod(period, (repaidOn) => ({
          type: 'RepayUnapplied',
          account: period.state.terms.account,
          receipt: cash.receipt,
          amount,
          currency: 'GBP',
          repaidOn,
          paymentReference,
          ...twoPersons,
        }))
      )
        await booked(world, `-${decimalOf(amount)}`, { endToEndId: paymentReference });
    },
  ],
  allocate: [
    2,
    (world, { m }) => {
      const period = pick(world.openPeriods(), m);
      return period === undefined
        ? Promise.resolve()
        : world.sendToPeriod(period, (allocatedOn) => ({ type: 'AllocateUnapplied', account: period.state.terms.account, allocatedOn }));
    },
  ],
};
