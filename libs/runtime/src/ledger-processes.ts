import { cyclesOf } from '#accounts';
import type { AnyProcess } from '#event-store';
import {
  applyReceipts,
  assessOnLodgement,
  attributeSupply,
  chargeOnAssessment,
  chargeOnReturn,
  confirmOrderPayment,
  identifyReceipts,
  offsetRefunds,
  openAccountPeriods,
  refundClaims,
  releaseOnCharge,
  returnGoods,
  returnReceipts,
  reversePayments,
  secureAccounts,
  termsByStatus,
} from '#processes';
import type { RuleBook } from '#rules';

/**
 * What follows from an event in another stream, in the order of a fact's way. `initial` is the law before the first event of the log; the
 * processes fold what is published from there.
 */
export const ledgerProcesses = (initial: RuleBook): readonly AnyProcess[] => {
  const cycles = cyclesOf(initial);
  return [
    confirmOrderPayment(initial),
    attributeSupply(initial),
    assessOnLodgement(initial),
    openAccountPeriods(cycles),
    termsByStatus,
    secureAccounts(cycles),
    chargeOnAssessment(cycles),
    releaseOnCharge(),
    chargeOnReturn(cycles),
    identifyReceipts,
    applyReceipts(cycles, initial),
    returnReceipts,
    reversePayments(cycles),
    returnGoods,
    refundClaims,
    offsetRefunds(cycles),
  ];
};
