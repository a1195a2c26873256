import path from 'node:path';

/** Threads run compiled programs: from sources, as tests do, everything is done in one. */
export const threadsArePossible = path.extname(__filename) === '.js';
