import { z } from 'zod';

/** What `docker inspect` tells, as far as it is looked at. */
const Container = z.object({
  Id: z.string(),
  Name: z.string(),
  RestartCount: z.int(),
  State: z.object({
    Running: z.boolean(),
    ExitCode: z.int(),
    Health: z
      .object({ Status: z.string(), Log: z.array(z.object({ Output: z.string() })).nullish() })
      .nullish(),
  }),
  Config: z.object({
    User: z.string(),
    Image: z.string(),
    Env: z.array(z.string()),
    Labels: z.record(z.string(), z.string()),
  }),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.object({ IPAddress: z.string() })) }),
  HostConfig: z.object({
    ReadonlyRootfs: z.boolean(),
    Privileged: z.boolean(),
    Memory: z.int(),
    NanoCpus: z.int(),
    CapDrop: z.array(z.string()).nullish(),
    SecurityOpt: z.array(z.string()).nullish(),
  }),
});
export const Containers = z.array(Container);
export type Container = z.infer<typeof Container>;

export const serviceOf = ({ Config, Name }: Container): string =>
  Config.Labels['com.docker.compose.service'] ?? Name;

const isRoot = (user: string): boolean => /^(|root|0)(:|$)/.test(user);

/** Ends by itself when its work is done, so nobody asks it for its health. */
const isOneShot = (container: Container): boolean => serviceOf(container) === 'migrate';

const RULES: readonly (readonly [fault: string, isBroken: (container: Container) => boolean])[] = [
  ['its root file system can be written', ({ HostConfig }) => !HostConfig.ReadonlyRootfs],
  ['it is privileged', ({ HostConfig }) => HostConfig.Privileged],
  ['it has no limit of memory', ({ HostConfig }) => HostConfig.Memory === 0],
  ['it has no limit of processors', ({ HostConfig }) => HostConfig.NanoCpus === 0],
  ['it runs as root', ({ Config }) => isRoot(Config.User)],
  ['it keeps capabilities', ({ HostConfig }) => !HostConfig.CapDrop?.includes('ALL')],
  [
    'it may gain privileges',
    ({ HostConfig }) => !HostConfig.SecurityOpt?.some((option) => option.startsWith('no-new-privileges')),
  ],
  ['it has no health check', (container) => !isOneShot(container) && !container.State.Health],
  ['it was started again', ({ RestartCount }) => RestartCount > 0],
];

const SECRET_VALUE = /^\w*(PASSWORD|_KEY|DATABASE_URL)=./;
const nameOf = (line: string): string => line.split('=')[0] ?? '';

/** What a container lacks of what docs/deploy.md promises, one line each. */
export function faultsOf(container: Container): string[] {
  const faults = RULES.filter(([, isBroken]) => isBroken(container)).map(([fault]) => fault);
  const open = container.Config.Env.filter((line) => SECRET_VALUE.test(line)).map(nameOf);
  faults.push(...open.map((name) => `${name} stands in its environment instead of a file`));
  return faults.map((fault) => `${serviceOf(container)}: ${fault}`);
}

/** Whether it needs a look when something went wrong. */
export function isAiling(container: Container): boolean {
  const { Running, ExitCode, Health } = container.State;
  if (isOneShot(container)) return ExitCode !== 0;
  return !Running || (Health != null && Health.Status !== 'healthy');
}

/** The last answer of its health check; empty when there is none. */
export function healthAnswer({ State }: Container): string {
  return State.Health?.Log?.at(-1)?.Output.trim() ?? '';
}
