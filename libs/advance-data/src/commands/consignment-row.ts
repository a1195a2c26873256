type Fields = ReadonlyMap<string, string | number>;

/** The cells of these columns as one record, without their prefix; undefined where all are empty. */
const taken = (fields: Fields, columns: Readonly<Record<string, string>>): Readonly<Record<string, string | number>> | undefined => {
  const cells = Object.entries(columns).flatMap(([column, field]) =>
    fields.has(column) ? [[field, fields.get(column) ?? ''] as const] : [],
  );
  return cells.length === 0 ? undefined : Object.fromEntries(cells);
};

const same = (...columns: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map((column) => [column, column]));

const taxLine = same('taxType', 'rate', 'taxable', 'amount');
const returnLine = same('ordinal', 'sku', 'serial', 'hsCode', 'quantity');
/** The mass of a row is that of its line, where it has one. */
const weighedLine = { ...returnLine, grossMass: 'grossMass' } as const;
const original = {
  originalCarrier: 'carrier',
  originalConsignmentNumber: 'consignmentNumber',
  originalMrn: 'mrn',
  originalSeller: 'seller',
  originalOrderNumber: 'orderNumber',
} as const;

const recipient = { recipientIssuer: 'issuer', recipientId: 'id' } as const;

const without = (fields: Fields, ...columns: readonly string[]): Readonly<Record<string, string | number>> =>
  Object.fromEntries([...fields].filter(([column]) => !columns.includes(column)));

/**
 * A row of a consignments file as the message it stands for: an announcement, a failed delivery, a collection of one line, a return of one
 * line at most.
 */
export const consignmentOfRow = (fields: Fields): unknown => {
  if (fields.has('attemptedAt')) return Object.fromEntries(fields);
  if (fields.has('collectedAt')) return { ...without(fields, ...Object.keys(taxLine)), lines: [taken(fields, taxLine) ?? {}] };
  const answers = taken(fields, original);
  const line = taken(fields, returnLine);
  if (answers !== undefined || line !== undefined)
    return {
      ...without(fields, ...Object.keys(original), ...Object.keys(weighedLine)),
      original: answers ?? {},
      lines: line === undefined ? [] : [taken(fields, weighedLine) ?? line],
    };
  // A row names the seller once and its orders in one cell.
  const numbers = fields.has('orderNumbers') ? String(fields.get('orderNumbers')).split('|') : [];
  const to = taken(fields, recipient);
  return {
    ...without(fields, 'seller', 'orderNumbers', ...Object.keys(recipient)),
    ...(to === undefined ? {} : { recipient: to }),
    orders: numbers.map((orderNumber) => ({ seller: fields.get('seller'), orderNumber })),
  };
};
