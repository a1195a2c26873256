import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A file that says what a text must be. It is written where it is absent, or with UPDATE_GOLDEN=1: what was released is changed on purpose
 * only, and the change is seen in review.
 */
export const expectGolden = (file: string, content: string): void => {
  if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  expect(readFileSync(file, 'utf8')).toBe(content);
};
