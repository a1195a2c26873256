import { accept, type Decision } from '#event-store';
import { allocationOrderOf } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { type OpenItem } from './open-items';
import { type OpenPeriodState, outside, type PeriodEventData, wrongTarget } from './open-period';
import { amountsOf, chunks } from './period-amounts';

type Offset = PeriodEventData<'RefundOffset'>;
type OffsetPair = Offset['pairs'][number];

/**
 * An approved refund settles open debts instead of being paid out, as far as there are any; what is left is paid. `lines`: what is given
 * back, minor units above zero; `interest`: this line is interest on the repayment.
 */
export type OffsetRefund = Readonly<{
  type: 'OffsetRefund';
  account: string;
  claim: string;
  currency: string;
  kind?: Offset['kind'];
  lines: readonly Readonly<{ taxType: string; beneficiary: string; amount: bigint; interest?: boolean }>[];
  offsetOn: string;
}>;

/**
 * A refund of one beneficiary settles debts to the same one only: what one state owes back pays nothing to another. Which debts first is a
 * rule of the authority (CARM: the newest). What is in dispute is left alone.
 */
export const offsetRefund = (command: OffsetRefund, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, claim, currency, kind, offsetOn } = command;
  const { terms } = state;
  const fault = wrongTarget(command, terms) ?? outside(offsetOn, 'offsetOn', terms);
  if (fault !== undefined) return fault;
  if (state.offsets.has(claim)) return refuse('REFUND_ALREADY_OFFSET', 'this refund was set off already', { field: 'claim' });
  const at = command.lines.findIndex(({ amount }) => amount <= 0n);
  if (at >= 0) return refuse('CHARGE_NOT_POSITIVE', 'what is given back is above zero', { field: `lines[${String(at)}].amount` });
  const pairs = pairsFor(command, state);
  if (pairs.length === 0) return refuse('NOTHING_TO_OFFSET', 'nothing is open to the beneficiaries of this refund');
  const text = amountsOf(currency);
  const rule =
    allocationOrderOf(terms.authority, terms.kind, offsetOn).offset === 'newestFirst' ? 'newest-debt-first' : 'oldest-debt-first';
  let { openItems } = state;
  return accept(
    ...chunks(pairs, pairsInEvent).map((chunk): AccountPeriodEvent => {
      let released = 0n;
      const told = chunk.map(({ line, item, amount }): OffsetPair => {
        const after = openItems.minus(item, amount);
        openItems = after.items;
        released += after.released;
        const debt = {
          kind: item.kind,
          reference: item.reference,
          taxType: item.taxType,
          beneficiary: item.beneficiary,
          amount: text(amount),
        };
        return { refundedTaxType: line.taxType, debt, ...(line.interest === true ? { interest: true } : {}) };
      });
      return {
        type: 'RefundOffset',
        data: {
          account,
          holder: terms.holder,
          claim,
          currency,
          ...(kind === undefined ? {} : { kind }),
          pairs: told,
          offsetOn,
          rule,
          ...(released === 0n ? {} : { released: text(released) }),
        },
      };
    }),
  );
};

/** What an event holds within its 64 KiB. */
const pairsInEvent = 100;

type Pair = Readonly<{ line: OffsetRefund['lines'][number]; item: OpenItem; amount: bigint }>;

const pairsFor = ({ lines, offsetOn }: OffsetRefund, { terms, openItems }: OpenPeriodState): readonly Pair[] => {
  const { classes, offset } = allocationOrderOf(terms.authority, terms.kind, offsetOn);
  const wanted = new Set(lines.map(({ beneficiary }) => beneficiary));
  const debts = classes.flatMap((group) => {
    const found = [...openItems.inDueOrder(group)].filter(({ beneficiary }) => wanted.has(beneficiary));
    return offset === 'newestFirst' ? found.reverse() : found;
  });
  const queues = new Map(
    [...wanted].map((beneficiary) => [
      beneficiary,
      debts.filter((item) => item.beneficiary === beneficiary).map((item) => ({ item, left: item.open - (item.contested ?? 0n) })),
    ]),
  );
  return lines.flatMap((line) => {
    const queue = queues.get(line.beneficiary) ?? [];
    const pairs: Pair[] = [];
    for (let rest = line.amount; rest > 0n;) {
      const debt = queue[0];
      if (debt === undefined) break;
      const amount = debt.left < rest ? debt.left : rest;
      rest -= amount;
      debt.left -= amount;
      if (amount > 0n) pairs.push({ line, item: debt.item, amount });
      if (debt.left === 0n) queue.shift();
    }
    return pairs;
  });
};
