/** Where a command writes: one JSON document or text on stdout, progress on stderr. */
export interface Output {
  readonly json: boolean;
  /** The command's answer: `document` with --json, else the text. */
  readonly answer: (document: unknown, text: () => string) => void;
  /** A line that replaces itself, on a terminal only. */
  readonly progress: (line: string) => void;
}

export const output = (json: boolean): Output => {
  const live = process.stderr.isTTY;
  let shown = false;
  return {
    json,
    answer: (document, text) => {
      if (shown) process.stderr.write('\r\u001b[K');
      process.stdout.write(json ? `${JSON.stringify(document, undefined, 2)}\n` : `${text()}\n`);
    },
    progress: (line) => {
      if (!live) return;
      shown = true;
      process.stderr.write(`\r\u001b[K${line}`);
    },
  };
};

/** Columns of text, left-aligned but for those that hold numbers. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((r) => (r[i] ?? '').length)));
  const numeric = header.map((_, i) => rows.length > 0 && rows.every((r) => /^-?[\d.,]*$/.test(r[i] ?? '')));
  return all.map((row) => row.map((cell, i) => (numeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ').trimEnd()).join('\n');
};
