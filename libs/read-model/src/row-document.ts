/** A row of a read model as JSON: `opened_on` is `openedOn`, what is absent is left out. */
export const rowDocument = (row: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([column, value]) => [column.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()), value]),
  );
