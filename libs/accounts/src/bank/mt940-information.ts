import { present } from '#event-catalogue';
import type { BankDetail } from './bank-file';

/** What field 86 says of one entry. Names and accounts of the other party have their own places there and are left out. */
export interface EntryInformation {
  readonly detail: BankDetail;
  /** Business transaction code of the German banks (GVC). */
  readonly businessCode?: string;
}

/** Lines of full width go on in the middle of a word; SWIFT has 65 characters, some banks break one earlier. */
const fullLine = 64;
/** Parts of German and Polish banks (?20 to ?29, ?60 to ?63) have 27 characters. */
const fullPart = 27;

const joined = (pieces: readonly string[], full: number): string =>
  pieces.reduce((text, piece, i) => text + ((pieces[i - 1]?.length ?? full) >= full ? '' : ' ') + piece, '').trim();

/**
 * Field 86 in three dialects: numbered parts (`166?00...?20EREF+...?21SVWZ+...`, `>` for `?` at some), words between slashes
 * (`/EREF/.../REMI/...`), and free text.
 */
export const informationOf = (lines: readonly string[]): EntryInformation => {
  const unbroken = lines.join('').trim();
  const numbered = /^(\d{3})([?>])\d{2}/.exec(unbroken);
  if (numbered !== null) return { ...numberedParts(unbroken.slice(3), numbered[2] ?? '?'), businessCode: numbered[1] ?? '' };
  if (/^\/[A-Z]{4}\//.test(unbroken)) return slashedWords(joined(lines, fullLine));
  return { detail: detailOf({ text: joined(lines, fullLine) }) };
};

const detailOf = ({
  text,
  endToEndId,
  returnReason,
}: {
  readonly text?: string | undefined;
  readonly endToEndId?: string | undefined;
  readonly returnReason?: string | undefined;
}): BankDetail => ({
  amounts: [],
  structured: [],
  unstructured: text === undefined || text === '' ? [] : [text],
  ...present({ endToEndId: told(endToEndId), returnReason: told(returnReason) }),
});

const told = (text: string | undefined): string | undefined => {
  const word = text?.trim() ?? '';
  return word === '' || ['NONREF', 'NOTPROVIDED', 'NOT PROVIDED'].includes(word.toUpperCase()) ? undefined : word;
};

const numberedParts = (text: string, mark: string): { readonly detail: BankDetail } => {
  const parts = text.split(mark).filter((part) => /^(?:2\d|6[0-3])/.test(part));
  const purpose = joined(
    parts.map((part) => part.slice(2)),
    fullPart,
  );
  const sepa = sepaWords(purpose);
  if (sepa.size === 0) return { detail: detailOf({ text: purpose }) };
  return { detail: detailOf({ text: sepa.get('SVWZ'), endToEndId: sepa.get('EREF') }) };
};

/** Identifiers that the German Banking Industry Committee puts into the purpose: `EREF+`, `KREF+`, `MREF+`, `CRED+`, `SVWZ+` and others. */
const sepaWords = (purpose: string): ReadonlyMap<string, string> => {
  const found = [...purpose.matchAll(/(?:^|\s|(?<=[^A-Z]))(EREF|KREF|MREF|CRED|DEBT|SVWZ|COAM|OAMT|ABWA|ABWE|IBAN|BIC)\+/g)];
  return new Map(found.map((match, i) => [match[1] ?? '', purpose.slice(match.index + match[0].length, found[i + 1]?.index).trim()]));
};

/** Words of the Dutch banks: `/TRTP/ /IBAN/ /BIC/ /NAME/ /EREF/ /REMI/ /RTRN/`; a remittance may say `USTD//` or `STRD/CUR/` first. */
const slashedWords = (text: string): { readonly detail: BankDetail } => {
  const found = [
    ...text.matchAll(
      /\/(TRTP|IBAN|BIC|NAME|EREF|REMI|RTRN|MARF|CSID|BENM|ORDP|ISDT|PREF|ORIG|CNTP|PURP|ULTC|ULTD|ULTB|ACCW|ADDR|ID|RTYP|NRTX)\//g,
    ),
  ];
  const words = new Map(
    found.map((match, i) => [
      match[1] ?? '',
      text
        .slice(match.index + match[0].length, found[i + 1]?.index)
        .replace(/^\/+|\/+$/g, '')
        .trim(),
    ]),
  );
  const remittance = words.get('REMI')?.replace(/^(?:USTD\/\/|STRD\/(?:CUR|ISO)\/)/, '');
  return { detail: detailOf({ text: remittance, endToEndId: words.get('EREF'), returnReason: words.get('RTRN') }) };
};
