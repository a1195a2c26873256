import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Acting } from './acting';
import { PolicyGuard } from './policy.guard';
import { RoutePolicies } from './route-policies';
import { TokenVerifier, type TokenRules } from './token-verifier';

/** Tokens, policies and the refusal to start without them. */
@Module({})
export class IdentityModule {
  static forRules(rules: TokenRules, acting: Acting): DynamicModule {
    return {
      module: IdentityModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: TokenVerifier, useValue: new TokenVerifier(rules) },
        { provide: Acting, useValue: acting },
        RoutePolicies,
        { provide: APP_GUARD, useClass: PolicyGuard },
      ],
      exports: [RoutePolicies, TokenVerifier],
    };
  }
}
