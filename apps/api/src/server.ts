import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createRemoteJWKSet } from 'jose';
import type { Ledger } from '#runtime';
import { ApiModule } from './api.module';
import { createApplication } from './application';
import type { ExternalIssuer } from './configuration';
import type { TokenRules } from './identity/token-verifier';
import { Reactor } from './ledger/reactor';
import { describeApi, OpenApiDocument } from './openapi';

/** What tokens of an outside issuer must be. */
export const externalRules = ({ issuer, audience, jwksUri }: ExternalIssuer): TokenRules => ({ issuer, audience, algorithms: ['EdDSA', 'ES256'], key: createRemoteJWKSet(jwksUri) });

/** The complete application on an open ledger, ready for requests but not listening and not following. */
export const createServer = async (ledger: Ledger, tokens: TokenRules): Promise<NestFastifyApplication> => {
  const app = await createApplication(ApiModule.on(ledger, tokens));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  app.get(OpenApiDocument).set(describeApi(app));
  return app;
};

/** Processes and projections follow the log from now on. What stops them is written to stderr; /health/ready tells. */
export const startFollowing = (app: NestFastifyApplication): void => {
  app.get(Reactor).start((fault) => {
    process.stderr.write(`${JSON.stringify({ level: 'error', error: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) })}\n`);
  });
};
