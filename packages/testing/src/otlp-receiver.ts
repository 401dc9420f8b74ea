import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { startHttpServer } from '@fairlead/shared/runtime/http-server';

/** A span as OTLP/JSON writes it; the fields that tests look at. */
export interface ReceivedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Readonly<Record<string, unknown>>;
}

/** Where a process under test sends its traces: a real OTLP/HTTP server on loopback. */
export interface OtlpReceiver {
  url: string;
  spans: ReceivedSpan[];
  /** Everything that was ever sent, as it was sent. */
  bodies: string[];
  headers: IncomingMessage['headers'][];
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received: Pick<OtlpReceiver, 'spans' | 'bodies' | 'headers'> = { spans: [], bodies: [], headers: [] };
  const server = await startHttpServer(
    (request, response) => {
      void text(request).then((body) => {
        received.bodies.push(body);
        received.headers.push(request.headers);
        received.spans.push(...spansOf(JSON.parse(body)));
        response.setHeader('content-type', 'application/json').end('{}');
      });
    },
    { host: '127.0.0.1', port: 0 },
    { name: 'The receiver', settings: 'TEST_RECEIVER' },
  );
  return { ...received, url: server.url, close: () => server.close() };
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}

interface TracesRequest {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (Omit<ReceivedSpan, 'service' | 'attributes'> & { attributes: Attribute[] })[] }[];
  }[];
}

function spansOf({ resourceSpans }: TracesRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, service, attributes: valuesOf(span.attributes) })),
    );
  });
}

/** `{key, value: {stringValue}}`, … as a plain object. */
function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
