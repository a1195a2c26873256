import { writeFileSync } from 'node:fs';
import type { Random } from './random';

type Order = Readonly<Record<string, unknown>>;

const orderNumbered = (number: number, random: Random): Order => ({
  seller: 'V-IE-1',
  orderNumber: `A-${String(number)}`,
  buyerId: `buyer-${String(random.below(500))}`,
  buyerType: 'consumer',
  transactionType: 'B2C',
  deliveryTerms: 'DDP',
  dispatchCountry: 'CN',
  destination: ['DE', 'FR', 'IE', 'GB'][random.below(4)],
  orderedAt: `2026-03-${String(random.between(10, 28))}T09:30:00.000Z`,
  currency: 'EUR',
  lines: Array.from({ length: random.between(1, 3) }, (_, i) => ({
    sku: `8512${String(i)}`,
    quantity: random.between(1, 9),
    unitPrice: `${String(random.between(1, 30))}.${String(random.between(10, 99))}`,
  })),
});

/** Ways to be wrong that a file of orders meets, with the code of the verdict. */
const faults: readonly { readonly code: string; readonly text: (order: Order) => string }[] = [
  { code: 'JSON_SYNTAX', text: (order) => JSON.stringify(order).slice(0, -20) },
  { code: 'JSON_TOO_DEEP', text: () => '['.repeat(10_240) },
  { code: 'FIELD_MALFORMED', text: () => '[]' },
  { code: 'FIELD_UNKNOWN', text: (order) => JSON.stringify({ ...order, colour: 'red' }) },
  { code: 'FIELD_MISSING', text: (order) => JSON.stringify({ ...order, buyerType: undefined }) },
  { code: 'FIELD_MALFORMED', text: (order) => JSON.stringify({ ...order, lines: [{ sku: 'A', quantity: 1, unitPrice: '1e9000000' }] }) },
  { code: 'CURRENCY_UNKNOWN', text: (order) => JSON.stringify({ ...order, currency: 'EUX' }) },
  { code: 'COUNTRY_UNKNOWN', text: (order) => JSON.stringify({ ...order, destination: 'EL' }) },
  { code: 'DATE_INVALID', text: (order) => JSON.stringify({ ...order, orderedAt: '2026-02-30T09:30:00.000Z' }) },
  { code: 'REFERENCE_LOOK_ALIKE', text: (order) => JSON.stringify({ ...order, orderNumber: '\u0410-1001' }) },
];

/** A file of orders, one a line, of which one in a hundred is bad. Gives the code that each bad line must be refused with. */
export const writeOrdersFile = (file: string, lines: number, random: Random): ReadonlyMap<number, string> => {
  const refused = new Map<number, string>();
  const texts: string[] = [];
  for (let line = 1; line <= lines; line += 1) {
    const order = orderNumbered(line, random);
    // One in each hundred, wherever it stands there; the kinds take turns.
    const hundred = Math.ceil(line / 100);
    const fault = line % 100 === (hundred * 37) % 100 ? faults[hundred % faults.length] : undefined;
    if (fault !== undefined) refused.set(line, fault.code);
    texts.push(fault === undefined ? JSON.stringify(order) : fault.text(order));
  }
  writeFileSync(file, `${texts.join('\n')}\n`);
  return refused;
};
