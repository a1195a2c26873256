import type { Ledger } from '#runtime';
import type { Stages } from './stage';

/** Where a story is told, and how far it has come. */
export interface Telling {
  readonly ledger: Ledger;
  readonly stages: Stages;
}
