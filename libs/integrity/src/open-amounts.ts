import { type AccountPeriodEvent } from '#accounts';

/** Names a debt of an account. */
export type Debt = Pick<
  Extract<AccountPeriodEvent, { readonly type: 'OpenItemsCarried' }>['data']['openItems'][number],
  'kind' | 'reference' | 'taxType' | 'beneficiary'
>;

/** One text per debt. */
export const keyOf = ({ kind, reference, taxType, beneficiary }: Debt): string =>
  // A penalty is no tax: what stands for its tax type is none.
  kind === 'penalty' ? `penalty ${reference} ${beneficiary}` : `${kind} ${reference} ${taxType} ${beneficiary}`;

export const totalOf = (amounts: ReadonlyMap<string, bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts.values()) total += amount;
  return total;
};
/** The amount afterwards; what comes to nothing is gone. */
export const add = (amounts: Map<string, bigint>, key: string, amount: bigint): bigint => {
  const after = (amounts.get(key) ?? 0n) + amount;
  if (after === 0n) amounts.delete(key);
  else amounts.set(key, after);
  return after;
};
