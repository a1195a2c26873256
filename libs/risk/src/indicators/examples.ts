import { type BuyerOrder, type Declared, type DeclaredItem } from '../facts';
import { type LimitOf } from '../limits';

/** EUR 150 in the European Union, GBP 135 in the United Kingdom, nothing elsewhere. */
export const limitOf: LimitOf = (country) =>
  country === 'GB'
    ? { amount: '135.00', currency: 'GBP', inclusive: true }
    : ['FR', 'DE'].includes(country)
      ? { amount: '150.00', currency: 'EUR', inclusive: true }
      : undefined;

/** An order of EUR `goods` to France at an hour counted from 1 May 2026. */
export const orderAt = (number: string, hour: number, goods: string, more: Partial<BuyerOrder> = {}): BuyerOrder => ({
  stream: `order-${number}`,
  position: number,
  seller: 'V-1',
  number,
  buyer: 'b'.repeat(64),
  destination: 'FR',
  currency: 'EUR',
  goods,
  orderedAt: new Date(Date.UTC(2026, 4, 1, hour)).toISOString(),
  ...more,
});

export const itemOf = (seq: number, value: string, description = 'cotton shirts'): DeclaredItem => ({
  seq,
  hs6: '610910',
  description,
  value,
  quantity: 1,
});

export const declaredAs = (lrn: string, value: string, more: Partial<Declared> = {}): Declared => ({
  stream: `declaration-${lrn}`,
  position: lrn,
  mrn: `26FR${lrn}`,
  seller: 'V-1',
  jurisdiction: 'FR',
  buyerType: 'consumer',
  transactionType: 'B2C',
  currency: 'EUR',
  acceptedOn: '2026-05-09',
  items: [itemOf(1, value)],
  ...more,
});
