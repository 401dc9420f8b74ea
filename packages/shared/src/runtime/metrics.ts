import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { withTimeout } from './timeout.ts';

export type Labels = Readonly<Record<string, string | number>>;

/** What a metric is called and means. Names begin with `fairlead_` and end with their unit. */
export interface MetricFacts {
  name: `fairlead_${string}`;
  /** One sentence for the operator. */
  help: string;
  labels: readonly string[];
}

export interface Sample {
  labels: Labels;
  value: number;
}

/** The numbers a process tells Prometheus. */
export interface Metrics {
  /** Returns what adds one. */
  counter(facts: MetricFacts): (labels: Labels) => void;
  /** Returns what takes in a value; `buckets` are upper bounds. */
  histogram(facts: MetricFacts, buckets: readonly number[]): (labels: Labels, value: number) => void;
  /**
   * Samples that are read when somebody asks. A read that fails, or takes longer than three seconds, leaves
   * the metric without samples and counts in `fairlead_metric_read_failures_total`.
   */
  readAtScrape(kind: 'counter' | 'gauge', facts: MetricFacts, read: () => Promise<readonly Sample[]>): void;
  /** The text Prometheus reads. */
  render(): Promise<string>;
  /** The media type of that text. */
  readonly contentType: string;
}

// Longer than a health check may take, which a metric tells of.
const READ_TIMEOUT_MS = 3_000;

/**
 * The only file that knows prom-client. Every sample carries the name of the service. `withProcess` adds
 * memory, processor, event loop and garbage collection.
 */
export function createMetrics(service: string, { withProcess }: { withProcess: boolean }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (withProcess) collectDefaultMetrics({ register: registry });
  const configOf = ({ name, help, labels }: MetricFacts) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  const newCounter = (facts: MetricFacts) => {
    const counter = new Counter(configOf(facts));
    return (labels: Labels): void => counter.inc({ ...labels });
  };
  const readFailures = newCounter({
    name: 'fairlead_metric_read_failures_total',
    help: 'Metrics that could not be read when Prometheus asked.',
    labels: ['metric'],
  });
  return {
    counter: newCounter,
    histogram: (facts, buckets) => {
      const histogram = new Histogram({ ...configOf(facts), buckets: [...buckets] });
      return (labels, value) => histogram.observe(labels, value);
    },
    readAtScrape: (kind, facts, read) => {
      const collect = async (): Promise<void> => {
        const samples = await withTimeout(read(), READ_TIMEOUT_MS).catch(() => {
          readFailures({ metric: facts.name });
          return [];
        });
        metric.reset();
        // A reset leaves a metric without labels at 0, which would be a claim.
        metric.remove({});
        for (const { labels, value } of samples) metric.inc(labels, value);
      };
      const config = { ...configOf(facts), collect };
      const metric = kind === 'counter' ? new Counter(config) : new Gauge(config);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
