import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimDataFolder, DataFolderLocked, describeProcess } from './data-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the lock', () => {
  test('keeps a second server out until the first lets go', () => {
    const first = claimDataFolder(root);
    expect(() => claimDataFolder(root)).toThrow(DataFolderLocked);
    expect(() => claimDataFolder(join(root, '.'))).toThrow(`in use by process ${process.pid}`);
    first.release();
    claimDataFolder(root).release();
    expect(existsSync(join(root, 'server.lock'))).toBe(false);
  });

  test('of a live process holds', () => {
    writeFileSync(join(root, 'server.lock'), describeProcess(process.ppid));
    expect(() => claimDataFolder(root)).toThrow(`in use by process ${process.ppid}`);
  });

  test('of a dead process is taken over', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    writeFileSync(join(root, 'server.lock'), `${child.pid}\n123\n`);
    claimDataFolder(root).release();
  });

  test.each([
    ['whose pid now belongs to another process', `${process.ppid}\n1\n`],
    ['left by an earlier process with our own pid', `${process.pid}\n1\n`],
    ['that says nothing', ''],
    ['that says nonsense', 'lock\n'],
  ])('%s is taken over', (_name, content) => {
    writeFileSync(join(root, 'server.lock'), content);
    claimDataFolder(root).release();
  });
});

test('a database that was never finished is created anew, a finished one is kept', () => {
  const started = claimDataFolder(root);
  mkdirSync(started.databaseFolder);
  started.release();
  const again = claimDataFolder(root);
  expect(existsSync(again.databaseFolder)).toBe(false);
  mkdirSync(again.databaseFolder);
  again.markInitialised();
  again.release();
  const kept = claimDataFolder(root);
  expect(existsSync(kept.databaseFolder)).toBe(true);
  kept.release();
});
