import { AmountError, UnknownCurrencyError } from '#money';
import { type AssessmentRefusalCode, type AssessmentRefused } from './assessment';

/**
 * Leaves the computation with a refusal; it never leaves `assess` or `quoteSupply`, which answer with it as a value. An exception, because
 * a refusal can arise six calls deep and every caller between would only pass it on.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: AssessmentRefusalCode,
    message: string,
    readonly itemSeq?: number,
  ) {
    super(message);
  }
}

/** The refusal an error stands for, or undefined for a bug, which must fly on. */
export const refusalOf = (error: unknown): AssessmentRefused | undefined => {
  if (error instanceof Refusal) {
    return {
      kind: 'refused',
      code: error.code,
      message: error.message,
      ...(error.itemSeq === undefined ? {} : { itemSeq: error.itemSeq }),
    };
  }
  if (error instanceof AmountError) return { kind: 'refused', code: 'VALUE_INVALID', message: error.message };
  if (error instanceof UnknownCurrencyError) return { kind: 'refused', code: 'CURRENCY_UNKNOWN', message: error.message };
  return undefined;
};
