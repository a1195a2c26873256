import { Double, type DoubleOptions } from './double';

export { Faults, type FaultKind, type FaultRule, type Operation } from './faults';
export type { Member } from './services/look-ups';
export { Double, type DoubleOptions } from './double';

/** A server of its own for a test; to be stopped by it. */
export const startDouble = (options: DoubleOptions = {}): Promise<Double> => Double.start(options);
