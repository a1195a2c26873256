import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Role } from './caller';

/** Who may call a route. `own-collector`: a vendor or intermediary sees and does only what is its own; `any`: the route has no owner. */
export interface RolePolicy {
  readonly roles: readonly Role[];
  readonly scope: 'own-collector' | 'any';
}
export type RoutePolicy = RolePolicy | 'public';

export const policyKey = 'tidewaiter:policy';

/** Every route carries one; a route without does not start. */
export const Policy = (policy: RolePolicy): MethodDecorator => applyDecorators(SetMetadata(policyKey, policy), ApiBearerAuth());
/** Health and the API description: nothing of anybody is in the answer. */
export const Public = (): MethodDecorator => SetMetadata(policyKey, 'public');
