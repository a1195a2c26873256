import { currency, MalformedValueError, type Shape } from '#event-catalogue';
import { isCurrency } from '#money';

/** A currency that is asked about, of any day; one that ISO 4217 does not have would be answered with nothing. */
export const askedCurrency: Shape<string> = {
  parse: (value, at) => {
    const code = currency.parse(value, at);
    if (!isCurrency(code)) throw new MalformedValueError(at, 'a currency of ISO 4217');
    return code;
  },
  schema: currency.schema,
};
