import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A server started for one test run. */
export interface ChildServer {
  /** The line of its output by which it said that it is ready. */
  readyLine: string;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

/** The command does not exist on this machine. */
export class CommandMissing extends Error {
  override readonly name = 'CommandMissing';
}

/**
 * Starts a server and waits for the line on stdout that matches `ready`. Its stdin is a pipe that closes when this
 * process dies, however it dies. Throws CommandMissing, or an error with its output when it ends before it is ready.
 */
export function startChildServer(
  command: string,
  args: readonly string[],
  ready: RegExp,
): Promise<ChildServer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe' });
    const output: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    createInterface(child.stdout).on('line', (line) => {
      output.push(`${line}\n`);
      if (ready.test(line)) resolve({ readyLine: line, stop: () => stop(child) });
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new CommandMissing(`${command} is not on PATH`) : error);
    });
    // 'close', not 'exit': by then all of its output has been read.
    child.once('close', (code, signal) => {
      reject(new Error(`${command} ended with ${signal ?? code} before it was ready:\n${output.join('')}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
}
