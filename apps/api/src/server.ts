import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createRemoteJWKSet } from 'jose';
import type { Ledger } from '#runtime';
import { LedgerWatch, Log, Telemetry } from '#telemetry';
import { ApiModule } from './api.module';
import { createApplication } from './application';
import type { ExternalIssuer } from './configuration';
import type { TokenRules } from './identity/token-verifier';
import { LedgerClock } from './ledger/ledger-clock';
import { Reactor } from './ledger/reactor';
import { KeptIndex } from './reconciliation/kept-index';
import { ReconciliationDesk } from './reconciliation/reconciliation-desk';
import { describeApi, OpenApiDocument } from './openapi/openapi';
import { isSilent, isUnanswered, usualPatience } from './telemetry/edge';

/** What tokens of an outside issuer must be. */
export const externalRules = ({ issuer, audience, jwksUri }: ExternalIssuer): TokenRules => ({
  issuer,
  audience,
  algorithms: ['EdDSA', 'ES256'],
  key: createRemoteJWKSet(jwksUri),
});

export interface ServerOptions {
  readonly telemetry?: Telemetry;
  /** Seconds of lag from which the server is not ready; 300 unless told. */
  readonly maxLagSeconds?: number;
  /** Days for which the log of reads is kept; 400 unless told. */
  readonly accessLogDays?: number;
  /** Milliseconds after which a request that waits for a silent store is answered; 4000 unless told. */
  readonly patience?: number;
}

/** The complete application on an open ledger, ready for requests but not listening and not following. */
export const createServer = async (ledger: Ledger, tokens: TokenRules, options: ServerOptions = {}): Promise<NestFastifyApplication> => {
  const { telemetry = Telemetry.silent(), maxLagSeconds = 300, patience = usualPatience, accessLogDays } = options;
  const { store, followers, clock } = ledger;
  const watch = new LedgerWatch({ store, followers, clock, monotonic: telemetry.monotonic, metrics: telemetry.metrics });
  const told = new LedgerClock(ledger);
  const app = await createApplication(
    ApiModule.on(ledger, tokens, { telemetry, watch, maxLagSeconds, ...(accessLogDays === undefined ? {} : { accessLogDays }) }),
    {
      telemetry,
      patience,
      storeIsSilent: (request) => isSilent(store, request),
      viewsAreSilent: () => isUnanswered(ledger.viewsAnswer),
      now: () => told.toldAt(),
    },
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  app.get(OpenApiDocument).isMadeBy(() => describeApi(app));
  // Known from now on, also while the store is silent.
  await app.get(LedgerClock).today();
  return app;
};

/** Ends what `startFollowing` began. */
export const stopFollowing = async (app: NestFastifyApplication): Promise<void> => {
  await app.get(KeptIndex).stop();
  await app.get(Reactor).stop();
};

/** Processes and projections follow the log from now on. What stops them is logged; /health/ready tells. */
export const startFollowing = (app: NestFastifyApplication): void => {
  app.get(Reactor).start((fault) => {
    app.get(Log).error('what follows the log has stopped', { error: fault });
  });
  app.get(KeptIndex).start(
    (fault) => {
      app.get(Log).error('the case index does not move on', { error: fault });
    },
    (what) => {
      app.get(Log).warn('the case index was spoilt and is built anew', { what });
    },
    () => app.get(ReconciliationDesk).prepare(),
  );
};
