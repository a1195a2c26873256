import { openEmbeddedParts, openEmbeddedProjectorParts } from './embedded-parts';
import type { LedgerParts, PartsOptions, ProjectorParts } from './ledger-parts';
import { openServerParts, openServerProjectorParts } from './server-parts';

/** Opens the parts of a ledger for writing. Throws ConfigurationError, WriterLockedError, StoreFileError before anything is written. */
export const openLedgerParts = async (options: PartsOptions): Promise<LedgerParts> =>
  options.servers === undefined ? openEmbeddedParts(options) : openServerParts(options, options.servers);

/**
 * Opens what follows from a log for whoever keeps it up. On an embedded store the directory's lock must be held by this program. Throws as
 * `openLedgerParts`.
 */
export const openProjectorParts = async (options: PartsOptions): Promise<ProjectorParts> =>
  options.servers === undefined ? openEmbeddedProjectorParts(options.dataDirectory) : openServerProjectorParts(options, options.servers);
