import type { FastifyRequest } from 'fastify';

/** Who may call. `vendor` and `intermediary` act for one collector; the others for the authority or the installation. */
export const roles = ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'] as const;
export type Role = (typeof roles)[number];
export const collectorRoles: readonly Role[] = ['vendor', 'intermediary'];

/** What a verified token says: a person or system, its role, and the collector it acts for. */
export interface Caller {
  readonly subject: string;
  readonly role: Role;
  /** Present exactly for vendor and intermediary. */
  readonly collector?: string;
  /** The collector that delegated to it, where it acts for another. */
  readonly onBehalfOf?: string;
}

const callers = new WeakMap<object, Caller>();
export const rememberCaller = (request: FastifyRequest, caller: Caller): void => {
  callers.set(request.raw, caller);
};
/** The caller that the guard admitted; undefined on a public route, and where it admitted nobody. */
export const admittedCaller = (request: FastifyRequest): Caller | undefined => callers.get(request.raw);
/** The caller that the guard admitted. Throws on a public route: a bug. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = callers.get(request.raw);
  if (caller === undefined) throw new TypeError('a public route has no caller');
  return caller;
};

/** A role that does not exist, or a collector that is no code. */
export class UnknownCallerError extends Error {
  override readonly name = 'UnknownCallerError';
}

/** A caller by a short name, for tokens that people ask for at the command line: `officer`, `vendor:V-IE-001`. */
export const callerNamed = (name: string): Caller => {
  const [first, collector] = name.split(':', 2);
  const role = roles.find((r) => r === first);
  if (role === undefined)
    throw new UnknownCallerError(`expected one of ${roles.join(', ')}, for a vendor or intermediary with its code: vendor:V-IE-001`);
  if (!collectorRoles.includes(role)) return { subject: `local-${role}`, role };
  if (collector === undefined || !/^[A-Z0-9][A-Z0-9._-]{0,39}$/.test(collector))
    throw new UnknownCallerError(`a ${role} needs its code: ${role}:V-IE-001`);
  return { subject: `local-${role}`, role, collector };
};
