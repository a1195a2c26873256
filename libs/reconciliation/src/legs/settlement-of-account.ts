import { type AccountPeriodEvent } from '#accounts';
import { textOf, unitsOf } from '../exact-units';
import { type MovedFact, type MovedPair, type SettlementFact, type StatedCover } from './settlement-fact';

type Told =
  | 'PeriodOpened'
  | 'PeriodClosed'
  | 'GuaranteeShareApplied'
  | 'ChargePosted'
  | 'ChargeAdjusted'
  | 'PaymentAllocated'
  | 'PaymentReversed'
  | 'RefundOffset'
  | 'DebtRemitted'
  | 'DebtWrittenOff'
  | 'DebtRecovered'
  | 'ShortPaymentTolerated'
  | 'ToleratedRestReopened'
  | 'DebtContested'
  | 'DebtContestEnded'
  | 'InterestCharged'
  | 'PenaltyImposed'
  | 'PenaltyReduced';
type OfAccount = Extract<AccountPeriodEvent, { type: Told }>;
type Debt = Extract<AccountPeriodEvent, { type: 'PaymentAllocated' }>['data']['pairs'][number];

/** What an event of an accounting period says of debts that are no declaration's own, and of what secures them. */
export const accountFact = (event: OfAccount, period: string): SettlementFact | undefined => {
  switch (event.type) {
    case 'PeriodOpened': {
      const { account, authority, holder, kind, currency, period: name, start, end, opening, security } = event.data;
      return {
        kind: 'periodOpened',
        id: period,
        account,
        authority,
        holder,
        accountKind: kind,
        currency,
        period: name,
        start,
        end,
        opening,
        ...(security === undefined ? {} : { cover: coverOf(security) }),
      };
    }
    case 'PeriodClosed': {
      const { account, statementReference, closedOn, dueOn, charged, closing, totals } = event.data;
      return {
        kind: 'statement',
        id: period,
        account,
        reference: statementReference,
        closedOn,
        dueOn,
        charged,
        closing,
        totals: totals.map(({ beneficiary, amount }) => ({ beneficiary, amount })),
      };
    }
    case 'GuaranteeShareApplied': {
      const { account, security, overLimit, appliedOn } = event.data;
      return { kind: 'cover', account, cover: coverOf(security), on: appliedOn, ...(overLimit === undefined ? {} : { overLimit }) };
    }
    case 'ChargePosted': {
      const { kind, subject, account, reference, currency, total, dueOn, lines } = event.data;
      if (kind !== 'return') return undefined;
      return {
        kind: 'returnCharge',
        returnId: subject,
        account,
        reference,
        currency,
        total,
        dueOn,
        lines: lines.map(({ beneficiary, amount }) => ({ beneficiary, amount })),
      };
    }
    case 'DebtContested':
      return {
        kind: 'contest',
        account: event.data.account,
        pair: pairOf(event.data.debt),
        currency: event.data.currency,
        on: event.data.contestedOn,
        ended: false,
      };
    case 'DebtContestEnded':
      return {
        kind: 'contest',
        account: event.data.account,
        pair: pairOf(event.data.debt),
        currency: event.data.currency,
        on: event.data.endedOn,
        ended: true,
      };
    case 'InterestCharged': {
      const { account, interestReference: reference, kind, amount, dueOn, on } = event.data;
      return {
        kind: 'debt',
        debt: 'interest',
        account,
        reference,
        amount: kind === 'reversed' ? negated(amount) : amount,
        dueOn,
        on: on.reference,
      };
    }
    case 'PenaltyImposed': {
      const { account, penaltyReference: reference, amount, dueOn } = event.data;
      return { kind: 'debt', debt: 'penalty', account, reference, amount, dueOn };
    }
    case 'PenaltyReduced':
      return {
        kind: 'debt',
        debt: 'penalty',
        account: event.data.account,
        reference: event.data.penaltyReference,
        amount: negated(event.data.amount),
      };
    default:
      return movedFact(event);
  }
};

/** Debts that an event settles or opens again, with those that are paid by themselves. */
export const movesOf = (
  event: Extract<
    OfAccount,
    {
      type:
        | 'ChargeAdjusted'
        | 'PaymentAllocated'
        | 'PaymentReversed'
        | 'RefundOffset'
        | 'DebtRemitted'
        | 'DebtWrittenOff'
        | 'DebtRecovered'
        | 'ShortPaymentTolerated'
        | 'ToleratedRestReopened';
    }
  >,
): MovedFact => {
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
      const { account, reversedOn: on, reopened, overLimit, reason } = event.data;
      const pairs = reopened.map(({ debt }) => ({ ...pairOf(debt), amount: negated(debt.amount) }));
      return { kind: 'moved', how: 'reopened', account, on, pairs, reason, ...(overLimit === undefined ? {} : { overLimit }) };
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
    case 'ChargeAdjusted': {
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
    }
  }
};

/** What an event moves of each charge, by the reference that a payment quotes; undefined where it moves none. */
export const chargeMovesOf = (
  event: AccountPeriodEvent,
): { readonly account: string; readonly how: MovedFact['how']; readonly sums: ReadonlyMap<string, bigint> } | undefined => {
  switch (event.type) {
    case 'PaymentAllocated':
    case 'PaymentReversed':
    case 'RefundOffset':
    case 'DebtRemitted':
    case 'DebtWrittenOff':
    case 'DebtRecovered': {
      const { account, how, pairs } = movesOf(event);
      const sums = new Map<string, bigint>();
      for (const { kind, reference, amount } of pairs)
        if (kind === 'charge') sums.set(reference, unitsOf(amount) + (sums.get(reference) ?? 0n));
      return { account, how, sums };
    }
    default:
      return undefined;
  }
};

const movedFact = (event: Parameters<typeof movesOf>[0]): SettlementFact | undefined => {
  const moved = movesOf(event);
  const pairs = moved.pairs.filter(({ kind }) => kind !== 'charge');
  return pairs.length === 0 && moved.overLimit === undefined && moved.released === undefined ? undefined : { ...moved, pairs };
};

const pairOf = ({ kind, reference, beneficiary, amount }: Debt): MovedPair => ({ kind, reference, beneficiary, amount });
const negated = (amount: string): string => textOf(-unitsOf(amount));
const coverOf = ({
  share,
  exposure,
  validTo,
}: {
  readonly share: string;
  readonly exposure: string;
  readonly validTo?: string;
}): StatedCover => ({ share, exposure, ...(validTo === undefined ? {} : { validTo }) });
