import type { RequestListener } from 'node:http';
import { type HttpAddress, type RunningServer, startHttpServer } from '@fairlead/shared/runtime/http-server';

export type { RunningServer } from '@fairlead/shared/runtime/http-server';

/** Listens; port 0 takes a free one. Throws `Misconfigured` when the address cannot be had. */
export function startServer(handler: RequestListener, address: HttpAddress): Promise<RunningServer> {
  return startHttpServer(handler, address, { name: 'The dashboard', settings: 'FAIRLEAD_DASHBOARD' });
}
