/** The streams of a process, or a test in their place. */
export interface Terminal {
  /** Resolves when more may be written. */
  readonly stdout: (text: string) => Promise<void>;
  readonly stderr: (text: string) => void;
  /** Whether a person watches stderr. */
  readonly live: boolean;
}

/** Where a command writes: one JSON document or text on stdout, progress on stderr. */
export interface Output {
  readonly json: boolean;
  /** The command's answer: `document` with --json, else the text. */
  readonly answer: (document: unknown, text: () => string) => Promise<void>;
  /** A piece of a long text; only for commands whose answer is no document. */
  readonly write: (piece: string) => Promise<void>;
  /** A line that replaces itself, on a terminal only. */
  readonly progress: (line: string) => void;
  /** Takes the progress line away, so that what follows stands by itself. */
  readonly quiet: () => void;
}

const clearLine = '\r\u001b[K';
const millisecondsBetweenLines = 80;

/** Keys keep their order; whole numbers beyond 2^53 are written as text. */
const jsonText = (document: unknown): string =>
  `${JSON.stringify(document, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;

export const output = (terminal: Terminal, json: boolean): Output => {
  let shown = false;
  let last = 0n;
  const quiet = (): void => {
    if (shown) terminal.stderr(clearLine);
    shown = false;
  };
  return {
    json,
    quiet,
    answer: async (document, text) => {
      quiet();
      await terminal.stdout(json ? jsonText(document) : `${text()}\n`);
    },
    write: async (piece) => {
      quiet();
      await terminal.stdout(piece);
    },
    progress: (line) => {
      const now = process.hrtime.bigint() / 1_000_000n;
      if (!terminal.live || now - last < millisecondsBetweenLines) return;
      last = now;
      shown = true;
      terminal.stderr(`${clearLine}${line}`);
    },
  };
};

/** Columns of text, left-aligned but for those that hold numbers. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((r) => (r[i] ?? '').length)));
  const numeric = header.map((_, i) => rows.length > 0 && rows.every((r) => /^-?[\d.,]*$/.test(r[i] ?? '')));
  return all
    .map((row) =>
      row
        .map((cell, i) => (numeric[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
