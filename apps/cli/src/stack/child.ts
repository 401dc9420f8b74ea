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

/** The process ended before it was ready. */
export class EndedEarly extends Misconfigured {
  readonly end: ChildEnd;
  constructor(message: string, remedy: string, end: ChildEnd) {
    super(message, remedy);
    this.end = end;
  }
}

const ReadyMessage = z.object({ ready: z.literal(true), url: z.string().optional() });
export type ReadyMessage = z.infer<typeof ReadyMessage>;

const LAST_WORDS_CHARACTERS = 2_000;

/**
 * Starts a process and waits until it says `{"ready":true}`, over the IPC channel or as a line of
 * standard output. Everything it prints goes to its log file.
 * Throws `EndedEarly` with its own words when it ends before, `Misconfigured` when it does not get
 * ready in time, and the signal's reason when that aborts before it is ready.
 */
export async function startChild(options: ChildOptions, signal?: AbortSignal): Promise<Child> {
  const { name, command, args, env, logFile, readyTimeoutMs } = options;
  signal?.throwIfAborted();
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
    ...(signal ? [rejectsWhenAborted(signal)] : []),
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

/** What a process that lacks something said, as our own error. */
export function inItsWords(end: ChildEnd): EndedEarly {
  const [message = '', ...rest] = end.lastWords.split('\n  Remedy: ');
  // It is indented again when we print it.
  const remedy = rest.join('\n  Remedy: ').replaceAll(/\n {10}/g, '\n');
  return new EndedEarly(message, remedy, end);
}

function endedEarly(end: ChildEnd, logFile: string): EndedEarly {
  if (end.code === EXIT.misconfigured || end.code === EXIT.unreachable) return inItsWords(end);
  const words = end.lastWords || `it ended with code ${end.code}`;
  return new EndedEarly(`${end.name} could not start: ${words}`, `Its log: ${logFile}`, end);
}

function notReady(name: string, afterMs: number, logFile: string): Error {
  return new Misconfigured(`${name} was not ready after ${afterMs / 1_000} s.`, `Its log: ${logFile}`);
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

function rejectsWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function stopChild(child: ChildProcess, ended: Promise<ChildEnd>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const graceful = await Promise.race([ended.then(() => true), timeout(graceMs).then(() => false)]);
  if (graceful) return;
  child.kill('SIGKILL');
  await ended;
}
