/** The sign of canonical decimal text (`-0.50` is -1, `0.00` is 0), told from its characters: no number is read. */
export const signOf = (decimal: string): -1 | 0 | 1 => {
  if (!/[1-9]/.test(decimal)) return 0;
  return decimal.startsWith('-') ? -1 : 1;
};
