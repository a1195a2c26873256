import { faultsOfOpen, type OpenParts } from '../open-parts';
import { type BridgeEntry, type BridgePlace } from './bridge-entry';

/** Why what was stated is not settled, part by part as the breaks say it. `isEarly`: the day of payment is to come. */
export const openSteps = (at: BridgePlace, parts: OpenParts, isEarly: boolean): readonly BridgeEntry[] =>
  faultsOfOpen(parts).map(([code, amount]) => ({
    kind: 'step',
    ...at,
    from: 'stated',
    to: 'settled',
    reason: code === 'B54' && isEarly ? 'timing' : `break:${code}`,
    amount,
  }));
