import { type Decider, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { type AccountPeriodState, evolveAccountPeriod, initialPeriod } from './account-period.state';
import { refuse } from './accounts.rejections';
import { type AdjustCharge } from './adjustments';
import { type UndoAllocation, undoAllocation } from './allocation-undoing';
import { type PostCharge } from './charges';
import { type CarryForward, carryForward, type ClosePeriod, closePeriod, type OpenPeriod, openPeriod } from './closing';
import { type RecoverDebt, recoverDebt } from './debt-recovery';
import { inAccountCurrency } from './debt-redenomination';
import {
  type ContestDebt,
  contestDebt,
  type EndContest,
  endContest,
  type ImposePenalty,
  imposePenalty,
  type ReducePenalty,
  reducePenalty,
  type RemitDebt,
  remitDebt,
  type WriteOffDebt,
  writeOffDebt,
} from './debts';
import { type ChargeInterest, chargeInterest } from './interest';
import { type OpenPeriodState } from './open-period';
import {
  type RepayUnapplied,
  repayUnapplied,
  type ReversePayment,
  reversePayment,
  type SettlePayment,
  settlePayment,
} from './payment-returns';
import { type OffsetRefund } from './refund-offset';
import { type TransferPayment, transferPayment } from './payment-transfer';
import { type AllocateUnapplied, allocateUnapplied, type ReceivePayment, receivePayment } from './payments';
import { type ApplyGuaranteeShare, applyGuaranteeShare, type ApplyStanding, applyStanding } from './standing';

/** What may be asked of an accounting period. */
export type AccountPeriodCommand =
  | CarryForward
  | OpenPeriod
  | ApplyGuaranteeShare
  | ApplyStanding
  | PostCharge
  | AdjustCharge
  | ReceivePayment
  | SettlePayment
  | ReversePayment
  | RepayUnapplied
  | AllocateUnapplied
  | UndoAllocation
  | TransferPayment
  | DebtCommand
  | ClosePeriod;
/** What may be asked about its debts, besides charging and paying them. */
export type DebtCommand =
  ChargeInterest | ImposePenalty | ReducePenalty | OffsetRefund | ContestDebt | EndContest | RemitDebt | WriteOffDebt | RecoverDebt;

const decide = (command: AccountPeriodCommand, state: AccountPeriodState): Decision<AccountPeriodEvent> => {
  if (command.type === 'OpenPeriod') return openPeriod(command, state);
  if (command.type === 'CarryForward') return carryForward(command, state);
  if (state.status === 'none' || state.status === 'opening') return refuse('PERIOD_NOT_OPEN', 'this period of the account is not open yet');
  if (state.status === 'closed' || (state.handedOn > 0 && command.type !== 'ClosePeriod')) {
    const { period, end } = state.terms;
    return refuse('PERIOD_CLOSED', `period ${period} is closed; what comes later belongs to the next one`, {
      details: { period, nextFrom: end },
    });
  }
  switch (command.type) {
    case 'ApplyGuaranteeShare':
      return applyGuaranteeShare(command, state);
    case 'ApplyStanding':
      return applyStanding(command, state);
    case 'PostCharge':
    case 'AdjustCharge':
      return inAccountCurrency(command, state);
    case 'ReceivePayment':
      return receivePayment(command, state);
    case 'SettlePayment':
      return settlePayment(command, state);
    case 'ReversePayment':
      return reversePayment(command, state);
    case 'RepayUnapplied':
      return repayUnapplied(command, state);
    case 'AllocateUnapplied':
      return allocateUnapplied(command, state);
    case 'UndoAllocation':
      return undoAllocation(command, state);
    case 'TransferPayment':
      return transferPayment(command, state);
    case 'ClosePeriod':
      return closePeriod(command, state);
    default:
      return decideDebt(command, state);
  }
};

const decideDebt = (command: DebtCommand, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  switch (command.type) {
    case 'ChargeInterest':
      return chargeInterest(command, state);
    case 'ImposePenalty':
      return imposePenalty(command, state);
    case 'ReducePenalty':
      return reducePenalty(command, state);
    case 'OffsetRefund':
      return inAccountCurrency(command, state);
    case 'ContestDebt':
      return contestDebt(command, state);
    case 'EndContest':
      return endContest(command, state);
    case 'RemitDebt':
      return remitDebt(command, state);
    case 'WriteOffDebt':
      return writeOffDebt(command, state);
    case 'RecoverDebt':
      return recoverDebt(command, state);
  }
};

/** One accounting period: what is charged and paid in it, until its close states both. */
export const accountPeriodDecider: Decider<AccountPeriodCommand, AccountPeriodState, AccountPeriodEvent> = {
  category: 'accountPeriod',
  initial: initialPeriod,
  evolve: evolveAccountPeriod,
  decide,
};
