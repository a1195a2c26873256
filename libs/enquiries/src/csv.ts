/** What a spreadsheet would take for a formula at the beginning of a cell, numbers apart. */
const formula = /^[=+@\t\r]|^-(?![\d.])/;

/** One cell: quoted where it has to be (RFC 4180), and never a formula. */
const cellOf = (value: string): string => {
  const guarded = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
};

/** One line of a CSV file. */
export const csvLine = (values: readonly string[]): string => `${values.map(cellOf).join(',')}\r\n`;
