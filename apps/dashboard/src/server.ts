import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Misconfigured } from '@fairlead/shared/runtime/errors';

export interface RunningServer {
  /** Where a browser finds it. */
  url: string;
  /** Ends open requests and stops listening. */
  close(): Promise<void>;
}

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
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
