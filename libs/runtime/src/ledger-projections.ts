import type { Projection } from '#read-model';
import { requestKeysProjection } from './request-keys.projection';

/** Every read model of the product; one pass over the log feeds them all. */
export const ledgerProjections: readonly Projection[] = [requestKeysProjection];
