import { type Attributes, SpanKind } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from './logger.ts';

/** What may leave the process: ids, names of queues and jobs, times. Everything else may quote a person or a secret. */
const ALLOWED_ATTRIBUTES: ReadonlySet<string> = new Set([
  'fairlead.tickId',
  'fairlead.jobId',
  'fairlead.attempt',
  'fairlead.accountId',
  'fairlead.campaignId',
  'fairlead.leadId',
  'fairlead.dealId',
  'fairlead.actionId',
  'fairlead.outcome',
  'fairlead.errorClass',
  'exception.type',
  'bullmq.queue.name',
  'bullmq.queue.operation',
  'bullmq.job.name',
  'bullmq.job.id',
  'bullmq.job.attempts.made',
  'bullmq.job.processed.timestamp',
  'bullmq.job.attempt_finished_timestamp',
]);

/**
 * `inner`, which gets to see spans without texts: the queue library puts results and error messages on
 * its spans, and what a library adds tomorrow is left out as well. The library's housekeeping (looking for jobs,
 * renewing locks), several spans a second, is left out whole. Says once when the receiver is gone, and once when it is back.
 */
export function discreetExporter(inner: SpanExporter, log: Logger): SpanExporter {
  let isFailing = false;
  const note = ({ code, error }: ExportResult): void => {
    const failed = code !== ExportResultCode.SUCCESS;
    if (failed && !isFailing) log.warn({ err: error }, 'traces cannot be sent; they are dropped');
    if (!failed && isFailing) log.info('traces are sent again');
    isFailing = failed;
  };
  return {
    export: (spans, done) => {
      const ours = spans.filter((span) => !isHousekeeping(span)).map(withoutTexts);
      if (ours.length === 0) return done({ code: ExportResultCode.SUCCESS });
      inner.export(ours, (result) => {
        note(result);
        done({ code: ExportResultCode.SUCCESS });
      });
    },
    shutdown: () => inner.shutdown(),
    forceFlush: () => inner.forceFlush?.() ?? Promise.resolve(),
  };
}

function isHousekeeping({ kind, instrumentationScope }: ReadableSpan): boolean {
  return instrumentationScope.name === 'bullmq' && kind === SpanKind.INTERNAL;
}

function withoutTexts(span: ReadableSpan): ReadableSpan {
  const { parentSpanContext } = span;
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(parentSpanContext ? { parentSpanContext } : {}),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes: allowed(span.attributes),
    events: span.events.map(({ name, time, attributes = {} }) => ({
      name,
      time,
      attributes: allowed(attributes),
    })),
    links: [],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function allowed(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => ALLOWED_ATTRIBUTES.has(name)));
}
