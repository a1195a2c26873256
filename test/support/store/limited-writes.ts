import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { VerdictFile } from '#advance-data';
import { AccessLog } from '../../../apps/api/src/access-log/access-log';

// Run with a limit on the size of files: the system then takes a part of what is written and says so only in the count. Says how many
// records were acknowledged, and whether the verdicts were.
const [directory = ''] = process.argv.slice(2);
process.on('SIGXFSZ', () => undefined);

const acknowledged = (): number => {
  const log = new AccessLog(directory);
  for (let n = 0; ; n += 1)
    try {
      log.record({
        at: '2026-04-20T09:00:00.000Z',
        traceId: '',
        caller: '',
        role: 'officer',
        route: `/v1/${String(n).padStart(5, '0')}`,
        asked: {},
        status: 200,
      });
    } catch {
      return n;
    }
};

const verdicts = (): boolean => {
  const folder = path.join(directory, 'imports');
  mkdirSync(folder);
  try {
    const file = new VerdictFile(path.join(folder, 'run.ndjson'), []);
    for (let line = 1; line <= 5_000; line += 1) file.write({ file: 0, line }, undefined, { verdict: 'accepted' });
    file.close();
    return true;
  } catch {
    return false;
  }
};

process.stdout.write(JSON.stringify({ acknowledged: acknowledged(), verdicts: verdicts() }));
