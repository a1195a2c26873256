import { formatMoney } from '#money';
import { type SupplyFact } from './supply-fact';

/** A supply as JSON: amounts in major units. */
export const supplyDocument = <S extends SupplyFact>({ rows, currency, ...supply }: S) => ({
  ...supply,
  currency,
  rows: rows.map(({ taxable, vat, ...row }) => ({
    ...row,
    taxable: formatMoney({ minor: taxable, currency }),
    vat: formatMoney({ minor: vat, currency }),
  })),
});
