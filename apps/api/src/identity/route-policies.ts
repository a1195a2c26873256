import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { policyKey, type RoutePolicy } from './policy';

/** One route of the application with its policy, as the router will serve it. */
export interface GuardedRoute {
  readonly method: string;
  readonly path: string;
  readonly policy: RoutePolicy;
}

/** A route that says nothing about who may call it. The application does not start. */
export class RouteWithoutPolicyError extends Error {
  override readonly name = 'RouteWithoutPolicyError';
}

type Handler = (...args: readonly unknown[]) => unknown;
const isHandler = (value: unknown): value is Handler => typeof value === 'function';

/** Reads the route table out of the controllers and refuses to start where a policy is missing. */
@Injectable()
export class RoutePolicies implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    this.table();
  }

  table(): readonly GuardedRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (metatype === null || typeof metatype !== 'function') return [];
      const prototype = Object.getPrototypeOf(instance) as Readonly<Record<string, unknown>>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        return isHandler(handler) ? this.#routeOf(metatype, name, handler) : [];
      });
    });
  }

  #routeOf(controller: object, name: string, handler: Handler): readonly GuardedRoute[] {
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const policy = this.reflector.get<RoutePolicy | undefined>(policyKey, handler);
    if (policy === undefined) throw new RouteWithoutPolicyError(`the route ${name} has no policy`);
    const parts = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handler)] as readonly string[];
    const path = `/${parts
      .map((p) => p.replace(/^\/|\/$/g, ''))
      .filter((p) => p !== '')
      .join('/')}`;
    return [{ method: RequestMethod[method], path, policy }];
  }
}
