import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader } from '@nestjs/swagger';
import type { DelegationScope } from '#collectors';
import type { Role } from './caller';

/** Who may call a route. `own-collector`: a vendor or intermediary sees and does only what is its own; `any`: the route has no owner. */
export interface RolePolicy {
  readonly roles: readonly Role[];
  readonly scope: 'own-collector' | 'any';
  /** What a delegate must have been given to do this for another; reading unless told, and no write without it. */
  readonly act?: DelegationScope;
  /** Who may agree to what another asked for: the route takes two persons. */
  readonly approvers?: readonly Role[];
}
export type RoutePolicy = RolePolicy | 'public';

export const policyKey = 'tidewaiter:policy';

/** Every route carries one; a route without does not start. */
export const Policy = (policy: RolePolicy): MethodDecorator =>
  applyDecorators(
    SetMetadata(policyKey, policy),
    ApiBearerAuth(),
    ...(policy.scope === 'any'
      ? []
      : [ApiHeader({ name: 'On-Behalf-Of', required: false, description: 'The collector that delegated this to the one of the token.' })]),
    ...(policy.approvers === undefined
      ? []
      : [
          ApiHeader({
            name: 'Request-Ticket',
            required: false,
            description: 'The ticket that another person was given for the same request.',
          }),
        ]),
  );
/** Health and the API description: nothing of anybody is in the answer. */
export const Public = (): MethodDecorator => SetMetadata(policyKey, 'public');
