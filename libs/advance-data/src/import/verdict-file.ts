import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MessageFault } from '../commands/message-fault';
import type { ImportLine } from './import-format';
import type { KeptSource } from './source-store';

/** What became of a line. `replayed`: the same message had been accepted before. */
export type Verdict = { readonly verdict: 'accepted' | 'replayed' } | { readonly verdict: 'rejected'; readonly fault: MessageFault };

/** Receives one verdict per line, in the order in which messages were decided, and is closed once. */
export interface VerdictSink {
  write(line: ImportLine, reference: string | undefined, verdict: Verdict): void;
  /**
   * SHA-256 over all verdicts; accepted and replayed count as one, so that a resumed run has the digest of one that was not interrupted.
   */
  close(): string;
}

const bufferedLength = 256 * 1024;

/** Counts and digests verdicts without keeping them. */
export class VerdictDigest implements VerdictSink {
  readonly #hash = createHash('sha256');
  #text = '';

  write({ file, line }: ImportLine, reference: string | undefined, verdict: Verdict): void {
    const outcome = verdict.verdict === 'rejected' ? `rejected\t${verdict.fault.code}\t${verdict.fault.field}` : 'accepted';
    this.#text += `${String(file)}\t${String(line)}\t${reference ?? ''}\t${outcome}\n`;
    if (this.#text.length > bufferedLength) this.#take();
  }

  close(): string {
    this.#take();
    return this.#hash.digest('hex');
  }

  #take(): void {
    this.#hash.update(this.#text);
    this.#text = '';
  }
}

/** What a file of verdicts says of a line; why, where it was rejected. */
export type VerdictLine = {
  /** Absent where it came without a name. */
  readonly file?: string;
  readonly line: number;
  readonly reference?: string;
  readonly verdict: Verdict['verdict'];
} & Partial<MessageFault>;

/**
 * NDJSON, one verdict a line. It appears under its name when it is complete.
 */
export class VerdictFile implements VerdictSink {
  readonly #digest = new VerdictDigest();
  readonly #temporary: string;
  readonly #fd: number;
  #buffer = '';

  constructor(
    readonly path: string,
    private readonly sources: readonly KeptSource[],
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.#temporary = `${path}.partial`;
    this.#fd = openSync(this.#temporary, 'w', 0o640);
  }

  write(line: ImportLine, reference: string | undefined, verdict: Verdict): void {
    this.#digest.write(line, reference, verdict);
    const name = this.sources[line.file]?.name;
    const told: VerdictLine = {
      ...(name === undefined ? {} : { file: name }),
      line: line.line,
      ...(reference === undefined ? {} : { reference }),
      verdict: verdict.verdict,
      ...(verdict.verdict === 'rejected' ? verdict.fault : {}),
    };
    this.#buffer += `${JSON.stringify(told)}\n`;
    if (this.#buffer.length > bufferedLength) this.#flush();
  }

  close(): string {
    try {
      this.#flush();
      fsyncSync(this.#fd);
    } catch (error) {
      this.abandon();
      throw error;
    }
    closeSync(this.#fd);
    renameSync(this.#temporary, this.path);
    return this.#digest.close();
  }

  /** Instead of `close` where the import is broken off: nothing stays. */
  abandon(): void {
    closeSync(this.#fd);
    rmSync(this.#temporary, { force: true });
  }

  #flush(): void {
    writeFileSync(this.#fd, this.#buffer);
    this.#buffer = '';
  }
}
