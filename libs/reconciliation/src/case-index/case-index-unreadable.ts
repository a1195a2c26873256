/** The case index cannot be read as long as it is not built anew: what was asked of it is answered on demand. */
export class CaseIndexUnreadable extends Error {
  override readonly name = 'CaseIndexUnreadable';
}
