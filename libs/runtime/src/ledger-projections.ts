import { accountsProjection } from '#accounts';
import { breakWorkProjection } from '#break-work';
import { declarationsProjection } from '#declarations';
import { manualEntriesProjection, searchProjection } from '#enquiries';
import { evidenceRequestProjection } from '#evidence-requests';
import { journalProjection } from '#journal';
import type { Projection } from '#read-model';
import { reconciliationProjection } from '#reconciliation';
import { refundClaimsProjection, returnCasesProjection } from '#returns';
import { riskProjection } from '#risk';
import { collectionsProjection, suppliesProjection } from '#scheme-returns';
import { requestKeysProjection } from './request-keys.projection';

/** Every read model of the product; one pass over the log feeds them all. */
export const ledgerProjections: readonly Projection[] = [
  requestKeysProjection,
  declarationsProjection,
  accountsProjection,
  suppliesProjection,
  collectionsProjection,
  refundClaimsProjection,
  returnCasesProjection,
  breakWorkProjection,
  evidenceRequestProjection,
  journalProjection,
  reconciliationProjection,
  searchProjection,
  manualEntriesProjection,
];

/**
 * With the facts of the risk indicators, which nobody keeps up: they are four rows an event, and are built from the log when they are asked
 * for.
 */
export const studyProjections: readonly Projection[] = [...ledgerProjections, riskProjection];
