import type { Projection } from '#read-model';

/** Every read model of the product; one pass over the log feeds them all. */
export const ledgerProjections: readonly Projection[] = [];
