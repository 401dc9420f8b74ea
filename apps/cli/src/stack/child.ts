import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { EXIT } from '@fairlead/shared/runtime/lifecycle';
import { z } from 'zod';

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  logFile: string;
  /** Real milliseconds until it must have said that it is ready. */
  readyTimeoutMs: number;
}

/** A process of ours that is up. */
export interface Child {
  name: string;
  pid: number;
  /** What it said when it became ready: its URL, say. */
  ready: ReadyMessage;
  /** Settles when it ends, with how. */
  ended: Promise<ChildEnd>;
  /** SIGTERM, and SIGKILL after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

export interface ChildEnd {
  name: string;
  /** Null when a signal ended it. */
  code: number | null;
  /** The last lines of its standard error. */
  lastWords: string;
}

const ReadyMessage = z.object({ ready: z.literal(true), url: z.string().optional() });
export type ReadyMessage = z.infer<typeof ReadyMessage>;

const LAST_WORDS_CHARACTERS = 2_000;

/**
 * Starts a process and waits until it says `{"ready":true}`, over the IPC channel or as a line of
 * standard output. Everything it prints goes to its log file.
 * Throws `Misconfigured` with its own words when it ends before, or does not get ready in time.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, env, logFile, readyTimeoutMs } = options;
  const child = spawn(command, args, {
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches us alone, and we stop the processes in order.
    detached: true,
  });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  let lastWords = '';
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS_CHARACTERS);
  });
  const ended = new Promise<ChildEnd>((resolve) => {
    const end = (code: number | null): void => {
      log.end();
      resolve({ name, code, lastWords: lastWords.trim() });
    };
    child.once('error', (error) => {
      lastWords = error.message;
      end(EXIT.failure);
    });
    child.once('close', end);
  });
  const ready = await Promise.race([
    readyMessage(child),
    ended.then((end) => Promise.reject(endedEarly(end, logFile))),
    timeout(readyTimeoutMs).then(() => Promise.reject(notReady(name, readyTimeoutMs, logFile))),
  ]).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return { name, pid: child.pid ?? 0, ready, ended, stop: (graceMs) => stopChild(child, ended, graceMs) };
}

function readyMessage(child: ChildProcess): Promise<ReadyMessage> {
  return new Promise((resolve) => {
    let url: string | undefined;
    const offer = (message: unknown): void => {
      const announced = z.object({ url: z.string() }).safeParse(message);
      if (announced.success) url = announced.data.url;
      const parsed = ReadyMessage.safeParse(message);
      if (parsed.success) resolve({ ...(url === undefined ? {} : { url }), ...parsed.data });
    };
    child.on('message', offer);
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready"')) offer(JSON.parse(line));
    });
  });
}

function endedEarly({ name, code, lastWords }: ChildEnd, logFile: string): Error {
  const [message = '', ...rest] = lastWords.split('\n  Remedy: ');
  if (code === EXIT.misconfigured) return new Misconfigured(message, rest.join('\n  Remedy: '));
  return new Misconfigured(
    `${name} could not start: ${lastWords || `it ended with code ${code}`}`,
    `Its log: ${logFile}`,
  );
}

function notReady(name: string, afterMs: number, logFile: string): Error {
  return new Misconfigured(`${name} was not ready after ${afterMs / 1_000} s.`, `Its log: ${logFile}`);
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

async function stopChild(child: ChildProcess, ended: Promise<ChildEnd>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const graceful = await Promise.race([ended.then(() => true), timeout(graceMs).then(() => false)]);
  if (graceful) return;
  child.kill('SIGKILL');
  await ended;
}
