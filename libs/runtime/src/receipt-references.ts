import type { RecordReceipt } from '#accounts';
import { lookAlikeFault } from '#advance-data';
import type { InputFault } from '#event-catalogue';

/**
 * Why the references of a bank entry that a person or program states are refused: with letters that only look like others it would be
 * entered twice. The bank account is a code, which has plain capitals and digits by its shape.
 */
export const receiptFault = ({
  entryReference,
  endToEndId,
}: Pick<RecordReceipt, 'entryReference' | 'endToEndId'>): InputFault | undefined =>
  lookAlikeFault(entryReference, 'entryReference') ?? lookAlikeFault(endToEndId, 'endToEndId');
