import { TextDecoder } from 'node:util';
import { BankFault, excerpt, type OpenBankFile } from './bank-file';

const marks: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const declared: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  'utf-16': 'utf-16',
};
const xmlDeclaration = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

const markOf = (head: Uint8Array): string | undefined => marks.find(([bytes]) => bytes.every((byte, i) => head[i] === byte))?.[1];

/** The encoding of an XML file (XML 1.0, appendix F): its byte order mark, or what its declaration says, or UTF-8. */
const encodingOfXml = (head: Uint8Array): string => {
  const mark = markOf(head);
  if (mark !== undefined) return mark;
  const told = xmlDeclaration.exec(Buffer.from(head.subarray(0, 256)).toString('latin1'))?.[1];
  if (told === undefined) return 'utf-8';
  const encoding = declared[told.toLowerCase()];
  // UTF-16 that is declared in single bytes, or without its mark, is a contradiction.
  if (encoding === undefined || encoding === 'utf-16')
    throw new BankFault(
      'ENCODING_UNSUPPORTED',
      'file',
      `${excerpt(told)}: expected UTF-8, UTF-16 with its mark, ISO-8859-1 or ISO-8859-15`,
    );
  return encoding;
};

async function* decoded(bytes: AsyncIterable<Uint8Array>, encodingOf: (head: Uint8Array) => string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (decoder !== undefined) yield decode(decoder, chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < 256) continue;
      decoder = new TextDecoder(encodingOf(head), { fatal: true });
      yield decode(decoder, head);
    }
  }
  if (decoder === undefined) {
    decoder = new TextDecoder(encodingOf(head), { fatal: true });
    yield decode(decoder, head);
  }
  yield decode(decoder);
}

const decode = (decoder: TextDecoder, chunk?: Uint8Array): string => {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new BankFault('ENCODING_MALFORMED', 'file', `the bytes are not ${decoder.encoding}`);
  }
};

/** The text of an XML file, piece by piece. @throws BankFault ENCODING_UNSUPPORTED, ENCODING_MALFORMED */
export const xmlText = (open: OpenBankFile): AsyncGenerator<string> => decoded(open(), encodingOfXml);

/**
 * The text of a SWIFT file, piece by piece. Its character set is a part of ASCII; what banks write beyond is UTF-8 or Windows-1252, and no
 * word in the file says which: UTF-8 where the whole file is, else the other. @throws BankFault ENCODING_MALFORMED
 */
export async function* swiftText(open: OpenBankFile): AsyncGenerator<string> {
  const marked = (head: Uint8Array): string => markOf(head) ?? 'utf-8';
  let encodingOf = marked;
  try {
    const pieces = decoded(open(), marked);
    for (let piece = await pieces.next(); piece.done !== true;) piece = await pieces.next();
  } catch (error) {
    if (!(error instanceof BankFault)) throw error;
    encodingOf = (head) => markOf(head) ?? 'windows-1252';
  }
  yield* decoded(open(), encodingOf);
}
