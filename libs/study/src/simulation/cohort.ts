import type { OrderKnown } from '#advance-data';
import type { LodgedDeclaration } from '#declarations';
import { sha256Hex } from '#event-catalogue';
import { unitsOf } from '#reconciliation';

/**
 * Who takes part in a pilot: all that have one property, or a share drawn by the hash of seed and order (or MRN, where no order is told). A
 * carrier is known at the border only, so its pilot leaves checkouts under the law as it was.
 */
export type Cohort =
  | Readonly<{ by: 'vendor' | 'carrier' | 'dispatch' | 'destination' | 'chapter'; value: string }>
  | Readonly<{ by: 'share'; /** Exact decimal from 0 to 1. */ value: string; seed: string }>;

const isDrawn = (share: string, seed: string, name: string): boolean =>
  BigInt(`0x${sha256Hex(`${seed}/${name}`).slice(0, 16)}`) * 10n ** 12n < unitsOf(share) * 16n ** 16n;

export const isOrderInCohort = (cohort: Cohort | undefined, { header, lines }: OrderKnown): boolean => {
  switch (cohort?.by) {
    case undefined:
      return true;
    case 'vendor':
      return header.seller === cohort.value;
    case 'carrier':
      return false;
    case 'dispatch':
      return header.dispatchCountry === cohort.value;
    case 'destination':
      return header.destination === cohort.value;
    case 'chapter':
      return lines.some(({ hsCode }) => hsCode?.startsWith(cohort.value) === true);
    case 'share':
      return isDrawn(cohort.value, cohort.seed, `${header.seller}/${header.orderNumber}`);
  }
};

/** A declaration takes part where its order does; of a carrier, and where no order is told, what it says itself decides. */
export const isDeclarationInCohort = (
  cohort: Cohort | undefined,
  { header, items }: LodgedDeclaration,
  orderIsIn: boolean | undefined,
): boolean => {
  if (cohort?.by === 'carrier') return header.carrier === cohort.value;
  if (orderIsIn !== undefined) return orderIsIn;
  switch (cohort?.by) {
    case undefined:
      return true;
    case 'vendor':
      return header.seller === cohort.value;
    case 'dispatch':
      return header.dispatchCountry === cohort.value;
    case 'destination':
      return header.jurisdiction === cohort.value;
    case 'chapter':
      return items.some(({ hsCode }) => hsCode.startsWith(cohort.value));
    case 'share':
      return isDrawn(cohort.value, cohort.seed, header.mrn);
  }
};
