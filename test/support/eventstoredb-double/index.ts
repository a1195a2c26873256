import { Double, type DoubleOptions } from './double';

export { ledgerAcl, type Acl, type DefaultAcl } from './access';
export { selfSignedCertificate, type Certificate } from './certificate';
export type { Command, Reply } from './control';
export { Double, type DoubleOptions, type UrlOptions } from './double';
export { DoubleProcess } from './double-process';
export { Faults, type FaultKind, type FaultRule, type Operation } from './faults';
export type { Member } from './services/look-ups';

/** A server of its own for a test; to be stopped by it. */
export const startDouble = (options: DoubleOptions = {}): Promise<Double> => Double.start(options);
