import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventCatalogue, type Recorded } from '#event-catalogue';
import { CommandRunner, MemoryEventStore } from '#event-store';
import { consignmentEvents } from '../consignment.events';
import { importRunEvents } from '../import-run.events';
import { orderEvents } from '../order.events';
import { paymentEvents } from '../payment.events';
import type { ImportFormat } from './import-format';
import { importPlace, type ImportReport, type ImportRequest, runImport } from './import-runner';

export const catalogue = new EventCatalogue([...orderEvents, ...paymentEvents, ...consignmentEvents, ...importRunEvents]);

/** A ledger in memory with a directory for its imports; remove it after use. */
export class ImportBench {
  readonly directory = mkdtempSync(join(tmpdir(), 'tidewaiter-import-'));
  readonly store = new MemoryEventStore();
  runner = new CommandRunner(this.store, catalogue, () => '2026-04-01T00:00:00.000Z');

  /** Writes a file and names it. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  import(format: ImportFormat, files: readonly string[], more: Partial<ImportRequest> = {}): Promise<ImportReport> {
    return runImport(
      { format, files, startedAt: '2026-04-01T00:00:00.000Z', actor: 'operator', installationKey: Buffer.alloc(32, 7), ...more },
      importPlace(this.directory, this.runner),
    );
  }

  /** All facts but those of the runs themselves. */
  async facts(): Promise<readonly Recorded[]> {
    const facts: Recorded[] = [];
    for await (const { events } of this.store.readAll())
      facts.push(...events.map((e) => catalogue.decode(e)).filter((e) => !e.stream.startsWith('importRun-')));
    return facts;
  }

  verdicts(report: ImportReport): readonly Readonly<Record<string, unknown>>[] {
    return readFileSync(report.verdictFile ?? '', 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  kept(): readonly string[] {
    return readdirSync(join(this.directory, 'sources'));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
