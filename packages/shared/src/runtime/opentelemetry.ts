import { type Attributes, context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { parseKeyPairsIntoRecord, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { coerceError } from './errors.ts';
import type { Logger } from './logger.ts';
import { discreetExporter } from './span-export.ts';
import { withTimeout } from './timeout.ts';
import type { SpanFacts, StartedTracing, TracingAddress } from './tracing.ts';

// A receiver that is gone must not hold up the end of a process.
const STOP_TIMEOUT_MS = 3_000;

/** The only file, beside the exporter, that knows OpenTelemetry: loaded only when somebody listens. */
export function startOpenTelemetry(
  service: string,
  { endpoint, headers }: TracingAddress,
  log: Logger,
): StartedTracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    ...(headers ? { headers: parseKeyPairsIntoRecord(headers.reveal()) } : {}),
  });
  const provider = new TracerProvider({
    resource: detectResources({ detectors: [envDetector] }).merge(
      resourceFromAttributes({ 'service.namespace': 'fairlead', 'service.name': service }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter: discreetExporter(exporter, log) })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = trace.getTracer('fairlead');
  return {
    isOn: true,
    span: (name, facts, work, factsOf) =>
      tracer.startActiveSpan(name, { attributes: attributesOf(facts) }, async (span) => {
        try {
          const result = await work();
          if (factsOf) span.setAttributes(attributesOf(factsOf(result)));
          return result;
        } catch (thrown) {
          span.setAttribute('fairlead.errorClass', coerceError(thrown).name);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw thrown;
        } finally {
          span.end();
        }
      }),
    stop: async () => {
      await withTimeout(provider.shutdown(), STOP_TIMEOUT_MS).finally(forgetGlobals);
    },
  };
}

function forgetGlobals(): void {
  trace.disable();
  context.disable();
  propagation.disable();
}

function attributesOf(facts: SpanFacts): Attributes {
  return Object.fromEntries(Object.entries(facts).map(([fact, value]) => [`fairlead.${fact}`, value]));
}
