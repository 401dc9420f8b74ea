import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Misconfigured } from '@fairlead/shared/runtime/errors';

export interface RunningServer {
  /** Where a browser finds it. */
  url: string;
  /** Stops listening, lets open requests finish for a moment and then cuts them off. */
  close(): Promise<void>;
}

const GRACE_MS = 2_000;

/**
 * Listens; port 0 takes a free one. Throws `Misconfigured` when the address cannot be had.
 */
export async function startServer(
  handler: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const server = createServer(handler);
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new Misconfigured(
          `The dashboard cannot listen on ${host}:${port}: ${cause.message}`,
          'Choose another FAIRLEAD_DASHBOARD_PORT or FAIRLEAD_DASHBOARD_HOST; port 0 takes a free one.',
          { cause },
        ),
      ),
    );
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
  return {
    url: `http://${urlHost(host)}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close((error) => {
          clearTimeout(impatient);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
