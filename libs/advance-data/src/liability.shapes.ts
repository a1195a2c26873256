import { oneOf } from '#event-catalogue';

/** Fields that decide who is liable; the same words in orders, consignments and declarations. */
export const buyerType = oneOf('consumer', 'business');
/** Who sells to whom; a gift is no sale. */
export const transactionType = oneOf('B2C', 'C2C', 'B2B', 'gift');
/** Incoterms 2020. */
export const deliveryTerms = oneOf('DDP', 'DAP', 'DPU', 'EXW', 'FCA', 'CPT', 'CIP', 'FOB', 'CIF');
/** Classes of an order line; only `goods` is declared, freight and discount are value components (demo rule 1). */
export const lineClass = oneOf(
  'goods',
  'credit',
  'badDebt',
  'freight',
  'discount',
  'manual',
  'sample',
  'sellerCost',
  'voucher',
  'stockAdjustment',
  'unclassifiedCode',
);
/** How tax on a supply is collected. */
export const regime = oneOf('EU-IOSS', 'UK-SUPPLY', 'STANDARD-IMPORT', 'OUTSIDE');
