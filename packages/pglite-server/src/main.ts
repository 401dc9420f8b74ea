import { parseArgs } from 'node:util';
import { startPgliteServer } from './server.ts';

const usage = 'usage: main.ts (--data-dir DIR | --memory) [--port N] [--stop-with-stdin]';

function readArguments() {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      memory: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      // For a parent that may be killed: its end of the pipe closes with it.
      'stop-with-stdin': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port}; ${usage}`);
  if ((values['data-dir'] === undefined) === !values.memory) throw new Error(usage);
  return { ...values, port, dataDir: values['data-dir'] };
}

function fail(error: unknown): never {
  process.stderr.write(`pglite-server: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const { dataDir, port, ...flags } = readArguments();
  const server = await startPgliteServer({
    ...(dataDir === undefined ? {} : { dataDir }),
    port,
    log: (message) => process.stderr.write(`pglite-server: ${message}\n`),
    onFailure: fail,
  });
  const stop = () => void server.close().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (flags['stop-with-stdin']) process.stdin.once('end', stop).once('error', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url })}\n`);
}

main().catch(fail);
