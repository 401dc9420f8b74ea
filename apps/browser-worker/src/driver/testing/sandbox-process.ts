import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('../../../../sandbox/src/main.ts', import.meta.url));

const Ready = z.object({ ready: z.literal(true), url: z.url() });

const SandboxPerson = z.object({
  urn: z.string(),
  publicId: z.string(),
  fullName: z.string(),
  title: z.string().nullable(),
  degree: z.int(),
  access: z.enum(['open', 'private', 'gone']),
  followFirst: z.boolean(),
  acceptAfterHours: z.number().nullable(),
});
export type SandboxPerson = z.infer<typeof SandboxPerson>;

const Switches = z.array(z.object({ name: z.string(), scope: z.string() }));

const People = z.object({ people: z.array(SandboxPerson) });

/** The sandbox as a process of its own, as an operator runs it. */
export interface SandboxProcess {
  url: string;
  people: readonly SandboxPerson[];
  /** What each of its switches can be limited to. */
  scopes: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

/** Starts the sandbox on a free port. Rejects when it ends before it is ready. */
export async function startSandboxProcess(loginVariant: 'old' | 'new'): Promise<SandboxProcess> {
  const args = [MAIN, '--port', '0', '--seed', '7', '--people', '2000', '--login-variant', loginVariant];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readUrl(child);
  const { people } = People.parse(await control(url, 'people?limit=2000'));
  const switches = Switches.parse(await control(url, 'scenarios'));
  return {
    url,
    people,
    scopes: new Map(switches.map(({ name, scope }) => [name, scope])),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function readUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the sandbox has no output');
  for await (const line of createInterface(stdout)) return Ready.parse(JSON.parse(line)).url;
  throw new Error('the sandbox ended before it was ready');
}

/** GET without a body, POST with one. */
export async function control(url: string, path: string, body?: object): Promise<unknown> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${url}/__sandbox/${path}`, init);
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`);
  return response.json();
}
