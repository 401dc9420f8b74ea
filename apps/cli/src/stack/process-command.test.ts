import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { commandOf } from './process-command.ts';

test('the command line of a running process is known, with its arguments', async () => {
  expect(await commandOf(process.pid)).toContain('node');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60000)', 'an argument']);
  await once(child, 'spawn');
  expect(await commandOf(child.pid ?? 0)).toMatch(/an argument$/);
  child.kill('SIGKILL');
  await once(child, 'close');
});

test('there is none of a process that has ended', async () => {
  const child = spawn(process.execPath, ['--version']);
  await once(child, 'close');
  expect(await commandOf(child.pid ?? 0)).toBeNull();
});
