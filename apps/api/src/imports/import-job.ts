import type { ImportFormat, ImportProgress, ImportReport } from '#advance-data';

/** An import on its way or done; the identity of the run is that of its content, so the same file again is the same job. */
export interface ImportJob {
  readonly id: string;
  readonly kind: ImportFormat['kind'];
  readonly format: string;
  readonly dryRun: boolean;
  readonly owner?: string;
  readonly status: 'running' | 'completed' | 'aborted';
  readonly source: { readonly sha256: string; readonly bytes: number };
  readonly progress: ImportProgress;
  readonly report?: Pick<ImportReport, 'read' | 'accepted' | 'replayed' | 'rejected' | 'verdicts'>;
  readonly verdictFile?: string;
}
