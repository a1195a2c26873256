export {
  holding,
  table,
  type AnyRow,
  type AnyTable,
  type ColumnType,
  type Columns,
  type Key,
  type Row,
  type RowOf,
  type Table,
} from './table';
export { projection, type LoggedEvent, type Partitions, type Projection, type Rows } from './projection';
export { rowDocument, type RowDocument } from './row-document';
export { inBatches } from './in-batches';
export { noLimit, questionMarks } from './query-text';
export { shortPosition, wholePosition } from './short-position';
export { partitionOfText } from './partition';
export {
  ReadModel,
  type Progress,
  type ProjectionFault,
  type RecordedFault,
  type RowQuestion,
  type SqlParameter,
  type Stretch,
  type TableChange,
  type TableContent,
} from './read-model';
export { ReadModelConnectionError, type ReadModelConnectionFault } from './connection-error';
export { NotCaughtUpError } from './not-caught-up-error';
export { type ProjectionPart } from './parts';
export { ProjectionRunner, type ProjectionRunnerOptions, type ProjectionStatus } from './projection-runner';
export { Leases, LocalLeases, type Lease } from './leases';
export { SqliteReadModel } from './embedded/sqlite-read-model';
export { PostgresReadModel, type PostgresReadModelOptions } from './postgres/postgres-read-model';
export { PostgresCheckpoints } from './postgres/postgres-checkpoints';
export { PostgresLeases } from './postgres/postgres-leases';
export { type ServerAddress } from './postgres/server-address';
