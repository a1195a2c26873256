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
}

const callers = new WeakMap<object, Caller>();
export const rememberCaller = (request: FastifyRequest, caller: Caller): void => {
  callers.set(request.raw, caller);
};
/** The caller that the guard admitted. Throws on a public route: a bug. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = callers.get(request.raw);
  if (caller === undefined) throw new TypeError('a public route has no caller');
  return caller;
};
