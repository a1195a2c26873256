import type { LogRecord } from './records';

/** What `$metadata` says about a stream, as far as the double obeys it. */
export interface StreamMetadata {
  readonly truncateBefore: number;
  readonly maxCount: number;
  readonly acl: unknown;
}

const softDeletedAt = Number.MAX_SAFE_INTEGER;
const unlimited: StreamMetadata = { truncateBefore: 0, maxCount: Number.MAX_SAFE_INTEGER, acl: undefined };

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** Metadata that is no JSON object counts as none, as at the server. */
export const metadataOf = (data: Uint8Array): StreamMetadata => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(data).toString('utf8'));
  } catch {
    return unlimited;
  }
  if (typeof parsed !== 'object' || parsed === null) return unlimited;
  const { $tb, $maxCount, $acl } = parsed as Readonly<Record<string, unknown>>;
  return { truncateBefore: numberOr($tb, 0), maxCount: numberOr($maxCount, unlimited.maxCount), acl: $acl };
};

/** One stream: its events by revision and what its metadata makes of them. */
export class Stream {
  readonly records: LogRecord[] = [];
  metadata: StreamMetadata = unlimited;
  tombstoned = false;

  /** Metadata streams keep one event visible. */
  constructor(readonly isMetastream: boolean) {}

  get head(): number {
    return this.records.length - 1;
  }

  /** A soft delete truncates before the highest revision; JSON reads 2^63 - 1 as a number beyond the safe ones. */
  get softDeleted(): boolean {
    return this.metadata.truncateBefore >= softDeletedAt;
  }

  /** The first revision that readers of the stream still see. */
  get floor(): number {
    const kept = this.isMetastream ? 1 : this.metadata.maxCount;
    return Math.max(this.metadata.truncateBefore, this.records.length - kept, 0);
  }
}
