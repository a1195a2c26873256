import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { metricCatalogue, type MetricDefinition, type MetricKey } from './metric-catalogue';

type KeysOf<Kind extends MetricDefinition['kind']> = {
  [K in MetricKey]: (typeof metricCatalogue)[K]['kind'] extends Kind ? K : never;
}[MetricKey];
type LabelsOf<K extends MetricKey> = (typeof metricCatalogue)[K] extends { readonly labels: readonly (infer L extends string)[] }
  ? Readonly<Record<L, string>>
  : Readonly<Record<string, never>>;

/**
 * The metrics of one program, in a registry of its own. Values of labels come from the program: routes, categories, codes. What could come
 * from outside is reduced before it gets here.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  readonly #histograms = new Map<string, Histogram>();

  constructor() {
    for (const [key, definition] of Object.entries<MetricDefinition>(metricCatalogue)) this.#declare(key, definition);
  }

  /**
   * Adds prom-client's own metrics of the process: memory, CPU, garbage collection, event loop lag. Once, in a program; tests need none.
   */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  count<K extends KeysOf<'counter'>>(key: K, labels: LabelsOf<K>, by = 1): void {
    this.#counters.get(key)?.inc(labels, by);
  }

  set<K extends KeysOf<'gauge'>>(key: K, labels: LabelsOf<K>, value: number): void {
    this.#gauges.get(key)?.set(labels, value);
  }

  /** Forgets every value of a gauge, so that a label that is gone does not keep its last one. */
  clear(key: KeysOf<'gauge'>): void {
    this.#gauges.get(key)?.reset();
  }

  observe<K extends KeysOf<'histogram'>>(key: K, labels: LabelsOf<K>, seconds: number): void {
    this.#histograms.get(key)?.observe(labels, seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text of a scrape. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Name and type of every metric that is registered, by name. */
  async registered(): Promise<readonly { readonly name: string; readonly help: string }[]> {
    const metrics = await this.#registry.getMetricsAsJSON();
    return metrics.map(({ name, help }) => ({ name, help })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #declare(key: string, { name, kind, meaning, labels = [], buckets = [] }: MetricDefinition): void {
    const configuration = { name, help: meaning, labelNames: [...labels], registers: [this.#registry] };
    switch (kind) {
      case 'counter':
        this.#counters.set(key, new Counter(configuration));
        return;
      case 'gauge':
        this.#gauges.set(key, new Gauge(configuration));
        return;
      case 'histogram':
        this.#histograms.set(key, new Histogram({ ...configuration, buckets: [...buckets] }));
        return;
    }
  }
}
