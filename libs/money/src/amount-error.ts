/** Stable codes of amounts: how one is written (`AMOUNT_...`), and operations on amounts that have no meaning. */
export type AmountErrorCode =
  'AMOUNT_NOT_CANONICAL' | 'AMOUNT_WRONG_SCALE' | 'AMOUNT_TOO_LARGE' | 'CURRENCY_MISMATCH' | 'NOTHING_TO_SUM' | 'BAD_SHARE';

/** An amount that cannot be read, or an operation that has no meaning. The code is stable, the message is for people. */
export class AmountError extends Error {
  override readonly name = 'AmountError';
  constructor(
    readonly code: AmountErrorCode,
    message: string,
  ) {
    super(message);
  }
}
