import type { NativeCalls } from '#threads';
import type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from './sql-database';

/** A database of a thread: each call of the driver is counted, so that the thread is not ended amid one. */
export class CountedDatabase implements SqlDatabase {
  readonly #db: SqlDatabase;

  constructor(
    open: () => SqlDatabase,
    private readonly calls: NativeCalls,
  ) {
    this.#db = counted(calls, open);
  }

  exec(sql: string): void {
    counted(this.calls, () => {
      this.#db.exec(sql);
    });
  }

  prepare(sql: string): SqlStatement {
    return new CountedStatement(
      counted(this.calls, () => this.#db.prepare(sql)),
      this.calls,
    );
  }

  close(): void {
    counted(this.calls, () => {
      this.#db.close();
    });
  }
}

class CountedStatement implements SqlStatement {
  constructor(
    private readonly statement: SqlStatement,
    private readonly calls: NativeCalls,
  ) {}

  run(...parameters: readonly SqlValue[]): { readonly changes: number | bigint } {
    return counted(this.calls, () => this.statement.run(...parameters));
  }

  get(...parameters: readonly SqlValue[]): SqlRow | undefined {
    return counted(this.calls, () => this.statement.get(...parameters));
  }

  all(...parameters: readonly SqlValue[]): readonly SqlRow[] {
    return counted(this.calls, () => this.statement.all(...parameters));
  }

  *iterate(...parameters: readonly SqlValue[]): Generator<SqlRow, void, undefined> {
    const rows = counted(this.calls, () => this.statement.iterate(...parameters));
    const next = (): IteratorResult<SqlRow> => counted(this.calls, () => rows.next());
    try {
      for (let row = next(); row.done !== true; row = next()) yield row.value;
    } finally {
      counted(this.calls, () => rows.return?.());
    }
  }
}

const counted = <T>(calls: NativeCalls, call: () => T): T => {
  calls.begin();
  try {
    return call();
  } finally {
    calls.end();
  }
};
