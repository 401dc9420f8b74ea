import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { Failed } from '../failed.ts';
import { ROOT } from '../paths.ts';

const LAST_LINES = 25;
const MOST_OUTPUT_BYTES = 64 * 1_024 * 1_024;
const ANSWER_MS = 30_000;

export interface DockerOptions {
  /** The program is ended after so long. */
  timeoutMs: number;
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** Runs `docker <args>` in the project's folder and returns its standard output. Throws `Failed` with its last lines. */
export async function docker(args: readonly string[], options: DockerOptions): Promise<string> {
  const { timeoutMs: timeout, env, signal } = options;
  try {
    const { stdout } = await promisify(execFile)('docker', args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      timeout,
      maxBuffer: MOST_OUTPUT_BYTES,
      ...(signal ? { signal } : {}),
    });
    return stdout;
  } catch (thrown) {
    throw new Failed(`docker ${args.join(' ')} failed:\n${lastLines(thrown)}`);
  }
}

/** Throws `Misconfigured` where there is no Docker with Compose to run anything in. */
export async function assertDockerAnswers(): Promise<void> {
  try {
    await docker(['compose', 'version'], { timeoutMs: ANSWER_MS });
    await docker(['info', '--format', '{{.ServerVersion}}'], { timeoutMs: ANSWER_MS });
  } catch (thrown) {
    throw new Misconfigured(
      `Docker does not answer here. ${coerceError(thrown).message}`,
      'Start Docker, with Compose 2.24 or newer, and let this user use it.',
    );
  }
}

function lastLines(thrown: unknown): string {
  const error = coerceError(thrown);
  if ('killed' in error && error.killed === true) return 'It took too long and was ended.';
  const said = ['stdout', 'stderr'].map((name) => Reflect.get(error, name)).filter((text) => text);
  const lines = (said.length > 0 ? said.join('') : error.message).trimEnd().split('\n');
  return lines.slice(-LAST_LINES).join('\n');
}
