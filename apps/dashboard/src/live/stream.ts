import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';

/** A server-sent event, or a comment that keeps the connection alive. */
export type StreamMessage = { id: number; data: unknown } | { ping: true };

/**
 * Answers with server-sent events until the client leaves or the process stops, whichever is first.
 * Waits when the client reads too slowly.
 */
export async function streamMessages(
  res: ServerResponse,
  { log, signal }: { log: Logger; signal: AbortSignal },
  messages: (signal: AbortSignal) => AsyncIterable<StreamMessage>,
): Promise<void> {
  const left = new AbortController();
  res.once('close', () => left.abort(new Error('The client left.')));
  const ended = AbortSignal.any([signal, left.signal]);
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  try {
    for await (const message of messages(ended)) {
      if (ended.aborted) break;
      if (!res.write(encode(message))) await once(res, 'drain', { signal: ended });
    }
  } catch (thrown) {
    if (!ended.aborted) log.warn({ err: coerceError(thrown) }, 'a live stream broke');
  }
  res.end();
}

function encode(message: StreamMessage): string {
  if ('ping' in message) return ': ping\n\n';
  return `id: ${message.id}\ndata: ${JSON.stringify(message.data)}\n\n`;
}
