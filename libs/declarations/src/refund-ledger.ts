import { type QuantityReturnedData, type RefundReservedData } from './declarations.events';

/** What claims, offsets and corrections have taken of an import, and which units went back. */
export type RefundLedger = Readonly<{
  /** By claim. */
  reservations: ReadonlyMap<string, RefundReservedData>;
  /** By return case. */
  returns: ReadonlyMap<string, QuantityReturnedData>;
}>;
export const noRefunds: RefundLedger = { reservations: new Map(), returns: new Map() };

export const reserved = (ledger: RefundLedger, data: RefundReservedData): RefundLedger => ({
  ...ledger,
  reservations: new Map(ledger.reservations).set(data.claim, data),
});
export const released = (ledger: RefundLedger, claim: string): RefundLedger => {
  const reservations = new Map(ledger.reservations);
  reservations.delete(claim);
  return { ...ledger, reservations };
};
export const returned = (ledger: RefundLedger, data: QuantityReturnedData): RefundLedger => ({
  ...ledger,
  returns: new Map(ledger.returns).set(data.returnCase, data),
});

/** Units of an item, added up over `entries`. */
const unitsOf = (entries: Iterable<readonly Readonly<{ seq: number; quantity: number }>[]>): ReadonlyMap<number, number> => {
  const units = new Map<number, number>();
  for (const items of entries) for (const { seq, quantity } of items) units.set(seq, (units.get(seq) ?? 0) + quantity);
  return units;
};
/** Units that went back, by item number. */
export const returnedUnits = ({ returns }: RefundLedger): ReadonlyMap<number, number> =>
  unitsOf([...returns.values()].map(({ items }) => items));
/** Units whose tax is taken, by item number. */
export const refundedUnits = ({ reservations }: RefundLedger): ReadonlyMap<number, number> =>
  unitsOf([...reservations.values()].map(({ quantities }) => quantities));
