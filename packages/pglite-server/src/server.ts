import { createServer, type Server, type Socket } from 'node:net';
import { serveConnection } from './connection.ts';
import { claimDataFolder } from './data-folder.ts';
import { type Engine, openEngine } from './engine.ts';
import { startHousekeeping } from './housekeeping.ts';
import { fatalError } from './messages.ts';
import { readReportedSettings } from './settings.ts';
import { type Client, SharedSession } from './shared-session.ts';
import { Turns } from './turns.ts';

export interface PgliteServerOptions {
  /** Where the database lives; created when missing. Default: in memory, gone when the server closes. */
  dataDir?: string;
  /** Default 127.0.0.1. There are no passwords: never a public address. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** How long a client may sit in a transaction without a word before it is cut off. Default 30,000. */
  idleInTransactionTimeoutMs?: number;
  /** How often dead rows and write-ahead log are looked at. Default 60,000. */
  housekeepingIntervalMs?: number;
  /** Told about clients cut off and about failure. Default: nobody. */
  log?: (message: string) => void;
  /** The engine broke down; all connections are gone and the process should be started again. */
  onFailure?: (error: Error) => void;
}

export interface PgliteServer {
  /** A connection string for `pg`. */
  url: string;
  port: number;
  /** Cuts off all clients (their open transactions roll back) and closes the database. */
  close(): Promise<void>;
}

/**
 * Starts the embedded Postgres: PGlite with pgvector in `public`, served to any number of `pg` clients.
 * Throws DataFolderLocked when another server uses `dataDir`, and the system's error when the port is taken.
 */
export async function startPgliteServer(options: PgliteServerOptions = {}): Promise<PgliteServer> {
  const { dataDir, host = '127.0.0.1', port = 0 } = options;
  const folder = dataDir === undefined ? undefined : claimDataFolder(dataDir);
  let engine: Engine | undefined;
  try {
    engine = await openEngine(folder?.databaseFolder);
    folder?.markInitialised();
    return await serve(engine, { ...options, host, port }, () => folder?.release());
  } catch (error) {
    await engine?.close();
    folder?.release();
    throw error;
  }
}

async function serve(
  engine: Engine,
  options: PgliteServerOptions & { host: string; port: number },
  release: () => void,
): Promise<PgliteServer> {
  const { host, log = () => undefined } = options;
  const session = new SharedSession(engine);
  const sockets = new Set<Socket>();
  const turns = new Turns({
    idleHolderTimeoutMs: options.idleInTransactionTimeoutMs ?? 30_000,
    onIdleHolder: (owner) => {
      const client = [...session.clients].find((candidate) => candidate === owner);
      if (client !== undefined) cutIdleClient(client, log);
    },
    onFailure: (error) => {
      log(`the database engine failed: ${error.message}`);
      server.close();
      for (const socket of sockets) socket.destroy();
      options.onFailure?.(error);
    },
  });
  const deps = { session, turns, reportedSettings: await readReportedSettings(engine) };
  let lastId = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, ++lastId, deps);
  });
  const boundPort = await listen(server, host, options.port);
  // Not before the port is certain: a server that failed to start must leave nothing running.
  const stopHousekeeping = startHousekeeping(engine, turns, {
    intervalMs: options.housekeepingIntervalMs ?? 60_000,
    log,
  });
  return {
    url: `postgres://fairlead@${host}:${boundPort}/fairlead?sslmode=disable`,
    port: boundPort,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      stopHousekeeping();
      await turns.stop();
      // Without a last word: `pg` would report it as an error even to a client that is just saying goodbye.
      for (const socket of sockets) socket.destroySoon();
      await closed;
      await engine.close();
      release();
    },
  };
}

function cutIdleClient(client: Client, log: (message: string) => void): void {
  log(`client ${client.id} was idle in a transaction for too long and is cut off`);
  client.end(fatalError('25P03', 'terminating connection due to idle-in-transaction timeout'));
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
