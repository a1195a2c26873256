import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metricCatalogue, Metrics, type MetricDefinition } from '#telemetry';
import { expectGolden } from '../support/golden';

const root = path.resolve(__dirname, '../..');
const page = path.join(root, 'docs/operations-metrics.md');
const catalogue = Object.values<MetricDefinition>(metricCatalogue);

const rowOf = ({ name, kind, unit, labels = [], meaning, action }: MetricDefinition): string =>
  `| \`${name}\` | ${kind}, ${unit} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${meaning} | ${action} |`;

const document = (ofProcess: readonly { readonly name: string; readonly help: string }[]): string => `# Metrics

\`TIDEWAITER_METRICS=127.0.0.1:9464\` serves \`GET /metrics\` in the text format of Prometheus, on that address and nowhere else; it is off unless told. Beyond
loopback \`TIDEWAITER_METRICS_TOKEN\` (32 characters or more) is needed, which the reader sends as its bearer token. Why: [decisions/observability.md](decisions/observability.md).
This page is written by test/repository/metrics.spec.ts from the catalogue that the registry is made of.

| metric | kind and unit | labels | what it says | what to do |
|---|---|---|---|---|
${catalogue.map(rowOf).join('\n')}

## Worth an alarm
| alarm | when | for |
|---|---|---|
| the ledger takes no writes | \`tidewaiter_store_answers == 0\` | 1 min |
| a read model or process has stopped | \`max(tidewaiter_projection_stopped) + max(tidewaiter_process_stopped) > 0\` | at once |
| it falls behind | \`max(tidewaiter_projection_lag_seconds) > 30\` or \`max(tidewaiter_process_lag_seconds) > 30\` | 1 min |
| nobody looks | \`time() - min(tidewaiter_observed_at_seconds) > 600\` | at once |
| a fault of the program | \`increase(tidewaiter_commands_total{outcome="bug"}[5m]) > 0\`, or \`increase(tidewaiter_http_request_seconds_count{status="500"}[5m]) > 0\` | at once |
| the process is too busy to answer | \`nodejs_eventloop_lag_p99_seconds > 0.5\` | 5 min |

Counters and histograms are of one process and begin at 0 with it: sum over processes. Lag and breaks are the ledger's, seen by each process: take the greatest.

## Of the process itself
Names and meanings are prom-client's; on other systems than Linux some are missing.

| metric | what it says |
|---|---|
${ofProcess.map(({ name, help }) => `| \`${name}\` | ${help} |`).join('\n')}
`;

it('docs/operations-metrics.md lists every metric that the registry holds, and no other', async () => {
  const metrics = new Metrics();
  expect((await metrics.registered()).map(({ name }) => name)).toEqual(catalogue.map(({ name }) => name).sort());
  metrics.watchProcess();
  const ofProcess = (await metrics.registered()).filter(({ name }) => !name.startsWith('tidewaiter_'));
  expectGolden(page, document(ofProcess));
});

it('every metric has the name of its kind and unit', () => {
  for (const { name, kind, unit } of catalogue) {
    expect(name).toMatch(/^tidewaiter_[a-z]+(_[a-z]+)*$/);
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter']);
    expect([name, name.endsWith('_seconds')]).toEqual([name, unit === 'seconds' || unit === 'Unix seconds']);
  }
});

describe('S-25: what a program is debugged with', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  const shipped = Object.entries(lock.packages)
    .filter(([place, { dev }]) => place !== '' && dev !== true)
    .map(([place]) => place.replace(/^.*node_modules\//, ''));

  it('is not among what is shipped: no devtools, no SDK that sends traces by itself', () => {
    expect(shipped.length).toBeGreaterThan(50);
    expect(
      shipped.filter(
        (name) => name.startsWith('@nestjs/devtools') || (name.startsWith('@opentelemetry/') && name !== '@opentelemetry/api'),
      ),
    ).toEqual([]);
  });

  it('is no route: neither metrics nor a page to try the API', () => {
    const { paths } = JSON.parse(readFileSync(path.join(root, 'docs/openapi.json'), 'utf8')) as {
      readonly paths: Readonly<Record<string, unknown>>;
    };
    expect(Object.keys(paths).filter((route) => !/^\/(v1|health)\//.test(route))).toEqual([]);
  });
});
