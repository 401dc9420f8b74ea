import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Settings } from './env.ts';
import { coerceError } from './errors.ts';
import type { Health, HealthQuestion } from './health.ts';
import { type HttpAddress, type RunningServer, startHttpServer } from './http-server.ts';
import type { Metrics } from './metrics.ts';

/** Where the health server listens; null when nobody asked for one. */
export function healthAddress(
  settings: Settings<'FAIRLEAD_HEALTH_PORT' | 'FAIRLEAD_HEALTH_HOST'>,
): HttpAddress | null {
  const { FAIRLEAD_HEALTH_PORT: port, FAIRLEAD_HEALTH_HOST: host } = settings;
  return port === undefined ? null : { host, port };
}

const QUESTIONS: Readonly<Record<string, HealthQuestion>> = { '/healthz': 'live', '/readyz': 'ready' };

/** Answers /healthz and /readyz with a report, 200 or 503, and /metrics. Throws `Misconfigured` when the address cannot be had. */
export function startHealthServer(
  address: HttpAddress,
  health: Health,
  metrics: Metrics,
): Promise<RunningServer> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, health, metrics)
      .catch((thrown: unknown) => reply(500, 'text/plain', coerceError(thrown).message))
      .then(({ status, type, body }) => {
        // Who asks again in a few seconds must not keep the process from ending.
        response.writeHead(status, {
          'content-type': type,
          'cache-control': 'no-store',
          connection: 'close',
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  };
  return startHttpServer(listener, address, { name: 'The health server', settings: 'FAIRLEAD_HEALTH' });
}

interface Reply {
  status: number;
  type: string;
  body: string;
}

async function answer(
  { method, url = '/' }: IncomingMessage,
  health: Health,
  metrics: Metrics,
): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD') return reply(405, 'text/plain', 'Only GET is answered.\n');
  const [path = ''] = url.split('?');
  if (path === '/metrics') return reply(200, metrics.contentType, await metrics.render());
  const question = QUESTIONS[path];
  if (!question) return reply(404, 'text/plain', 'There are /healthz, /readyz and /metrics.\n');
  const report = await health.report(question);
  return reply(report.ok ? 200 : 503, 'application/json', `${JSON.stringify(report)}\n`);
}

function reply(status: number, type: string, body: string): Reply {
  return { status, type, body };
}
