import { execFile } from 'node:child_process';
import { access, copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../src/paths.ts';
import { findOnPath } from '../src/setup/run.ts';
import { writeProgram } from '../src/testing/fake-program.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';

const SCRIPT = join(ROOT, 'fairlead');
const OLD_NODE = 'echo v20.20.2';
/** What the script needs of the system. */
const TOOLS = ['cat', 'cksum', 'dirname', 'env', 'mkdir', 'mv', 'readlink', 'rm', 'sed', 'tail', 'uname'];
const NODE_VERSION = '24.21.0';
const PNPM_VERSION = '12.21.0';

interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

let temp: TempFolder;
/** The only folder on PATH. */
let bin: string;

beforeEach(async () => {
  temp = await makeTempFolder();
  bin = join(temp.path, 'bin');
  await mkdir(bin);
  for (const tool of TOOLS) await symlink((await findOnPath([tool])) ?? tool, join(bin, tool));
});
afterEach(() => temp.remove());

function call(script: string, args: string[] = [], path = bin): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(script, args, { env: { PATH: path, HOME: temp.path } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const SHELLS = await Promise.all(['sh', 'dash', 'bash', 'ksh'].map((name) => findOnPath([name])));

test.each(SHELLS.filter((shell) => shell !== null))('%s understands it', async (shell) => {
  expect(await call(shell, ['-n', SCRIPT])).toEqual({ code: 0, stdout: '', stderr: '' });
});

// Never in the project itself: an installation would take the modules away from under the other tests.
describe('in a project of its own', () => {
  let project: string;
  let script: string;

  /** A folder with a space in its name, and a command line that only says how it was called. */
  beforeEach(async () => {
    project = join(temp.path, 'my projects', 'fairlead');
    script = join(project, 'fairlead');
    await mkdir(join(project, 'apps/cli/src'), { recursive: true });
    await mkdir(join(project, 'node_modules'));
    await copyFile(SCRIPT, script);
    for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
      await writeFile(join(project, file), '{}');
    await writeFile(
      join(project, 'apps/cli/src/main.ts'),
      'console.log(JSON.stringify([process.execPath, ...process.argv.slice(2)]));',
    );
    await writePnpm();
  });

  /** Stands for pnpm: writes down how it was called. */
  async function writePnpm(script = ''): Promise<void> {
    const path = join(project, `.tools/pnpm-${PNPM_VERSION}/node_modules/pnpm/bin/pnpm.mjs`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(
      path,
      `import { appendFileSync } from 'node:fs';
      appendFileSync('${temp.path}/installs', JSON.stringify([process.env.CI, ...process.argv.slice(2)]) + '\\n');
      ${script}`,
    );
  }

  const useNode = (): Promise<void> => symlink(process.execPath, join(bin, 'node'));

  async function installs(): Promise<unknown[]> {
    const text = await readFile(join(temp.path, 'installs'), 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  test('a new enough Node is used as it is; arguments arrive as they were', async () => {
    await useNode();
    const { code, stdout } = await call(script, ['up', 'two words', '', '*']);
    expect(JSON.parse(stdout)).toEqual([process.execPath, 'up', 'two words', '', '*']);
    expect(code).toBe(0);
  });

  test('the real command line answers for itself, the second time without a word of the script', async () => {
    await useNode();
    await rm(join(project, 'apps/cli'), { recursive: true });
    await symlink(join(ROOT, 'apps/cli'), join(project, 'apps/cli'));
    await call(script, ['--help']);
    const help = await call(script, ['--help']);
    expect(help).toEqual({ code: 0, stdout: expect.stringContaining('Usage: fairlead'), stderr: '' });
    const mistake = await call(script, ['demo', '--leads', 'lots']);
    expect(mistake).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('whole number') });
  }, 60_000);

  test('called by a chain of symbolic links, it finds its project', async () => {
    await useNode();
    await mkdir(join(temp.path, 'links'));
    await symlink('../my projects/fairlead/fairlead', join(temp.path, 'links/first'));
    await symlink(join(temp.path, 'links/first'), join(bin, 'fl'));
    expect(JSON.parse((await call('fl', ['status'])).stdout)).toEqual([process.execPath, 'status']);
  });

  test('dependencies are installed once, and once again after the lockfile changed', async () => {
    await useNode();
    const first = await call(script);
    expect(first.stderr).toBe('› Installing dependencies (10 s to 2 min, about 300 MB the first time)\n');
    expect((await call(script)).stderr).toBe('');
    expect(await installs()).toEqual([['true', '--dir', project, 'install', '--frozen-lockfile']]);
    await writeFile(join(project, 'pnpm-lock.yaml'), 'changed');
    await call(script);
    await call(script);
    expect(await installs()).toHaveLength(2);
  });

  test('a failing installation shows the end of what it said and the remedy, and is tried again', async () => {
    await useNode();
    await writePnpm(`for (let n = 1; n <= 40; n++) console.log('line ' + n); process.exit(1);`);
    for (const _ of [1, 2]) {
      const { code, stdout, stderr } = await call(script, ['up']);
      expect(code).toBe(78);
      expect(stdout).toBe('');
      expect(stderr).toMatch(
        /line 26\n.*line 40\n\nThis step failed: .*install --frozen-lockfile\n {2}Remedy: Check the network/s,
      );
      expect(stderr).not.toContain('line 25\n');
    }
    expect(await installs()).toHaveLength(2);
  });

  test('without Node and npm it says what to install', async () => {
    const { code, stderr } = await call(script, ['up']);
    expect(stderr).toMatch(/\n {2}Remedy: Install Node 24\.7 or newer from https:\/\/nodejs\.org/);
    expect(code).toBe(78);
  });

  test.each([
    { version: 'v24.7.0', enough: true },
    { version: 'v26.0.1', enough: true },
    { version: 'v24.6.9', enough: false },
    { version: 'v23.99.0', enough: false },
    { version: '', enough: false },
    { version: 'what?', enough: false },
  ])('a Node that calls itself "$version": is it new enough? $enough', async ({ version, enough }) => {
    await writeProgram(
      bin,
      'node',
      `[ "$1" = --version ] && echo '${version}' || exec '${process.execPath}' "$@"`,
    );
    const { code } = await call(script);
    expect(code).toBe(enough ? 0 : 78);
  });

  describe.runIf(process.platform === 'linux')('where Node is too old', () => {
    const platform = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
    const ours = (): string =>
      join(project, `.tools/node-${NODE_VERSION}/node_modules/node-${platform}/bin/node`);

    beforeEach(() => writeProgram(bin, 'node', OLD_NODE));

    /** Stands for npm: "installs" a Node that runs, when its last words say so. */
    const npm = (node: string): Promise<string> =>
      writeProgram(
        bin,
        'npm',
        `echo "$*" >>'${temp.path}/npm-calls'
        folder="$3/node_modules/node-${platform}/bin"
        mkdir -p "$folder"
        ${node}`,
      );
    const npmCalls = async (): Promise<string[]> =>
      (await readFile(join(temp.path, 'npm-calls'), 'utf8')).trim().split('\n');
    const LINK = `ln -s '${process.execPath}' "$folder/node"`;

    beforeEach(async () => symlink((await findOnPath(['ln'])) ?? 'ln', join(bin, 'ln')));

    test("the project's own is used when it is there", async () => {
      await mkdir(dirname(ours()), { recursive: true });
      await symlink(process.execPath, ours());
      const { stdout, stderr } = await call(script, ['up']);
      expect(JSON.parse(stdout)).toEqual([process.execPath, 'up']);
      expect(stderr).not.toContain('Getting Node');
    });

    test('npm gets one, once', async () => {
      await npm(LINK);
      const { code, stderr } = await call(script);
      expect(code).toBe(0);
      expect(stderr).toContain(`› Getting Node ${NODE_VERSION} for this project`);
      expect((await call(script)).code).toBe(0);
      expect(await npmCalls()).toHaveLength(1);
      expect((await npmCalls())[0]).toMatch(new RegExp(`node-${platform}@${NODE_VERSION}$`));
    });

    test('a download that fails is shown, and nothing of it is taken for a Node later', async () => {
      await npm(`${LINK}; echo "npm error network"; exit 1`);
      for (const _ of [1, 2]) {
        const { code, stderr } = await call(script);
        expect(stderr).toMatch(
          /npm error network\n\nThis step failed: npm install .*\n {2}Remedy: Check the network/,
        );
        expect(code).toBe(78);
      }
      expect(await exists(ours())).toBe(false);
      expect(await npmCalls()).toHaveLength(2);
    });

    test('one that does not run on this machine is not kept', async () => {
      await npm(`echo '#!/nowhere' >"$folder/node"; /bin/chmod 755 "$folder/node"`);
      const { code, stderr } = await call(script);
      expect(stderr).toContain('The Node that npm brought does not run on this machine.');
      expect(code).toBe(78);
      expect(await exists(ours())).toBe(false);
    });

    test('without npm it says what to install', async () => {
      const { code, stderr } = await call(script);
      expect(stderr).toContain(`Node ${NODE_VERSION} is not here and there is no npm to get it with.`);
      expect(stderr).toContain('Remedy: Install Node 24.7 or newer');
      expect(code).toBe(78);
    });
  });
});
