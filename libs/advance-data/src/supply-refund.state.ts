import { parseMoney } from '#money';
import type { SupplyRefundReservedData } from './order.events';

/** What a claim or a correction took of a supply. `settled`: a correction in a return carries it; `released`: it can be claimed again. */
export interface SupplyRefund {
  readonly data: SupplyRefundReservedData;
  readonly status: 'reserved' | 'settled' | 'released';
}
/** By the id of the claim. */
export type SupplyRefunds = ReadonlyMap<string, SupplyRefund>;
export const noRefunds: SupplyRefunds = new Map();

/** A rate row of a supply, as far as it names one. */
export interface RateName {
  readonly rate: string;
  readonly rateCategory?: string;
}
/** A reservation without a category means the row of its rate: it was made where there is one only. */
export const namesRow = (name: RateName, row: RateName): boolean =>
  name.rate === row.rate && (name.rateCategory === undefined || name.rateCategory === row.rateCategory);

export const withRefund = (refunds: SupplyRefunds, claim: string, refund: SupplyRefund): SupplyRefunds =>
  new Map([...refunds, [claim, refund]]);
export const withStatus = (refunds: SupplyRefunds, claim: string, status: SupplyRefund['status']): SupplyRefunds => {
  const known = refunds.get(claim);
  return known === undefined ? refunds : withRefund(refunds, claim, { ...known, status });
};

/** Units of a line that reservations hold; what was paid out stays held. */
export const reservedUnits = (refunds: SupplyRefunds, ordinal: number): number => {
  let units = 0;
  for (const { data, status } of refunds.values())
    if (status === 'reserved') for (const line of data.lines) if (line.ordinal === ordinal) units += line.quantity;
  return units;
};

/** Tax of a rate row that reservations hold, in minor units of the supply's currency. */
export const reservedTax = (refunds: SupplyRefunds, row: RateName): { readonly taxable: bigint; readonly vat: bigint } => {
  let [taxable, vat] = [0n, 0n];
  for (const { data, status } of refunds.values()) {
    if (status !== 'reserved') continue;
    for (const own of data.rows) {
      if (!namesRow(own, row)) continue;
      taxable += parseMoney(own.taxable, data.currency).minor;
      vat += parseMoney(own.vat, data.currency).minor;
    }
  }
  return { taxable, vat };
};
