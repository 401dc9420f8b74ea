import { z } from 'zod';
import type { ComposeProject } from './compose-project.ts';
import { serviceOf } from './containers.ts';

/** The files that keep the processes from the outside, and a server outside to try it on. */
export const EGRESS_FILES = ['docker-compose.egress.yml', 'deploy/smoke-egress.yml'];

const KEPT_IN = ['browser-worker', 'ml-worker', 'dashboard', 'scheduler', 'sandbox'];
const OUTSIDER = 'outsider';

/** What a container answers about its ways out; see `PROBE`. */
const Ways = z.object({
  allowedByProxy: z.boolean(),
  forbiddenByProxy: z.boolean(),
  direct: z.boolean(),
  name: z.boolean(),
});
type Ways = z.infer<typeof Ways>;

// Runs in a container, where Node is all there is. Its argument is the address of the server outside.
const PROBE = `
const http = require('http'), net = require('net'), dns = require('dns').promises;
const byProxy = (host) => new Promise((resolve) => {
  const request = http.request({ host: 'egress', port: 3128, method: 'CONNECT', path: host + ':443', agent: false, timeout: 5000 });
  request.on('connect', ({ statusCode }, socket) => (socket.destroy(), resolve(statusCode === 200)));
  request.on('timeout', () => request.destroy()).on('error', () => resolve(false)).end();
});
const directly = (host) => new Promise((resolve) => {
  const socket = net.connect({ host, port: 443, timeout: 5000 });
  const tell = (answer) => () => (socket.destroy(), resolve(answer));
  socket.on('connect', tell(true)).on('timeout', tell(false)).on('error', tell(false));
});
Promise.all([
  byProxy('allowed.test'), byProxy('forbidden.test'), directly(process.argv[1]),
  dns.lookup('allowed.test').then(() => true, () => false),
]).then(([allowedByProxy, forbiddenByProxy, direct, name]) => {
  console.log(JSON.stringify({ allowedByProxy, forbiddenByProxy, direct, name }));
  process.exit();
});`;

/** Tries the ways out of every container that should have but one. Returns what is not as promised. */
export async function egressFaults(project: ComposeProject): Promise<string[]> {
  const outsider = (await project.containers()).find((container) => serviceOf(container) === OUTSIDER);
  const [address] = Object.values(outsider?.NetworkSettings.Networks ?? {}).map(({ IPAddress }) => IPAddress);
  if (!address) return ['There is no server outside to try the ways out on'];
  const ways = async (service: string): Promise<Ways> =>
    Ways.parse(JSON.parse(await project.exec(service, ['node', '-e', PROBE, address])));
  const faults: string[] = [];
  for (const service of KEPT_IN) faults.push(...faultsOfWays(service, await ways(service)));
  // It stands outside itself: were it not reached from there, nothing above would prove anything.
  const control = await ways(OUTSIDER);
  if (!control.direct || !control.name) faults.push('The server outside cannot be reached even from outside');
  return faults;
}

export function faultsOfWays(service: string, ways: Ways): string[] {
  const faults: readonly (readonly [boolean, string])[] = [
    [!ways.allowedByProxy, 'an allowed host cannot be reached'],
    [ways.forbiddenByProxy, 'a host that is not allowed can be reached by the proxy'],
    [ways.direct, 'the outside can be reached without the proxy'],
    [ways.name, 'names of the outside are looked up without the proxy'],
  ];
  return faults.filter(([isWrong]) => isWrong).map(([, fault]) => `${service}: ${fault}`);
}
