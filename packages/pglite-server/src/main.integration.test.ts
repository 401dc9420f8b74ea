import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectClient } from './testing/clients.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pglite-server-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => stop(child, 'SIGKILL')));
  rmSync(folder, { recursive: true });
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function start(...args: string[]) {
  const child = run(...args);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const ready = JSON.parse(line) as { ready: boolean; url: string };
  expect(ready.ready).toBe(true);
  return { child, url: ready.url };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

async function failure(...args: string[]) {
  const child = run(...args);
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { stderr, exitCode: child.exitCode };
}

describe('the process', { timeout: 120_000 }, () => {
  test('loses no acknowledged row to kill -9, and no lock outlives it', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 4; round++) {
      const { child, url } = await start('--data-dir', folder);
      const client = await connectClient(url);
      client.on('error', () => undefined);
      await client.query('create table if not exists rows (id int primary key)');
      const { rows } = await client.query<{ id: number }>('select id from rows order by id');
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
      expect(rows.map(({ id }) => id)).toEqual(rows.map((_, i) => i));
      acknowledged = rows.length;
      const killAt = acknowledged + 200 + 57 * round;
      for (let isAlive = true; isAlive; ) {
        if (acknowledged === killAt) child.kill('SIGKILL');
        try {
          await client.query('insert into rows values ($1)', [acknowledged]);
          acknowledged++;
        } catch {
          isAlive = false;
        }
      }
      await stop(child, 'SIGKILL');
    }
    expect(acknowledged).toBeGreaterThanOrEqual(1142);
  });

  test('keeps a second one off its folder and lets go of it on SIGTERM', async () => {
    const { child, url } = await start('--data-dir', folder);
    const client = await connectClient(url);
    client.on('error', () => undefined);
    await client.query('begin; create table notes (id int)');
    const second = await failure('--data-dir', folder);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toBe(
      `pglite-server: the data folder ${folder} is in use by process ${child.pid}; stop that server or choose another folder\n`,
    );
    expect(await stop(child, 'SIGTERM')).toBe(0);
    expect(existsSync(join(folder, 'server.lock'))).toBe(false);
  });

  test('says so when the port is taken, and leaves no lock', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const address = occupant.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { stderr, exitCode } = await failure('--data-dir', folder, '--port', port);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^pglite-server: .*EADDRINUSE.*\n$/);
    expect(existsSync(join(folder, 'server.lock'))).toBe(false);
    occupant.close();
  });

  test.each([[[]], [['--memory', '--data-dir', 'x']], [['--memory', '--port', 'high']], [['--unknown']]])(
    'refuses the arguments %j',
    async (args) => {
      const { stderr, exitCode } = await failure(...args);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^pglite-server: .+\n$/);
    },
  );

  test('ends with its parent when asked to', async () => {
    const { child } = await start('--memory', '--stop-with-stdin');
    child.stdin?.end();
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  test('ends at once when the engine has broken down', async () => {
    const { child, url } = await start('--memory');
    const client = await connectClient(url);
    client.on('error', () => undefined);
    await client.query('create function deep(int) returns int language sql as $$ select 1 $$');
    await client.query(
      'create or replace function deep(int) returns int language plpgsql as $$ begin return deep($1 + 1); end $$',
    );
    const exited = Promise.all([text(child.stderr), once(child, 'exit')]);
    await expect(client.query('select deep(1)')).rejects.toThrow();
    const [stderr] = await exited;
    expect(child.exitCode).toBe(1);
    expect(stderr).toContain('stopped answering');
  });
});
