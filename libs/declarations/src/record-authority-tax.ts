import { accept, type Decision } from '#event-store';
import { Exact } from '#money';
import { type AuthorityTaxRecordedData } from './assessment.events';
import { type DeclarationEvent } from './declarations.events';
import { refuse } from './declarations.rejections';
import { type LodgedDeclaration } from './declarations.state';
import { chunked } from './event-chunks';

/** The authority's own tax lines of a version, as its notification tells them: amounts are exact decimals in `currency`. */
export type RecordAuthorityTax = Readonly<{ type: 'RecordAuthorityTax' }> & Omit<AuthorityTaxRecordedData, 'authority' | 'payable'>;

const linesPerEvent = 400;

export const recordAuthorityTax = (
  { type: _, ...told }: RecordAuthorityTax,
  { header, taxMessages }: LodgedDeclaration,
): Decision<DeclarationEvent> => {
  if (told.mrn !== header.mrn) return refuse('MRN_DIFFERS', `the declaration under this reference is ${header.mrn}`, 'mrn');
  if (told.lines.length === 0) return refuse('TAX_LINES_MISSING', 'a tax notification has at least one line', 'lines');
  const known = taxMessages.get(told.message);
  if (known !== undefined)
    return known === told.lines.length
      ? accept()
      : refuse('TAX_MESSAGE_ALREADY_RECORDED', `message ${told.message} is recorded with ${String(known)} lines`, 'message');
  const { chunks } = chunked(told.lines, linesPerEvent);
  return accept(
    ...chunks.map((lines): DeclarationEvent => ({
      type: 'AuthorityTaxRecorded',
      data: { ...told, authority: header.authority, lines, payable: sumOf(lines) },
    })),
  );
};

const sumOf = (lines: AuthorityTaxRecordedData['lines']): string =>
  lines.reduce((sum, { payable }) => sum.plus(Exact.parse(payable)), Exact.ZERO).toCanonicalText();
