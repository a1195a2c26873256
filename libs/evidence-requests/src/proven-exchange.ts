import { Exact, parseMoney, scaleOf } from '#money';
import { type DataOf } from './evidence-request.state';

/**
 * What is wrong with the provider's own conversion: it is into another currency, and by the rate it names to a minor unit of the result,
 * which the provider may cut off or round.
 */
export const exchangeFault = ({
  amount,
  currency,
  exchange,
}: Pick<DataOf<'TransactionPaymentProven'>, 'amount' | 'currency' | 'exchange'>): string | undefined => {
  if (exchange === undefined) return undefined;
  if (exchange.currency === currency) return `the capture is in ${currency} already`;
  const stated = Exact.ofMinor(parseMoney(exchange.amount, exchange.currency).minor, scaleOf(exchange.currency));
  const computed = Exact.parse(amount).times(Exact.parse(exchange.rate));
  const [low, high] = stated.compare(computed) < 0 ? [stated, computed] : [computed, stated];
  const unit = Exact.ofMinor(1n, scaleOf(exchange.currency));
  return high.minus(low).compare(unit) < 0
    ? undefined
    : `${amount} ${currency} at ${exchange.rate} is ${computed.toDisplayText()} ${exchange.currency}`;
};
