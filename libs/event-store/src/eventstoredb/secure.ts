import { createHash } from 'node:crypto';
import { uuidV5 } from '#event-catalogue';
import { opening, type Parts } from './opening';
import { StoreConnectionError } from './store-errors';

export interface SecureOptions {
  /** Connection string of an administrator. */
  readonly adminUrl: string;
  /** The account that the ledger works with; the operator has made it, and it is in no group. */
  readonly appUser: string;
  /** Accounts that may read everything and write nothing, e.g. an auditor's. */
  readonly readers?: readonly string[];
}

const admins = '$admins';
const namespace = '2b0f6f0a-3c55-5a0e-8f5d-91d2c2a7b6e4';

interface Setting {
  readonly stream: string;
  readonly type: string;
  readonly data: string;
}

/**
 * Who may do what: the ledger's account reads and appends, and nobody but an administrator deletes or writes metadata, by which one
 * truncates.
 */
const settingsFor = ({ appUser, readers = [] }: SecureOptions): readonly Setting[] => {
  const may = { read: [admins, appUser, ...readers], write: [admins, appUser] };
  const userStreams = { $r: may.read, $w: may.write, $d: [admins], $mr: may.read, $mw: [admins] };
  const systemStreams = { $r: [admins], $w: [admins], $d: [admins], $mr: [admins], $mw: [admins] };
  return [
    {
      stream: '$settings',
      type: 'update-default-acl',
      data: JSON.stringify({ $userStreamAcl: userStreams, $systemStreamAcl: systemStreams }),
    },
    // The log itself is a system stream, which only administrators may read unless it says otherwise.
    {
      stream: '$$$all',
      type: '$metadata',
      data: JSON.stringify({ $acl: { $r: may.read, $w: [admins], $d: [admins], $mr: [admins], $mw: [admins] } }),
    },
  ];
};

const write = async ({ reads, line }: Parts, { stream, type, data }: Setting): Promise<boolean> => {
  for (let attempt = 1; ; attempt += 1) {
    const last = await reads.record(stream, 'last');
    if (last?.data === data) return false;
    const expected = last?.revision ?? 'no_stream';
    const id = uuidV5(namespace, `${stream} ${String(expected)} ${createHash('sha256').update(data).digest('hex')}`);
    const answer = await line.append({ stream, expected, events: [{ id, type, data, metadata: '{}' }] });
    if (answer.kind === 'written') return true;
    if (answer.kind === 'access_denied')
      throw new StoreConnectionError('STORE_CREDENTIALS', `this user may not write ${stream}: an administrator's is needed`);
    if (attempt >= 5)
      throw new StoreConnectionError(
        'STORE_UNREACHABLE',
        `${stream} could not be written: ${answer.kind === 'unclear' ? answer.reason : answer.kind}`,
      );
  }
};

/**
 * An operator's command: the least that the ledger's account needs, as default access lists of the server (`$settings`, and `$all` for
 * reading the log). What is so already is left alone. Returns the streams that were written. Throws StoreConnectionError, and RangeError
 * for a name that is no account's.
 */
export const secureEventStore = async (options: SecureOptions): Promise<readonly string[]> => {
  for (const name of [options.appUser, ...(options.readers ?? [])])
    if (!/^[A-Za-z0-9][\w.@-]{0,63}$/.test(name) || name === 'admin' || name === 'ops')
      throw new RangeError(`${JSON.stringify(name)} is not an account of its own`);
  return opening({ url: options.adminUrl }, async (parts) => {
    const written: string[] = [];
    for (const setting of settingsFor(options)) if (await write(parts, setting)) written.push(setting.stream);
    await parts.connection.close();
    return written;
  });
};
