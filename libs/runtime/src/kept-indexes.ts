import type { EventCatalogue } from '#event-catalogue';
import type { EventStore } from '#event-store';
import type { Leases, ReadModel } from '#read-model';
import { type CaseIndexKeeping, openCaseIndexKeeping } from './case-index-keeping';
import type { LedgerPlace } from './ledger-place';
import { openRiskKeeping, type RiskKeeping } from './risk-keeping';
import type { RuleBookFollower } from './rule-book-follower';

interface Kept {
  readonly place: LedgerPlace;
  readonly leases: Leases;
  readonly elsewhere: boolean;
  readonly parts: {
    readonly store: EventStore;
    readonly catalogue: EventCatalogue;
    readonly views: ReadModel;
    readonly rules: RuleBookFollower;
  };
}

/** The case index and the facts of the risk indicators of an open ledger: each is opened when it is first asked for, once. */
export const keptIndexes = ({ place, leases, elsewhere, parts }: Kept) => {
  let caseIndex: Promise<CaseIndexKeeping> | undefined;
  let risk: Promise<RiskKeeping> | undefined;
  return {
    openCaseIndex: (onDropped: (what: string) => void = () => undefined): Promise<CaseIndexKeeping> =>
      (caseIndex ??= openCaseIndexKeeping({ place, leases, elsewhere, onDropped, parts })),
    openRisk: (): Promise<RiskKeeping> =>
      (risk ??= openRiskKeeping({ place, parts }).catch((error: unknown) => {
        // Who asks next tries again.
        risk = undefined;
        throw error;
      })),
    close: async (): Promise<void> => {
      await (await risk?.catch(() => undefined))?.close();
      await (await caseIndex?.catch(() => undefined))?.close();
    },
  };
};
