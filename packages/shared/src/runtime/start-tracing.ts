import type { Logger } from './logger.ts';
import { NO_TRACING, type StartedTracing, type TracingAddress } from './tracing.ts';

/** Traces, if somebody listens. OpenTelemetry is not even loaded otherwise. */
export async function startTracing(
  service: string,
  address: TracingAddress | null,
  log: Logger,
): Promise<StartedTracing> {
  if (!address) return NO_TRACING;
  const { startOpenTelemetry } = await import('./opentelemetry.ts');
  return startOpenTelemetry(service, address, log);
}
