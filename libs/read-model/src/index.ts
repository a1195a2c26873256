export { table, type AnyTable, type ColumnType, type Columns, type Key, type Row, type RowOf, type Table } from './table';
export { projection, type LoggedEvent, type Projection, type Rows } from './projection';
export { ReadModel, type ProjectionFault, type SqlParameter, type Stretch, type TableContent } from './read-model';
export { NotCaughtUpError, ProjectionRunner, type ProjectionStatus } from './projection-runner';
export { SqliteReadModel } from './embedded/sqlite-read-model';
