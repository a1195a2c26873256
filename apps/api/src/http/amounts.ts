import { AmountError, isCurrency, parseMoney, scaleOf } from '#money';
import { problem } from './problem';

/**
 * An amount of a request as minor units of a currency that the request does not state itself. Throws a ProblemError that names the field.
 */
export const minorIn = (amount: string, currency: string, field: string): bigint => {
  if (!isCurrency(currency)) throw problem('FIELD_MALFORMED', 'a currency of ISO 4217', { field: 'currency' });
  try {
    return parseMoney(amount, currency).minor;
  } catch (error) {
    if (error instanceof AmountError)
      throw problem('FIELD_MALFORMED', `expected an amount with ${String(scaleOf(currency))} digits after the point, as ${currency} has`, {
        field,
      });
    throw error;
  }
};
