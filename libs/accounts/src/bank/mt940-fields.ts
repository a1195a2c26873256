import { BankFault, type OpenBankFile } from './bank-file';
import { swiftText } from './decoded-text';

/** A field of a SWIFT message, `:61:...`, with the lines that go on; `end` is the line that ends a message. */
export type SwiftField =
  { readonly line: number; readonly tag: string; readonly lines: readonly string[] } | { readonly line: number; readonly end: true };

/** SWIFT allows 6 lines of 65 characters; banks write more, but not without end. */
const limits = { line: 4_000, lines: 200 };
const tagged = /^:(\d{2}[A-Z]?|NS):/;
/** `-`, `-}` of a block, three letters X of one bank. */
const endOfMessage = /^-(?:\}.*|X{3})?$/;

/**
 * Fields of a file, in order. What stands before the first field of a message is an envelope of the bank's own and left out.
 * @throws BankFault MT940_MALFORMED, ENCODING_MALFORMED
 */
export async function* swiftFields(open: OpenBankFile): AsyncGenerator<SwiftField> {
  let field: { line: number; tag: string; lines: string[] } | undefined;
  for await (const { text, line } of swiftLines(open)) {
    const tag = tagged.exec(text);
    const end = endOfMessage.test(text);
    if (tag === null && !end) {
      if (field === undefined) continue;
      if (field.lines.length >= limits.lines)
        throw new BankFault('MT940_MALFORMED', 'file', `expected a field of at most ${String(limits.lines)} lines`, line);
      field.lines.push(text);
      continue;
    }
    if (field !== undefined) yield field;
    field = tag === null ? undefined : { line, tag: tag[1] ?? '', lines: [text.slice(tag[0].length)] };
    if (end) yield { line, end };
  }
  if (field !== undefined) yield field;
}

async function* swiftLines(open: OpenBankFile): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let rest = '';
  let line = 0;
  const lineOf = (text: string): { readonly text: string; readonly line: number } => {
    line += 1;
    if (text.length > limits.line)
      throw new BankFault('MT940_MALFORMED', 'file', `expected lines of at most ${String(limits.line)} characters`, line);
    // eslint-disable-next-line no-control-regex -- the point is to refuse them
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text))
      throw new BankFault('MT940_MALFORMED', 'file', 'expected no control characters', line);
    return { text: text.replace(/\r$/, ''), line };
  };
  for await (const chunk of swiftText(open)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield lineOf(text);
    if (rest.length > limits.line) yield lineOf(rest);
  }
  if (rest !== '') yield lineOf(rest);
}
