/** So many parameters of an SQL text: `?, ?, ?`. */
export const questionMarks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** Stands behind every position and every moment, which begin with a digit: no limit on what is known, or on what was effective. */
export const noLimit = '~';
