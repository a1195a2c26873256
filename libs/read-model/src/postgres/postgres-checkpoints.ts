import { Checkpoints, type Position } from '#event-store';
import { migrate } from './migrations';
import { Server } from './server';
import type { ServerAddress } from './server-address';

/** Checkpoints of processes in the schema of the read model. A crash of the server may bring an older one back, which is allowed. */
export class PostgresCheckpoints extends Checkpoints {
  private constructor(private readonly server: Server) {
    super();
  }

  /** Makes the schema where it is missing. Throws ReadModelConnectionError, here and in all methods. */
  static async open({ installation, ...address }: ServerAddress & { readonly installation: string }): Promise<PostgresCheckpoints> {
    const server = new Server(address, { name: 'tidewaiter processes', connections: 2, statementTimeoutMilliseconds: 30_000 });
    try {
      await migrate(server, installation);
      return new PostgresCheckpoints(server);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  override async load(process: string): Promise<Position | undefined> {
    return (await this.server.question<{ position: Position }>('SELECT position FROM _process WHERE process = $1', [process]))[0]?.position;
  }

  override async all(): Promise<ReadonlyMap<string, Position>> {
    const rows = await this.server.question<{ process: string; position: Position }>('SELECT process, position FROM _process');
    return new Map(rows.map(({ process, position }) => [process, position]));
  }

  override async save(reached: ReadonlyMap<string, Position>): Promise<void> {
    await this.server.run(
      `INSERT INTO _process (process, position) SELECT key, value FROM json_each_text($1) ORDER BY key
       ON CONFLICT (process) DO UPDATE SET position = excluded.position`,
      [JSON.stringify(Object.fromEntries(reached))],
    );
  }

  override async close(): Promise<void> {
    await this.server.close();
  }
}
