import { type AccountPeriodEvent } from '#accounts';
import { type SettlementFact, type StatedCover } from './settlement-fact';
import { movesOf, negated, pairOf } from './moves-of-account';

type Told =
  | 'PeriodOpened'
  | 'PeriodClosed'
  | 'GuaranteeShareApplied'
  | 'ChargePosted'
  | 'ChargeAdjusted'
  | 'PaymentReceived'
  | 'PaymentAllocated'
  | 'PaymentReversed'
  | 'AllocationUndone'
  | 'RefundOffset'
  | 'DebtRemitted'
  | 'DebtWrittenOff'
  | 'DebtRecovered'
  | 'ShortPaymentTolerated'
  | 'ToleratedRestReopened'
  | 'DebtContested'
  | 'DebtContestEnded'
  | 'DebtContestLapsed'
  | 'InterestCharged'
  | 'PenaltyImposed'
  | 'PenaltyReduced';
type OfAccount = Extract<AccountPeriodEvent, { type: Told }>;

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
    case 'PaymentReceived': {
      const { account, receipt, valueOn, accountKind } = event.data;
      // On a desk or a prepaid account there are as many payments as parcels.
      return accountKind === undefined ? { kind: 'received', account, receipt, valueOn } : undefined;
    }
    case 'DebtContested':
    case 'DebtContestEnded':
    case 'DebtContestLapsed':
    case 'InterestCharged':
    case 'PenaltyImposed':
    case 'PenaltyReduced':
      return debtFact(event);
    default:
      return movedFact(event);
  }
};

/** Debts that arise beside charges, and disputes about any. */
const debtFact = (
  event: Extract<
    OfAccount,
    {
      type: 'DebtContested' | 'DebtContestEnded' | 'DebtContestLapsed' | 'InterestCharged' | 'PenaltyImposed' | 'PenaltyReduced';
    }
  >,
): SettlementFact => {
  switch (event.type) {
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
    case 'DebtContestLapsed':
      return {
        kind: 'contest',
        account: event.data.account,
        pair: pairOf(event.data.debt),
        currency: event.data.currency,
        on: event.type === 'DebtContestEnded' ? event.data.endedOn : event.data.lapsedOn,
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
  }
};

const movedFact = (event: Parameters<typeof movesOf>[0]): SettlementFact | undefined => {
  const moved = movesOf(event);
  const pairs = moved.pairs.filter(({ kind }) => kind !== 'charge');
  return pairs.length === 0 && moved.overLimit === undefined && moved.released === undefined ? undefined : { ...moved, pairs };
};

const coverOf = ({
  share,
  exposure,
  validTo,
}: {
  readonly share: string;
  readonly exposure: string;
  readonly validTo?: string;
}): StatedCover => ({ share, exposure, ...(validTo === undefined ? {} : { validTo }) });
