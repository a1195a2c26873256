import { canonicalJson, type Recorded, sha256Hex } from '#event-catalogue';
import { parseMoney } from '#money';

/** Taxable amount and VAT at one rate, minor units of the fact's currency; signed where it is a correction. `rate` per cent. */
export type SupplyRow = Readonly<{ rate: string; rateCategory: string; taxable: bigint; vat: bigint }>;

/** A supply, or a change of one by a credit, as a return reads it. */
export type SupplyFact = Readonly<{
  kind: 'supply' | 'adjustment';
  scheme: 'EU-IOSS' | 'UK-SUPPLY';
  schemeNumber: string;
  /** Stream of the order. */
  order: string;
  /** Country of consumption. */
  country: string;
  currency: string;
  /** The period whose return carries the fact, and the period of the supply. They differ for adjustments only. */
  period: string;
  originalPeriod: string;
  /** Moment of the supply or of the credit. */
  at: string;
  /** Moment of the supply that a credit changes. */
  suppliedAt?: string;
  creditNumber?: string;
  rows: readonly SupplyRow[];
  /** `factHash` of the event. */
  hash: string;
}>;

/** The fields of SupplyAttributed and SupplyAdjusted that a return reads; advance data owns the events. */
type SupplyData = Readonly<{
  scheme: SupplyFact['scheme'];
  schemeNumber: string;
  period: string;
  originalPeriod?: string;
  suppliedAt?: string;
  adjustedAt?: string;
  creditNumber?: string;
  consumptionCountry: string;
  currency: string;
  rows: readonly Readonly<{ rate: string; rateCategory: string; taxable: string; vat: string }>[];
}>;

/**
 * SHA-256 of the facts of an event: JCS of [stream, type, schemaVersion, commandId/index, effectiveAt, data], as in `log.content`. The
 * stored hash also covers the moment of recording, so a return that pinned it would differ after a crash and a second run.
 */
export const factHash = ({ stream, type, data, metadata }: Recorded): string =>
  sha256Hex(canonicalJson([stream, type, metadata.schemaVersion, `${metadata.commandId}/${metadata.index}`, metadata.effectiveAt, data]));

/** The fact in an event of an order, or undefined where it says nothing to a return. */
export const supplyFactOf = (event: Recorded): SupplyFact | undefined => {
  if (event.type !== 'SupplyAttributed' && event.type !== 'SupplyAdjusted') return undefined;
  const data = event.data as SupplyData;
  const { scheme, schemeNumber, period, consumptionCountry: country, currency, creditNumber } = data;
  return {
    kind: event.type === 'SupplyAttributed' ? 'supply' : 'adjustment',
    scheme,
    schemeNumber,
    order: event.stream,
    country,
    currency,
    period,
    originalPeriod: data.originalPeriod ?? period,
    at: data.suppliedAt ?? data.adjustedAt ?? event.metadata.effectiveAt,
    ...(creditNumber === undefined ? {} : { creditNumber }),
    rows: data.rows.map(({ rate, rateCategory, taxable, vat }) => ({
      rate,
      rateCategory,
      taxable: parseMoney(taxable, currency).minor,
      vat: parseMoney(vat, currency).minor,
    })),
    hash: factHash(event),
  };
};
