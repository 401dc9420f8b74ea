import { z } from 'zod';
import { type Container, Containers, serviceOf } from './containers.ts';
import { docker } from './docker.ts';
import { memoryMbOf } from './memory.ts';

const ASK_MS = 60_000;
const DOWN_MS = 120_000;
const LOG_LINES = '15';

export interface ComposeOptions {
  /** Of the project, its volumes and its images' tag: nobody else may use it. */
  name: string;
  files: readonly string[];
  /** Host ports, and whatever else docker-compose.yml lets be chosen. */
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** The stack of docker-compose.yml with the sandbox, as a project of its own. */
export interface ComposeProject {
  name: string;
  /** Runs `docker compose <args>` for it, and returns the standard output. */
  compose(args: readonly string[], timeoutMs: number): Promise<string>;
  /** Runs a program in the container of a service. */
  exec(service: string, command: readonly string[]): Promise<string>;
  /** All of them, also those that have ended. */
  containers(): Promise<Container[]>;
  /** The last lines of the log of a service. */
  lastLog(service: string): Promise<string>;
  /** Removes containers, networks, volumes and images. Works after the signal too. */
  remove(): Promise<void>;
}

export function composeProject({ name, files, env, signal }: ComposeOptions): ComposeProject {
  const project = [
    'compose',
    // Only what is said here counts: a .env of the operator must not reach in.
    ...['--env-file', '/dev/null', '--project-name', name, '--profile', 'sandbox'],
    ...files.flatMap((file) => ['--file', file]),
  ];
  const all = { ...env, FAIRLEAD_TARGET: 'sandbox', FAIRLEAD_IMAGE_TAG: name };
  const compose = (args: readonly string[], timeoutMs: number): Promise<string> =>
    docker([...project, ...args], { timeoutMs, env: all, signal });
  const images = async (): Promise<string[]> => {
    const config = await docker([...project, 'config', '--images'], { timeoutMs: ASK_MS, env: all });
    return [...new Set(config.trim().split('\n'))].filter((image) => image.endsWith(`:${name}`));
  };
  return {
    name,
    compose,
    exec: (service, command) => compose(['exec', '-T', service, ...command], ASK_MS),
    async containers() {
      const ids = (await compose(['ps', '--all', '--quiet'], ASK_MS)).split('\n').filter((id) => id !== '');
      if (ids.length === 0) return [];
      return Containers.parse(JSON.parse(await docker(['inspect', ...ids], { timeoutMs: ASK_MS, signal })));
    },
    lastLog: (service) => compose(['logs', '--no-color', '--tail', LOG_LINES, service], ASK_MS),
    async remove() {
      const down = ['down', '--volumes', '--remove-orphans', '--timeout', '10'];
      await docker([...project, ...down], { timeoutMs: DOWN_MS, env: all });
      // The layers stay in the build's cache, for the next time.
      await docker(['image', 'rm', '--force', ...(await images())], { timeoutMs: DOWN_MS });
    },
  };
}

const ImageSizes = z.array(z.object({ RepoTags: z.array(z.string()), Size: z.int() }));

/** The images that were built for the project, in MB, by the name they have in docker-compose.yml. */
export async function imageSizesMb({ name, containers }: ComposeProject): Promise<Record<string, number>> {
  const used = (await containers()).map(({ Config }) => Config.Image);
  const ours = [...new Set(used)].filter((image) => image.endsWith(`:${name}`)).sort();
  const told = await docker(['image', 'inspect', ...ours], { timeoutMs: ASK_MS });
  const sizes = ImageSizes.parse(JSON.parse(told));
  return Object.fromEntries(
    ours.map((image) => {
      const size = sizes.find(({ RepoTags }) => RepoTags.includes(image))?.Size ?? 0;
      return [image.replace(`:${name}`, ''), Math.round(size / 1e6)];
    }),
  );
}

/** The memory in use now, in MB by service; replicas of one are added up. */
export async function memoryMbByService({ containers }: ComposeProject): Promise<Record<string, number>> {
  const running = (await containers()).filter(({ State }) => State.Running);
  const ids = running.map(({ Id }) => Id);
  const stats = ['stats', '--no-stream', '--no-trunc', '--format', '{{json .}}', ...ids];
  const usedMb = memoryMbOf(await docker(stats, { timeoutMs: ASK_MS }));
  const sums: Record<string, number> = {};
  for (const container of running) {
    const service = serviceOf(container);
    sums[service] = (sums[service] ?? 0) + (usedMb.get(container.Id) ?? 0);
  }
  return sums;
}
