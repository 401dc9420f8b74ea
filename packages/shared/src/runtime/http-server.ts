import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Misconfigured } from './errors.ts';

/** Where a server listens. Port 0 takes a free one. */
export interface HttpAddress {
  host: string;
  port: number;
}

export interface RunningServer {
  /** Where a browser finds it. */
  url: string;
  /** Stops listening, lets open requests finish for a moment and then cuts them off. */
  close(): Promise<void>;
}

const GRACE_MS = 2_000;

/**
 * Listens. Throws `Misconfigured` when the address cannot be had; `name` and `settings`, the beginning
 * of the names of the two variables that say where, are for its message.
 */
export async function startHttpServer(
  handler: RequestListener,
  { host, port }: HttpAddress,
  { name, settings }: { name: string; settings: string },
): Promise<RunningServer> {
  const server = createServer(handler);
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new Misconfigured(
          `${name} cannot listen on ${host}:${port}: ${cause.message}`,
          `Choose another ${settings}_PORT or ${settings}_HOST; port 0 takes a free one.`,
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
