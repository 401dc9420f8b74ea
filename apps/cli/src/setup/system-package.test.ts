import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeProgram } from '../testing/fake-program.ts';
import { recordingOutput } from '../testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { installPackage } from './system-package.ts';

const WANTED = { what: 'Redis', apt: 'redis-server', brew: ['redis'] };
const INSTALL = 'apt-get install -y --no-install-recommends redis-server';
const BY_HAND = 'Install it yourself: sudo apt-get install redis-server   (on a Mac: brew install redis)';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
  vi.stubEnv('PATH', folder.path);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await folder.remove();
});

/** A program that writes down how it was called, then does what `script` says. */
async function recorded(name: string, script = 'exit 0'): Promise<void> {
  await writeProgram(folder.path, name, `echo "${name} $*" >>'${folder.path}/calls'\n${script}`);
}

async function calls(): Promise<string[]> {
  return (await readFile(join(folder.path, 'calls'), 'utf8')).trim().split('\n');
}

async function failure(): Promise<Misconfigured> {
  const error = await installPackage(WANTED, recordingOutput()).catch((thrown: unknown) => thrown);
  if (error instanceof Misconfigured) return error;
  throw new Error(`Not Misconfigured but: ${String(error)}`);
}

describe('as root', () => {
  beforeEach(() => {
    vi.spyOn(process, 'getuid').mockReturnValue(0);
  });

  test('apt-get installs it, after saying so', async () => {
    await recorded('apt-get');
    const out = recordingOutput();
    await installPackage(WANTED, out);
    expect(await calls()).toEqual([INSTALL]);
    expect(out.said).toEqual([`step: Installing Redis: ${INSTALL} (up to a minute)`]);
  });

  test('stale package lists are brought up to date, once', async () => {
    const updated = `'${folder.path}/updated'`;
    await recorded('apt-get', `[ "$1" = update ] && : >${updated}\n[ -f ${updated} ]`);
    await installPackage(WANTED, recordingOutput());
    expect(await calls()).toEqual([INSTALL, 'apt-get update', INSTALL]);
  });

  test('when it fails for good, the last line of its output and the command to run by hand are shown', async () => {
    await recorded('apt-get', '[ "$1" = update ] || { echo Reading…; echo "E: no space left"; exit 100; }');
    const { message, remedy } = await failure();
    expect(message).toBe('Redis could not be installed: E: no space left');
    expect(remedy).toBe(BY_HAND);
  });

  test('without a network, what the installation said is shown, not what the update said', async () => {
    await recorded('apt-get', 'echo "E: $1 impossible"; exit 100');
    expect((await failure()).message).toBe('Redis could not be installed: E: install impossible');
    expect(await calls()).toEqual([INSTALL, 'apt-get update']);
  });
});

describe('as an ordinary user', () => {
  beforeEach(() => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
  });

  test('apt-get runs through sudo where that asks for no password', async () => {
    await recorded('apt-get');
    await recorded('sudo', '[ "$2" = true ] || { shift; "$@"; }');
    await installPackage(WANTED, recordingOutput());
    expect(await calls()).toEqual(['sudo -n true', `sudo -n ${INSTALL}`, INSTALL]);
  });

  test.each([
    { sudo: 'asks for a password', script: 'exit 1' },
    { sudo: 'does not exist', script: null },
  ])('when sudo $sudo, nothing is tried', async ({ script }) => {
    await recorded('apt-get');
    if (script !== null) await recorded('sudo', script);
    const { message, remedy } = await failure();
    expect(message).toBe('Redis is not on this machine and cannot be installed by us.');
    expect(remedy).toBe(BY_HAND);
  });
});

test('on a Mac, Homebrew installs it', async () => {
  await recorded('brew');
  await installPackage(WANTED, recordingOutput());
  expect(await calls()).toEqual(['brew install redis']);
});

test('a failing Homebrew is not asked twice', async () => {
  await recorded('brew', 'echo "Error: no bottle"; exit 1');
  expect((await failure()).message).toBe('Redis could not be installed: Error: no bottle');
  expect(await calls()).toHaveLength(1);
});

test('without any package manager the command to run by hand is shown', async () => {
  expect((await failure()).remedy).toBe(BY_HAND);
});
