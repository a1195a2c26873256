import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Background, LedgerWatch, listenForMetrics, type MetricsListener, type Telemetry, type TelemetrySettings } from '#telemetry';
import { LedgerClock } from '../ledger/ledger-clock';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { tellBreaks } from './open-breaks';

/** How often lag and breaks are looked at, in milliseconds; breaks are a pass over all cases. */
const intervals = { lag: 5_000, breaks: 60_000 } as const;

/** A server that is being looked after. */
export interface Watching {
  /** Where metrics are served, if they are. */
  readonly metricsUrl?: string;
  readonly stop: () => Promise<void>;
}

/** Looks at lag from now on and, where metrics are wanted, at breaks too, and serves them. Rejects where their address cannot be had. */
export const startWatching = async (
  app: NestFastifyApplication,
  telemetry: Telemetry,
  settings: Pick<TelemetrySettings, 'metrics'>,
): Promise<Watching> => {
  const { log, metrics, monotonic } = telemetry;
  const background = new Background(log, monotonic);
  background.every(intervals.lag, 'lag', () => app.get(LedgerWatch).standing());
  if (settings.metrics === undefined) return { stop: () => background.stop() };
  metrics.watchProcess();
  const listener: MetricsListener = await listenForMetrics(metrics, settings.metrics);
  background.every(intervals.breaks, 'breaks', async () => {
    tellBreaks(metrics, await app.get(ReconciliationDesk).report({}));
    metrics.set('observedAt', { subject: 'breaks' }, Date.parse(app.get(LedgerClock).moment()) / 1000);
  });
  return {
    metricsUrl: listener.url,
    stop: async () => {
      await listener.close();
      await background.stop();
    },
  };
};
