import { currency, decimal, list, record, text } from '#event-catalogue';
import { Exact } from '#money';
import facts from '../../facts/value-bands.json';

/** Bands of a consignment's value: each up to and including its bound, the last without end. Bounds are exact decimals and rise. */
export interface ValueBands {
  readonly currency: string;
  readonly bounds: readonly string[];
}

const shape = record({
  format: text,
  source: text,
  published: text,
  note: text,
  currency,
  bounds: list(record({ upTo: decimal, source: text }), { min: 1 }),
});

/** The bands that the project ships (libs/study/facts/value-bands.json). */
export const shippedValueBands = (): ValueBands => {
  const { currency: unit, bounds } = shape.parse(facts, 'facts/value-bands.json');
  return { currency: unit, bounds: bounds.map(({ upTo }) => upTo) };
};

/** Bounds must rise from above 0: the first that does not. */
export const unorderedBound = (bounds: readonly string[]): string | undefined =>
  bounds.find((bound, i) => Exact.parse(bound).compare(Exact.parse(bounds[i - 1] ?? '0')) <= 0);

/** The name of the band that a value lies in: `22-45 EUR`, `over 1000 EUR`. */
export const bandOf = ({ currency: unit, bounds }: ValueBands, value: Exact): string => {
  const at = bounds.findIndex((bound) => value.compare(Exact.parse(bound)) <= 0);
  return at < 0 ? `over ${bounds.at(-1) ?? '0'} ${unit}` : `${bounds[at - 1] ?? '0'}-${bounds[at] ?? ''} ${unit}`;
};
