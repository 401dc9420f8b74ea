import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeProgram } from '../testing/fake-program.ts';
import { recordingOutput } from '../testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { ensureChromium, findChromium } from './chromium.ts';

let home: TempFolder;

beforeEach(async () => {
  home = await makeTempFolder();
  vi.stubEnv('HOME', home.path);
  vi.stubEnv('PATH', join(home.path, 'bin'));
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await home.remove();
});

test('CHROMIUM_PATH decides, whatever is on PATH', async () => {
  await writeProgram(home.path, 'bin/chromium');
  const chosen = await writeProgram(home.path, 'my own/browser');
  expect(await findChromium(chosen)).toBe(chosen);
});

test.each(['nowhere', 'bin'])(
  'a CHROMIUM_PATH that names no program (%s) is corrected by the operator',
  async (name) => {
    await writeProgram(home.path, 'bin/chromium');
    const path = join(home.path, name);
    await expect(findChromium(path)).rejects.toMatchObject({
      message: `CHROMIUM_PATH names no program that can be run: ${path}`,
      remedy: 'Correct it, or leave it empty to have a browser found for you.',
    });
  },
);

test('an installed Chrome is preferred to Chromium', async () => {
  const chromium = await writeProgram(home.path, 'bin/chromium');
  expect(await findChromium(undefined)).toBe(chromium);
  const chrome = await writeProgram(home.path, 'bin/google-chrome');
  expect(await findChromium(undefined)).toBe(chrome);
});

test.runIf(process.platform === 'linux')('one that Playwright downloaded earlier is found', async () => {
  expect(await findChromium(undefined)).toBeNull();
  const usual = await writeProgram(home.path, '.cache/ms-playwright/chromium-1200/chrome-linux64/chrome');
  expect(await findChromium(undefined)).toBe(usual);
  const elsewhere = join(home.path, 'browsers');
  const moved = await writeProgram(elsewhere, 'chromium-1201/chrome-linux/chrome');
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', elsewhere);
  expect(await findChromium(undefined)).toBe(moved);
});

test.runIf(process.platform === 'linux')(
  'when it cannot be downloaded, the package manager brings it',
  async () => {
    // Nothing listens there.
    vi.stubEnv('PLAYWRIGHT_DOWNLOAD_HOST', 'http://127.0.0.1:1');
    const program = join(home.path, 'bin/chromium');
    await writeProgram(
      home.path,
      'bin/brew',
      `echo '#!/bin/sh' >'${program}' && /bin/chmod 755 '${program}'`,
    );
    const out = recordingOutput();
    expect(await ensureChromium(undefined, out)).toBe(program);
    expect(out.said).toEqual([
      'step: Getting a browser: playwright install chromium (about 170 MB, a minute or two)',
      'note: It cannot be downloaded here; trying the package manager.',
      'step: Installing Chromium: brew install --cask chromium (up to a minute)',
    ]);
  },
);
