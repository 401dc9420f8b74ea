import type { Settings } from './env.ts';
import type { Secret } from './secret.ts';

/** All a span may say besides its name: ids and words of ours. There is no field for a person's text. */
export interface SpanFacts {
  tickId?: string;
  jobId?: string;
  attempt?: number;
  accountId?: number;
  campaignId?: number;
  leadId?: number;
  dealId?: number;
  actionId?: number;
  /** What became of it, in our own word. */
  outcome?: string;
}

/** Where a process says what it did, and for how long. */
export interface Tracing {
  /** Whether anybody listens. */
  readonly isOn: boolean;
  /** Runs `work` inside a span; `factsOf` adds what is known only afterwards. An error leaves its class, never its message. */
  span<T>(
    name: string,
    facts: SpanFacts,
    work: () => Promise<T>,
    factsOf?: (result: T) => SpanFacts,
  ): Promise<T>;
}

export interface StartedTracing extends Tracing {
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** Traces nothing. */
export const NO_TRACING: StartedTracing = {
  isOn: false,
  span: (_name, _facts, work) => work(),
  stop: () => Promise.resolve(),
};

/** The settings every process reads for its traces. */
export const TRACING_SETTINGS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'] as const;

export interface TracingAddress {
  /** Base URL of an OTLP/HTTP receiver. */
  endpoint: string;
  /** `name=value` pairs, separated by commas. */
  headers: Secret | null;
}

/** Where traces are sent; null when nobody asked for any. */
export function tracingAddress(settings: Settings<(typeof TRACING_SETTINGS)[number]>): TracingAddress | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = settings;
  return endpoint === undefined ? null : { endpoint, headers: headers ?? null };
}
