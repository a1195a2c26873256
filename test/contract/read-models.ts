import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresReadModel, SqliteReadModel } from '#read-model';
import { dropSchema, newSchema, postgresUrl } from '../support/postgres/schema-of-each-test';
import type { ReadModelUnderTest } from './read-model-of-each-test';

export const onSqliteFiles = (): ReadModelUnderTest & { readonly directory: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-views-'));
  return {
    directory,
    open: async (projections) => SqliteReadModel.open(directory, projections),
    openReader: async (projections) => SqliteReadModel.openReader(directory, projections),
    dispose: async () => {
      rmSync(directory, { recursive: true });
    },
  };
};

export const onPostgres = (): ReadModelUnderTest => {
  const schema = newSchema();
  const options = { url: postgresUrl, schema, installation: 'test' };
  return {
    open: (projections) => PostgresReadModel.open({ ...options, projections }),
    openReader: (projections) => PostgresReadModel.open({ ...options, projections, readOnly: true }),
    dispose: () => dropSchema(schema),
  };
};
