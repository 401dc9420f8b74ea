import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { Failed } from '../failed.ts';
import type { Output } from '../output.ts';
import { PROGRAMS } from '../paths.ts';
import { freePort } from '../stack/free-port.ts';
import { untilInterrupted } from '../until-interrupted.ts';

export interface SandboxCommandOptions {
  port: number;
  seed: number;
  people: number;
  speed: number;
}

const Ready = z.object({ ready: z.literal(true), url: z.url() });

/** Serves the simulated network alone, with its control page, until Ctrl-C. */
export async function sandbox(options: SandboxCommandOptions, out: Output): Promise<void> {
  const port = options.port || (await freePort());
  const { seed, people, speed } = options;
  const args = Object.entries({ port, seed, people, speed }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ]);
  const child = spawn(process.execPath, [PROGRAMS.sandbox, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  const url = await readUrl(child, port);
  out.step(`The sandbox runs at ${url}. Nobody there is real.`);
  out.note(`control page: ${url}/__sandbox/   model: ${url}/v1   stop with Ctrl-C`);
  out.note('any e-mail logs in with the password "sandbox"; "checkpoint" asks for a PIN');
  out.json({ url, controlUrl: `${url}/__sandbox/`, modelUrl: `${url}/v1` });
  const isInterrupted = await Promise.race([untilInterrupted().then(() => true), ended.then(() => false)]);
  if (!isInterrupted) throw new Failed('The sandbox ended by itself.');
  child.kill();
  await ended;
}

/** The address it says once it listens; what it said instead, when it ends first. */
async function readUrl({ stdout, stderr }: ChildProcess, port: number): Promise<string> {
  if (!stdout || !stderr) throw new Failed('The sandbox has no output.');
  let complaint = '';
  stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  for await (const line of createInterface(stdout)) return Ready.parse(JSON.parse(line)).url;
  if (complaint.includes('EADDRINUSE')) {
    throw new Misconfigured(`Port ${port} is in use.`, 'Name another one with --port, or 0 for any.');
  }
  const error = complaint.split('\n').find((line) => line.includes('Error'));
  throw new Failed(`The sandbox did not start: ${error?.trim() ?? 'it ended without a word'}`);
}
