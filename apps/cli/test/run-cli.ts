import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '@fairlead/shared/runtime/clock';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { expect, vi } from 'vitest';
import { PROGRAMS, ROOT } from '../src/paths.ts';
import { onlySettings } from '../src/testing/stub-settings.ts';

/** One run of the command line, as an operator starts it. */
export interface CliRun {
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves once its standard error matches; fails when it ends before. */
  says(pattern: RegExp, timeoutMs: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<CliEnd>;
}

export interface CliEnd {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Settings and, for what the settings do not know, any variable. */
export type CliSettings = Partial<Record<SettingName, string>> & Readonly<Record<string, string>>;

/**
 * Starts `node apps/cli/src/main.ts` with its state and its temporary files below `folder`, in
 * whose name every process that it starts can be found again.
 */
export function startCli(folder: string, args: readonly string[], settings: CliSettings = {}): CliRun {
  const { PATH = '', HOME = '', CHROMIUM_PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'apps/cli/src/main.ts'), ...args], {
    env: {
      ...{ PATH, HOME, TMPDIR: folder, NO_COLOR: '1' },
      ...onlySettings({ FAIRLEAD_STATE_DIR: stateDirOf(folder), CHROMIUM_PATH, ...settings }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as from a shell.
    detached: true,
  });
  let [stdout, stderr, over] = ['', '', false];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]: unknown[]): CliEnd => {
    over = true;
    return { code: typeof code === 'number' ? code : null, stdout, stderr };
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    async says(pattern, timeoutMs) {
      await vi.waitUntil(() => pattern.test(stderr) || over, { timeout: timeoutMs, interval: 50 });
      expect(stderr).toMatch(pattern);
    },
    kill: (signal) => child.kill(signal),
    ended,
  };
}

export const stateDirOf = (folder: string): string => join(folder, 'state');

/** What `up` must be told to run against the sandbox. */
export const SANDBOX_OPERATOR = {
  FAIRLEAD_ACCOUNT_EMAIL: 'kim.west@tidewater.example',
  FAIRLEAD_ACCOUNT_PASSWORD: 'sandbox',
  FAIRLEAD_CAMPAIGN_NAME: 'Wind parks',
  FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: 'We predict failures of turbines.',
  FAIRLEAD_CAMPAIGN_OBJECTIVE: 'Operations managers at wind parks',
  FAIRLEAD_DASHBOARD_PORT: '0',
} as const satisfies CliSettings;

/** A minute passes in a second: the browser worker types and pauses like a person, and nobody waits for it. */
export const QUICK = {
  FAIRLEAD_CLOCK_SPEED: '60',
  FAIRLEAD_CLOCK_ORIGIN: systemClock().now().toISOString(),
} as const satisfies CliSettings;

/** The program a test ends by force must be one of ours. */
export const POSTGRES_PROGRAM = PROGRAMS.postgres;
