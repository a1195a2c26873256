import type { Dataset } from '../dataset';
import {
  accounts,
  allocations,
  charges,
  declinedCharges,
  distributions,
  guarantees,
  journal,
  openItems,
  periods,
  receipts,
  statements,
  toleratedDifferences,
  trialBalance,
  unapplied,
} from './accounting';
import { evidenceRequests, manualEntries, obligations, returnLines, sample, statementLines, statistics, tieOut, trace } from './enquiries';
import { breakSummary, breaks, bridge, cases, dataQuality, periodCases, receiptCases, risk, totals, worklist } from './reconciliation';
import { claims, claimsWorklist, collectionReturns, declarations, excludedSupplies, returnCases, returns, supplies } from './trade';

/** Everything that may be exported, by name. */
const datasets = {
  cases,
  breaks,
  worklist,
  'period-cases': periodCases,
  'receipt-cases': receiptCases,
  bridge,
  totals,
  'break-summary': breakSummary,
  risk,
  'data-quality': dataQuality,
  journal,
  'trial-balance': trialBalance,
  accounts,
  periods,
  statements,
  charges,
  'declined-charges': declinedCharges,
  'open-items': openItems,
  receipts,
  allocations,
  unapplied,
  'tolerated-differences': toleratedDifferences,
  guarantees,
  distributions,
  declarations,
  returns,
  supplies,
  'excluded-supplies': excludedSupplies,
  'collection-returns': collectionReturns,
  'return-cases': returnCases,
  claims,
  'claims-worklist': claimsWorklist,
  obligations,
  'evidence-requests': evidenceRequests,
  'statement-lines': statementLines,
  'return-lines': returnLines,
  trace,
  statistics,
  'manual-entries': manualEntries,
  sample,
  'tie-out': tieOut,
} as const satisfies Readonly<Record<string, Dataset>>;

export type DatasetName = keyof typeof datasets;
export const datasetNamed = (name: DatasetName): Dataset => datasets[name];
