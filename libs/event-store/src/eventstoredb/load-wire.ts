import type * as wireModule from './wire/wire-client';

export type Wire = typeof wireModule;

/**
 * The only way to the client of EventStoreDB: it is loaded when the first connection is made. Loading it takes a seventh of a second and 20
 * MB, which a command on an embedded store should not pay for.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const loadWire = (): Wire => require('./wire/wire-client') as Wire;
