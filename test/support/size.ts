/**
 * Whether everything is asked at its full size, as `npm run test:full` does; `npm test` asks the same questions of less (docs/testing.md).
 */
export const full = process.env['LONG'] === '1';

/** A size: of the fast run, and of the full one. */
export const sized = <T>(fast: T, whole: T): T => (full ? whole : fast);
