import { once } from 'node:events';
import { createServer } from 'node:net';
import { findRunning } from '../stack/run-file.ts';
import { type Check, fail, ok, warn } from './finding.ts';

const REACH_MS = 5_000;

export const dashboardPort: Check = async ({ settings }) => {
  const { FAIRLEAD_DASHBOARD_HOST: host, FAIRLEAD_DASHBOARD_PORT: port } = settings;
  const running = await findRunning(settings.FAIRLEAD_STATE_DIR);
  if (running?.dashboardUrl) return ok(`ours: ${running.dashboardUrl}`);
  if (port === 0) return ok('any free one');
  const problem = await listenOn(host, port);
  return problem === null
    ? ok(`${host}:${port} is free`)
    : fail(
        `${host}:${port} cannot be had: ${problem}.`,
        'End what holds it, or set FAIRLEAD_DASHBOARD_PORT (0: any free one).',
      );
};

async function listenOn(host: string, port: number): Promise<string | null> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    server.close();
  }
}

export const target: Check = ({ settings: { FAIRLEAD_TARGET, FAIRLEAD_RISK_ACCEPTED } }) => {
  if (FAIRLEAD_TARGET === 'sandbox') return ok('sandbox: nothing reaches the real site');
  return FAIRLEAD_RISK_ACCEPTED
    ? ok('the real site; the risk is accepted')
    : fail(
        'FAIRLEAD_RISK_ACCEPTED is not yes.',
        'Read the risk notice in README.md, then run ./fairlead init.',
      );
};

export const remoteView: Check = async ({ settings: { FAIRLEAD_REMOTE_VIEW_URL: url } }) => {
  if (url === undefined) return ok('none configured');
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(REACH_MS) });
    if (status < 400) return ok(url);
    return warn(`${url} answers ${status}.`, 'Correct FAIRLEAD_REMOTE_VIEW_URL, or start what serves it.');
  } catch {
    return warn(
      `${url} does not answer.`,
      'It need only answer while the browser runs; else correct FAIRLEAD_REMOTE_VIEW_URL.',
    );
  }
};
