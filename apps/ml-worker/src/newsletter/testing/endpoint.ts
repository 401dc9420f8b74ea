import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A newsletter endpoint on a free loopback port that writes down whatever comes. */
export interface Endpoint {
  readonly url: string;
  readonly requests: { method: string; key: string; body: unknown; headers: readonly string[] }[];
  /** Statuses of the coming answers; 200 beyond them. `drop` closes the connection after the request was read. */
  readonly answers: (number | 'drop')[];
  close(): Promise<void>;
}

export async function startEndpoint(): Promise<Endpoint> {
  const requests: Endpoint['requests'] = [];
  const answers: Endpoint['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        key: String(request.headers['idempotency-key']),
        body: JSON.parse(Buffer.concat(chunks).toString()),
        headers: Object.keys(request.headers),
      });
      const answer = answers.shift() ?? 200;
      if (answer === 'drop') response.destroy();
      else response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/subscriptions`,
    requests,
    answers,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
