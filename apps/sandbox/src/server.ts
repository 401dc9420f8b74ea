import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { ZodError, z } from 'zod';
import { controlRoutes } from './control/routes.ts';
import { loginRoutes } from './linkedin/login-routes.ts';
import { messagingRoutes } from './linkedin/messaging-routes.ts';
import { pageRoutes } from './linkedin/page-routes.ts';
import { serverRequestRoutes, voyagerRoutes } from './linkedin/voyager/routes.ts';
import { chatRoutes, type Invents } from './llm/routes.ts';
import { createWorld, type World, type WorldOptions } from './world/world.ts';

export interface SandboxOptions extends WorldOptions {
  /** The address to listen on. Default 127.0.0.1: the simulation has no protection of its own. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Real milliseconds the language model thinks about an answer. Default 0. */
  llmLatencyMs?: number;
  /** When the language model's drafts hold an invented fact. Default never. */
  llmInvents?: Invents;
}

export interface Sandbox {
  /** `http://host:port`, without a trailing slash. The model's base URL is this and `/v1`. */
  url: string;
  world: World;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** Starts the simulated LinkedIn and language model. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld(options);
  const server = createServer(createApp(world, options));
  const host = options.host ?? '127.0.0.1';
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    world,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createApp(
  world: World,
  { llmLatencyMs = 0, llmInvents = 'never' }: Pick<SandboxOptions, 'llmLatencyMs' | 'llmInvents'>,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use('/__assets', express.static(fileURLToPath(new URL('./linkedin/client', import.meta.url))));
  app.use('/__sandbox', controlRoutes(world));
  app.use('/v1', chatRoutes(world.clock, llmLatencyMs, llmInvents));
  app.use('/voyager/api', voyagerRoutes(world));
  app.use('/flagship-web', serverRequestRoutes(world));
  app.use(loginRoutes(world));
  app.use(messagingRoutes(world));
  app.use(pageRoutes(world));
  app.use(answerFault);
  return app;
}

/** Bodies that do not fit are the caller's fault: 400 with what is wrong. Everything else is ours: 500. */
const answerFault: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) next(error);
  else if (error instanceof ZodError) res.status(400).json({ error: z.prettifyError(error) });
  else if (error instanceof SyntaxError) res.status(400).json({ error: error.message });
  else res.status(500).json({ error: error instanceof Error ? error.message : String(error) });
};
