import { misleadingCharacters } from '#event-catalogue';
import { excerpt, type BankDetail, BankFault } from './bank-file';

/** As long as a remittance is kept (ReceiptRecorded). */
const longest = 200;

const invisible = new RegExp(`${misleadingCharacters.source}|[\\u200c\\u200d]`, 'gu');

/**
 * One line of printable text: white space and control characters become a space, invisible ones nothing, unpaired surrogates a question
 * mark.
 */
export const plainText = (text: string): string =>
  text
    .toWellFormed()
    .replace(invisible, '')
    // eslint-disable-next-line no-control-regex -- the point is to take them out
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
    .normalize('NFC');

/** Cut at the end of a word, so that half a reference is never taken for another one. */
const cut = (text: string): string => {
  if (text.length <= longest) return text;
  const space = text.lastIndexOf(' ', longest);
  return (space > 0 ? text.slice(0, space) : text.slice(0, longest)).toWellFormed().trimEnd();
};

/**
 * What payments are for: structured references first, then free text, each once; what the bank adds in words only where nothing else is
 * told.
 */
export const remittanceOf = (details: readonly BankDetail[], additional: string | undefined): string | undefined => {
  const parts = new Set<string>();
  for (const { structured } of details) for (const text of structured) parts.add(plainText(text));
  for (const { unstructured } of details) for (const text of unstructured) parts.add(plainText(text));
  if (parts.size === 0) for (const detail of details) parts.add(plainText(detail.additional ?? ''));
  parts.delete('');
  const text = parts.size > 0 ? [...parts].join(' ') : plainText(additional ?? '');
  return text === '' ? undefined : cut(text);
};

/** Two of them and what numbers an entry fit in one reference of 200 bytes. */
const longestReference = 90;

/** A reference as an event may carry it. @throws BankFault REFERENCE_MALFORMED where it is empty or too long */
export const plainReference = (text: string, field: string, line: number): string => {
  const plain = plainText(text);
  if (plain === '' || Buffer.byteLength(plain) > longestReference)
    throw new BankFault(
      'REFERENCE_MALFORMED',
      field,
      `${excerpt(text)}: expected a reference of 1 to ${String(longestReference)} bytes`,
      line,
    );
  return plain;
};
