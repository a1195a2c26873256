import type { Metadata } from '@grpc/grpc-js';
import type { EventLog } from './log/event-log';
import { isMetastream } from './log/records';
import { failures } from './wire/failures';

export type Action = 'read' | 'write' | 'delete';

/** An access list: for each right a role or several. `$all` is everyone who has an account. */
export type Acl = Readonly<Partial<Record<'$r' | '$w' | '$d' | '$mr' | '$mw', string | readonly string[]>>>;

/** What the stream `$settings` says: the lists that hold where a stream has none of its own. */
export interface DefaultAcl {
  readonly $userStreamAcl?: Acl;
  readonly $systemStreamAcl?: Acl;
}

/** What a ledger should set: nobody but an administrator deletes or changes metadata, and with them truncates. */
export const ledgerAcl: DefaultAcl = {
  $userStreamAcl: { $r: '$all', $w: '$all', $d: '$admins', $mr: '$all', $mw: '$admins' },
  $systemStreamAcl: { $r: ['$admins'], $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' },
};

export const settingsStream = '$settings';

const serverDefaults = { user: '$all', system: '$admins' } as const;
const groups: Readonly<Record<string, readonly string[]>> = { admin: ['$admins'], ops: ['$ops'] };

const parsed = (data: Uint8Array | undefined): DefaultAcl => {
  try {
    return JSON.parse(Buffer.from(data ?? []).toString('utf8')) as DefaultAcl;
  } catch {
    return {};
  }
};

/** Accounts and access lists. Without accounts, as in the server's insecure mode, everything is allowed. */
export class Access {
  constructor(
    private readonly users: Readonly<Record<string, string>> | undefined,
    private readonly log: EventLog,
  ) {}

  /** Throws a failure where an account is unknown or its password is not that. */
  authenticate(metadata: Metadata): string | undefined {
    const header = metadata.get('authorization')[0];
    if (this.users === undefined || header === undefined) return undefined;
    const [, name = '', password = ''] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(String(header).replace(/^Basic /, ''), 'base64').toString('utf8')) ?? [];
    if (!Object.hasOwn(this.users, name) || this.users[name] !== password) throw failures.unauthenticated();
    return name;
  }

  /** `stream` is `$all` for a read of all streams. */
  allows(user: string | undefined, action: Action, stream: string): boolean {
    if (this.users === undefined) return true;
    if (user === undefined) return false;
    const roles = [user, '$all', ...(groups[user] ?? [])];
    if (roles.includes('$admins')) return true;
    const [subject, right] = this.#right(action, stream);
    return this.#allowed(subject, right).some((role) => roles.includes(role));
  }

  /** Throws a failure where the caller may not. */
  check(metadata: Metadata, action: Action, stream: string): void {
    if (!this.allows(this.authenticate(metadata), action, stream)) throw failures.accessDenied();
  }

  /** Metadata streams are guarded by the rights about metadata of the stream that they describe. */
  #right(action: Action, stream: string): readonly [string, keyof Acl] {
    if (!isMetastream(stream)) return [stream, ({ read: '$r', write: '$w', delete: '$d' } as const)[action]];
    return [stream.slice(2), action === 'read' ? '$mr' : '$mw'];
  }

  #allowed(stream: string, right: keyof Acl): readonly string[] {
    const isSystem = stream.startsWith('$');
    const settings = parsed(this.log.stream(settingsStream)?.records.at(-1)?.data);
    const own = this.log.stream(stream)?.metadata.acl as Acl | undefined;
    const roles =
      own?.[right] ??
      (isSystem ? settings.$systemStreamAcl : settings.$userStreamAcl)?.[right] ??
      serverDefaults[isSystem ? 'system' : 'user'];
    return typeof roles === 'string' ? [roles] : roles;
  }
}
