import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from './cli';
import type { ExitCode } from './exit';

/** What a command line did. */
export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** The fence of a page under docs/formats, as its readers copy it. */
export const documented = (page: string, fence: string): string => {
  const text = readFileSync(path.resolve(__dirname, `../../../docs/formats/${page}.md`), 'utf8');
  const found = new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`docs/formats/${page}.md has no ${fence}`);
  return found;
};

/** What is typed, as a shell takes it apart; no word holds a blank. */
export const words = (line: string): readonly string[] => line.split(' ');

/** A folder on a disk, for what asks how durable it is: the other ledgers of tests may be in memory (docs/testing.md). */
export const onDisk = process.env['DISK_TMPDIR'] ?? tmpdir();

/** The command line in this process, on a data directory of its own; remove it after use. */
export class CommandLine {
  readonly directory: string;
  readonly data: string;
  /** Settings beside the data directory. */
  env: Readonly<Record<string, string>> = {};
  /** Today, for ledgers that are no demonstration. */
  now = '2026-07-20T08:00:00.000Z';

  constructor(folder = tmpdir()) {
    this.directory = mkdtempSync(path.join(folder, 'tidewaiter-cli-'));
    this.data = path.join(this.directory, 'data');
  }

  /** Writes a file and names it. */
  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.directory, name);
    writeFileSync(file, content);
    return file;
  }

  async run(...argv: readonly string[]): Promise<Ran> {
    let stdout = '';
    let stderr = '';
    const terminal = {
      stdout: async (text: string): Promise<void> => {
        stdout += text;
      },
      stderr: (text: string): void => {
        stderr += text;
      },
      live: false,
    };
    const code = await runCli(argv, {
      terminal,
      env: { TIDEWAITER_DATA: this.data, ...this.env },
      clock: () => this.now,
      lockWaitMilliseconds: 50,
    });
    return { code, stdout, stderr };
  }

  /** Runs with --json and reads the one document. */
  async json(
    ...argv: readonly string[]
  ): Promise<{ readonly code: ExitCode; readonly document: Readonly<Record<string, unknown>>; readonly stderr: string }> {
    const { code, stdout, stderr } = await this.run(...argv, '--json');
    return { code, stderr, document: JSON.parse(stdout) as Readonly<Record<string, unknown>> };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
