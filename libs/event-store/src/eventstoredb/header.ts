import { uuidV5 } from '#event-catalogue';
import { formatVersion, hashVersion, type StoreHeader } from '../store-header';
import type { AppendLine } from './append-line';
import type { LogReads } from './log-reads';
import { StoreConnectionError } from './store-errors';

/** No stream of the ledger has this name, so that nothing which follows the log ever sees it. */
export const headerStream = 'tidewaiter-header';
const headerNamespace = '7f2b8f0e-5c1d-5b6a-9d3e-2a4c6e8f1b30';

const parse = (text: string, server: string): StoreHeader => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { format, hash, installation } = (value ?? {}) as Partial<Record<keyof StoreHeader, unknown>>;
  if (typeof format !== 'string' || typeof hash !== 'string' || typeof installation !== 'string')
    throw new StoreConnectionError('STORE_NEWER', `${server} has a header that this program does not understand`);
  if (format !== formatVersion || hash !== hashVersion)
    throw new StoreConnectionError(
      'STORE_NEWER',
      `${server} has format ${format} and hash version ${hash}; this program knows ${formatVersion} and ${hashVersion}`,
    );
  return { installation, format, hash };
};

/**
 * Whose log the store holds; undefined where nobody has written one yet. Throws StoreConnectionError (STORE_NEWER) and what reads throw.
 */
export const readHeader = async (reads: LogReads, server: string): Promise<StoreHeader | undefined> => {
  const first = await reads.record(headerStream, 'first');
  return first === undefined ? undefined : parse(first.data, server);
};

/**
 * Writes the header if the store has none. Of connections that do so at the same time one wins, and all read what it wrote; one that
 * repeats itself after a lost answer wins once. Rejects where the store does not let it write.
 */
export const writeHeader = async (line: AppendLine, installation: string): Promise<void> => {
  const header: StoreHeader = { format: formatVersion, hash: hashVersion, installation };
  const id = uuidV5(headerNamespace, installation);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await line.append({
      stream: headerStream,
      expected: 'no_stream',
      events: [{ id, type: 'StoreHeader', data: JSON.stringify(header), metadata: '{}' }],
    });
    if (answer.kind === 'written' || answer.kind === 'wrong_version') return;
    if (answer.kind === 'unclear' && attempt < 5) continue;
    if (answer.kind === 'access_denied') throw new StoreConnectionError('STORE_CREDENTIALS', 'this user may not write to the store');
    throw new StoreConnectionError(
      answer.kind === 'stream_deleted' ? 'STORE_WITHOUT_HEADER' : 'STORE_UNREACHABLE',
      `the header could not be written: ${answer.kind === 'unclear' ? answer.reason : answer.kind}`,
    );
  }
};
