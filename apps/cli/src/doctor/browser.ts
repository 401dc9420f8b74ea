import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../setup/chromium.ts';
import { run } from '../setup/run.ts';
import { type Check, fail, ok, warn } from './finding.ts';

const START_MS = 60_000;
const LAST_LINES = 3;

/** Starts it without a window on an empty page, in a profile of its own. */
export const browser: Check = async ({ settings }) => {
  const path = await findChromium(settings.CHROMIUM_PATH);
  if (!path) return warn('none found', './fairlead up installs one; or set CHROMIUM_PATH.');
  const profile = await mkdtemp(join(tmpdir(), 'fairlead-browser-'));
  try {
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
    ];
    const started = await run(
      path,
      [...flags, `--user-data-dir=${profile}`, '--dump-dom', 'about:blank'],
      START_MS,
    );
    if (!started.ok || !started.output.includes('<html'))
      return fail(
        `${path} does not start: ${lastLines(started.output)}`,
        'Install what it misses (Debian: apt-get install chromium), or set CHROMIUM_PATH to another.',
      );
    const { output } = await run(path, ['--version'], START_MS);
    return ok(`${path}, ${output.trim().split('\n').at(-1) || 'version unknown'}`);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};

const lastLines = (output: string): string =>
  output.trim().split('\n').slice(-LAST_LINES).join(' ') || 'it says nothing';
