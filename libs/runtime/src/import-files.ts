import { importPlace, runImport, type ImportReport, type ImportRequest } from '#advance-data';
import type { Ledger } from './ledger';

export interface FilesToImport extends Pick<ImportRequest, 'format' | 'files' | 'actor' | 'progress'> {
  /** The processes wait for the end: something else has to follow from the messages first. */
  readonly reactLater?: boolean;
}

/**
 * Imports files into a ledger. Where it runs the processes itself they react as the import goes on, while what they read and whom they
 * address is at hand; what stops them does not stop the import. `ledger.settle` is still to be called: it brings them to the end and tells
 * what stopped them. Rejects as `runImport` does.
 */
export const importFiles = (ledger: Ledger, { reactLater = false, ...request }: FilesToImport): Promise<ImportReport> => {
  let stopped = reactLater || ledger.place.servers !== undefined;
  const react = async (): Promise<void> => {
    if (!stopped)
      await ledger.settle().catch(() => {
        stopped = true;
      });
  };
  const { runner, installation, clock, dataDirectory } = ledger;
  return runImport({ ...request, startedAt: clock(), installationKey: installation.buyerKey, react }, importPlace(dataDirectory, runner));
};
