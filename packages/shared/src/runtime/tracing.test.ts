import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { readSettings } from './env.ts';
import { createLogger } from './logger.ts';
import { discreetExporter } from './span-export.ts';
import { startTracing } from './start-tracing.ts';
import { TRACING_SETTINGS, tracingAddress } from './tracing.ts';

const SILENT = createLogger({ service: 'test', level: 'silent' });

vi.mock('./opentelemetry.ts', () => {
  throw new Error('OpenTelemetry was loaded.');
});

test('without a receiver OpenTelemetry is not even loaded, and work is done all the same', async () => {
  const address = tracingAddress(readSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, TRACING_SETTINGS));
  expect(address).toBeNull();
  const tracing = await startTracing('test', address, SILENT);
  expect(tracing.isOn).toBe(false);
  expect(await tracing.span('work', {}, () => Promise.resolve(5))).toBe(5);
  await tracing.stop();
  const somewhere = { endpoint: 'http://127.0.0.1:1', headers: null };
  await expect(startTracing('test', somewhere, SILENT)).rejects.toMatchObject({
    cause: expect.objectContaining({ message: 'OpenTelemetry was loaded.' }),
  });
});

test('the address of the receiver comes from the environment, its headers as a secret', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hush',
  };
  const address = tracingAddress(readSettings(env, TRACING_SETTINGS));
  expect(address?.endpoint).toBe('http://collector:4318');
  expect(JSON.stringify(address)).not.toContain('hush');
  expect(() => readSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, TRACING_SETTINGS)).toThrow(
    /OTEL_EXPORTER_OTLP_ENDPOINT/,
  );
});

test('only what is on the list of attributes leaves the process', () => {
  const memory = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: discreetExporter(memory, SILENT) })],
  });
  const attributes = { 'fairlead.dealId': 3, 'fairlead.headline': 'planted', 'bullmq.job.result': 'planted' };
  const span = provider.getTracer('fairlead').startSpan('act invite', { attributes });
  span.recordException(new TypeError('planted'));
  span.setStatus({ code: 2, message: 'planted' });
  span.end();
  const [sent] = memory.getFinishedSpans();
  expect(sent?.attributes).toEqual({ 'fairlead.dealId': 3 });
  expect(sent?.status).toEqual({ code: 2 });
  expect(sent?.events).toMatchObject([{ name: 'exception', attributes: { 'exception.type': 'TypeError' } }]);
  expect(JSON.stringify([sent?.events, sent?.attributes, sent?.status])).not.toContain('planted');
});

test('a receiver that is gone is reported once, and once when it is back', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line).msg) };
  const log = createLogger({ service: 'test', level: 'info', destination });
  let code = ExportResultCode.FAILED;
  const inner = {
    export: (_: unknown, done: (result: ExportResult) => void) => done({ code }),
    shutdown: () => Promise.resolve(),
  };
  const provider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: discreetExporter(inner, log) })],
  });
  const tracer = provider.getTracer('fairlead');
  for (const _ of [1, 2]) tracer.startSpan('work').end();
  code = ExportResultCode.SUCCESS;
  for (const _ of [1, 2]) tracer.startSpan('work').end();
  expect(lines).toEqual(['traces cannot be sent; they are dropped', 'traces are sent again']);
});
