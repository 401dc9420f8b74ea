import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Output } from '../output.ts';
import { ROOT } from '../paths.ts';
import { findOnPath, isExecutable, run } from './run.ts';
import { installPackage } from './system-package.ts';

const PROGRAMS = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const PLAYWRIGHT_PROGRAMS = ['chromium-*/chrome-*/chrome', 'chromium-*/chrome-*/*.app/Contents/MacOS/*'];
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Where the browser is: `CHROMIUM_PATH`, an installed Chrome or Chromium, or Playwright's own; null when nowhere. */
export async function findChromium(configured: string | undefined): Promise<string | null> {
  if (configured !== undefined) {
    if (await isExecutable(configured)) return configured;
    throw new Misconfigured(
      `CHROMIUM_PATH names no program that can be run: ${configured}`,
      'Correct it, or leave it empty to have a browser found for you.',
    );
  }
  const onPath = await findOnPath(PROGRAMS);
  if (onPath) return onPath;
  for (const path of MAC_APPLICATIONS) if (await isExecutable(path)) return path;
  for (const cwd of playwrightCaches()) {
    for await (const path of glob(PLAYWRIGHT_PROGRAMS, { cwd })) {
      if (await isExecutable(join(cwd, path))) return join(cwd, path);
    }
  }
  return null;
}

/** Where Playwright keeps its browsers: where it is told to, else the system's usual folder for caches. */
function playwrightCaches(): string[] {
  const { PLAYWRIGHT_BROWSERS_PATH: told } = process.env;
  const usual = ['.cache/ms-playwright', 'Library/Caches/ms-playwright'].map((path) => join(homedir(), path));
  return told ? [told] : usual;
}

/** Finds the browser, or gets one: Playwright's build, else the package manager's. */
export async function ensureChromium(configured: string | undefined, out: Output): Promise<string> {
  const found = await findChromium(configured);
  if (found) return found;
  out.step('Getting a browser: playwright install chromium (about 170 MB, a minute or two)');
  // Its command line is not among what it exports, but its package.json is.
  const { resolve } = createRequire(join(ROOT, 'apps/browser-worker/package.json'));
  const playwright = join(dirname(resolve('playwright-core/package.json')), 'cli.js');
  const download = await run(process.execPath, [playwright, 'install', 'chromium'], DOWNLOAD_TIMEOUT_MS);
  if (!download.ok) {
    out.note('It cannot be downloaded here; trying the package manager.');
    await installPackage({ what: 'Chromium', apt: 'chromium', brew: ['--cask', 'chromium'] }, out);
  }
  const installed = await findChromium(undefined);
  if (installed) return installed;
  throw new Misconfigured('The browser was installed but is not found.', 'Set CHROMIUM_PATH to its program.');
}
