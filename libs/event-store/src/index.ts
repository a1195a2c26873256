export * from './event-store';
export * from './decider';
export * from './command';
export { gather, type Gathered } from './gather';
export { CommandRunner, type CommandRunnerOptions } from './command-runner';
export { effect, effectDispatch, type AnyProcess, type Effect, type EffectDispatch, type Process, type Route } from './process';
export { effectDeclined, type EffectDeclined } from './effect-declined';
export { ProcessRunner, ProcessStoppedError, type ProcessRunnerOptions, type Reaction, type ReactionObserver } from './process-runner';
export { Checkpoints, MemoryCheckpoints } from './checkpoints';
export { checkpointsInFile, SqliteCheckpoints } from './embedded/sqlite-checkpoints';
export { MemoryEventStore } from './embedded/memory-event-store';
export { StoreStoppedError } from './store-stopped';
export type { StoreHeader } from './store-header';
export { SqliteEventStore, type SqliteEventStoreOptions } from './embedded/sqlite-event-store';
export { headerOfEventsFile, StoreFileError, type StoreFileFault } from './embedded/events-file';
export { StoreDamagedError } from './embedded/log-reader';
export { WriterLock, WriterLockedError } from './embedded/writer-lock';
export {
  openDatabase,
  rowsOf,
  sqliteCode,
  sqliteCodes,
  type SqlDatabase,
  type SqlRow,
  type SqlStatement,
  type SqlValue,
} from './embedded/sqlite-driver';
export { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store';
export type { EventStoreDbOptions } from './eventstoredb/opening';
export { secureEventStore, type SecureOptions } from './eventstoredb/secure';
export { StoreConnectionError, StoreReadError, type StoreConnectionFault } from './eventstoredb/store-errors';
export type { ResubscribeReason, StoreHooks } from './eventstoredb/store-hooks';
export type { Interference } from './eventstoredb/interference';
