import { unitsOf } from '#reconciliation';
import { amountText, moneyText } from '../exact-figures';
import { type Recorded } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { isWithin, type Limit } from '../limits';
import { type RiskRules } from '../risk-rules';

/** An order that went in several parcels, each with the value it was declared at in the currency of the limit. */
export interface OrderInParcels extends Recorded {
  readonly seller: string;
  readonly number: string;
  readonly orderedAt: string;
  readonly limit: Limit;
  readonly parcels: readonly (Recorded & { readonly number: string; readonly value: bigint; readonly acceptedOn: string })[];
}

/** R02: one order in several parcels, each declared within the limit and together above it. */
export const splitOneOrder = (
  { seller, number, limit, parcels, orderedAt, stream }: OrderInParcels,
  rules: RiskRules,
): readonly Finding[] => {
  const { currency } = limit;
  const sum = parcels.reduce((total, { value }) => total + value, 0n);
  if (parcels.length < rules.splitOneOrder.parcels || isWithin(sum, limit) || parcels.some(({ value }) => !isWithin(value, limit)))
    return [];
  const most = unitsOf(limit.amount);
  const days = parcels.map(({ acceptedOn }) => acceptedOn).sort();
  return [
    findingOf('R02', rules, {
      subject: { kind: 'order', id: stream },
      from: orderedAt,
      to: days[days.length - 1] ?? orderedAt,
      figure: { name: 'excess', value: amountText(sum - most, currency), unit: currency },
      threshold: { name: 'limit of low value', value: amountText(most, currency), unit: currency },
      measured: [
        { name: 'parcels', value: String(parcels.length), unit: 'parcels' },
        { name: 'together', value: amountText(sum, currency), unit: currency },
      ],
      sentence:
        `order ${number} of ${seller} went in ${counted(parcels.length, 'parcel')}, ` +
        `each declared at most at ${moneyText(most, currency)}, together at ${moneyText(sum, currency)}`,
      evidence: parcels.map((parcel) => ({
        stream: parcel.stream,
        position: parcel.position,
        values: { at: parcel.acceptedOn, parcel: parcel.number, declared: amountText(parcel.value, currency), currency },
      })),
    }),
  ];
};
