import { type AccountPeriodEvent } from '#accounts';
import { textOf, unitsOf } from '../exact-units';
import { type MovedFact, type MovedPair } from './settlement-fact';

type Told<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>;
type PaidBy = 'PaymentAllocated' | 'PaymentReversed' | 'AllocationUndone' | 'RefundOffset';
type GivenUpBy = 'DebtRemitted' | 'DebtWrittenOff' | 'DebtRecovered';
type ToleratedBy = 'ShortPaymentTolerated' | 'ToleratedRestReopened';
type Debt = Told<'PaymentAllocated'>['data']['pairs'][number];

/** Debts that an event settles or opens again, with those that are paid by themselves. */
export const movesOf = (event: Told<PaidBy | GivenUpBy | ToleratedBy | 'ChargeAdjusted'>): MovedFact => {
  switch (event.type) {
    case 'PaymentAllocated':
    case 'PaymentReversed':
    case 'AllocationUndone':
    case 'RefundOffset':
      return paid(event);
    case 'DebtRemitted':
    case 'DebtWrittenOff':
    case 'DebtRecovered':
      return givenUp(event);
    case 'ShortPaymentTolerated':
    case 'ToleratedRestReopened':
      return tolerated(event);
    case 'ChargeAdjusted':
      return adjusted(event);
  }
};

/** What an event moves of each charge, by the reference that a payment quotes; undefined where it moves none. */
export const chargeMovesOf = (
  event: AccountPeriodEvent,
):
  | { readonly account: string; readonly how: MovedFact['how']; readonly receipt?: string; readonly sums: ReadonlyMap<string, bigint> }
  | undefined => {
  switch (event.type) {
    case 'PaymentAllocated':
    case 'PaymentReversed':
    case 'AllocationUndone':
    case 'RefundOffset':
    case 'DebtRemitted':
    case 'DebtWrittenOff':
    case 'DebtRecovered': {
      const { account, how, receipt, pairs } = movesOf(event);
      const sums = new Map<string, bigint>();
      for (const { kind, reference, amount } of pairs)
        if (kind === 'charge') sums.set(reference, unitsOf(amount) + (sums.get(reference) ?? 0n));
      return { account, how, ...(receipt === undefined ? {} : { receipt }), sums };
    }
    default:
      return undefined;
  }
};

/** Cash and set-offs, and what is taken back of them. */
const paid = (event: Told<PaidBy>): MovedFact => {
  switch (event.type) {
    case 'PaymentAllocated': {
      const { account, receipt, allocatedOn: on, pairs, released } = event.data;
      return {
        kind: 'moved',
        how: 'applied',
        account,
        on,
        receipt,
        pairs: pairs.map(pairOf),
        ...(released === undefined ? {} : { released }),
      };
    }
    case 'PaymentReversed': {
      const { account, reversedOn: on, receipt, reopened, overLimit, reason } = event.data;
      const pairs = reopened.map(({ debt }) => ({ ...pairOf(debt), amount: negated(debt.amount) }));
      return { kind: 'moved', how: 'reopened', account, on, receipt, pairs, reason, ...(overLimit === undefined ? {} : { overLimit }) };
    }
    // The cash stays where it is: so much less of it is applied to this debt.
    case 'AllocationUndone': {
      const { account, undoneOn: on, receipt, reopened, overLimit } = event.data;
      const pairs = reopened.map(({ debt }) => ({ ...pairOf(debt), amount: negated(debt.amount) }));
      return { kind: 'moved', how: 'applied', account, on, receipt, pairs, ...(overLimit === undefined ? {} : { overLimit }) };
    }
    case 'RefundOffset': {
      const { account, offsetOn: on, pairs, released } = event.data;
      return {
        kind: 'moved',
        how: 'offset',
        account,
        on,
        pairs: pairs.map(({ debt }) => pairOf(debt)),
        ...(released === undefined ? {} : { released }),
      };
    }
  }
};

const givenUp = (event: Told<GivenUpBy>): MovedFact => {
  switch (event.type) {
    case 'DebtRemitted':
      return {
        kind: 'moved',
        how: 'remitted',
        account: event.data.account,
        on: event.data.remittedOn,
        pairs: [pairOf(event.data.debt)],
        ...(event.data.released === undefined ? {} : { released: event.data.released }),
      };
    case 'DebtWrittenOff':
      return {
        kind: 'moved',
        how: 'writtenOff',
        account: event.data.account,
        on: event.data.writtenOffOn,
        pairs: [pairOf(event.data.debt)],
        ...(event.data.released === undefined ? {} : { released: event.data.released }),
      };
    // What is recovered is no loss any more: the allocation that follows pays it.
    case 'DebtRecovered':
      return {
        kind: 'moved',
        how: 'writtenOff',
        account: event.data.account,
        on: event.data.recoveredOn,
        pairs: [{ ...pairOf(event.data.debt), amount: negated(event.data.debt.amount) }],
      };
  }
};

const tolerated = (event: Told<ToleratedBy>): MovedFact => {
  switch (event.type) {
    case 'ShortPaymentTolerated': {
      const { account, toleratedOn: on, rests, released, version, allowed } = event.data;
      return {
        kind: 'moved',
        how: 'tolerated',
        account,
        on,
        pairs: rests.map(({ debt }) => pairOf(debt)),
        tolerated: { version, allowed },
        ...(released === undefined ? {} : { released }),
      };
    }
    case 'ToleratedRestReopened': {
      const { account, reopenedOn: on, rests, reason, overLimit } = event.data;
      return {
        kind: 'moved',
        how: 'tolerated',
        account,
        on,
        pairs: rests.map(({ debt }) => ({ ...pairOf(debt), amount: negated(debt.amount) })),
        reason,
        ...(overLimit === undefined ? {} : { overLimit }),
      };
    }
  }
};

const adjusted = (event: Told<'ChargeAdjusted'>): MovedFact => {
  const { account, adjustedOn: on, original, lines, overLimit, reserved } = event.data;
  const { statement } = original;
  // What the open period's own statement will say, and what a desk's debt is, is told elsewhere.
  const pairs = lines.flatMap(({ beneficiary, reducesOpen }) =>
    statement === undefined || reducesOpen === undefined
      ? []
      : [{ kind: 'statement' as const, reference: statement, beneficiary, amount: reducesOpen }],
  );
  const freed = reserved?.startsWith('-') === true ? { released: negated(reserved) } : {};
  return { kind: 'moved', how: 'adjusted', account, on, pairs, ...(overLimit === undefined ? {} : { overLimit }), ...freed };
};

export const pairOf = ({ kind, reference, beneficiary, amount }: Debt): MovedPair => ({ kind, reference, beneficiary, amount });
export const negated = (amount: string): string => textOf(-unitsOf(amount));
