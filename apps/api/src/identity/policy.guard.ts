import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { problem } from '../http/problem';
import { Acting } from './acting';
import { rememberCaller } from './caller';
import { policyKey, type RoutePolicy } from './policy';
import { TokenVerifier } from './token-verifier';

const bearer = (request: FastifyRequest): string => {
  const value = request.headers.authorization;
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(value ?? '')?.[1];
  if (token === undefined)
    throw problem(value === undefined ? 'TOKEN_MISSING' : 'TOKEN_INVALID', 'Send the header "Authorization: Bearer <token>".');
  return token;
};

/** Deny by default: a route says who may call it, or nobody may. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly acting: Acting,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.get<RoutePolicy | undefined>(policyKey, context.getHandler());
    if (policy === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.verifier.verify(bearer(request));
    if (!policy?.roles.includes(caller.role)) throw problem('ROLE_NOT_ALLOWED', `The role ${caller.role} may not do this.`);
    rememberCaller(request, await this.acting.admit(caller, policy, request));
    return true;
  }
}
