import type { Telemetry } from 'bullmq';
import type { Tracing } from '../runtime/tracing.ts';

export type { Telemetry } from 'bullmq';

/** What queues and workers trace with, so that a job's span follows from the tick's; null, and not even loaded, while nobody listens. */
export async function queueTelemetry(tracing: Tracing): Promise<Telemetry | null> {
  if (!tracing.isOn) return null;
  const { BullMQOtel } = await import('bullmq-otel');
  return new BullMQOtel({ tracerName: 'bullmq' });
}
