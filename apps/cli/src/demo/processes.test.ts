import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { memoryMb } from './processes.ts';

test.runIf(process.platform === 'linux')(
  'the memory of a process includes that of its descendants',
  async () => {
    const hog =
      'const held = Buffer.alloc(80_000_000, 1); setInterval(() => held.length, 60000); console.log("ready")';
    const child = spawn('/bin/sh', ['-c', '"$0" -e "$1" & wait', process.execPath, hog], { detached: true });
    await once(child.stdout, 'data');
    expect(await memoryMb([child.pid ?? 0])).toBeGreaterThan(80);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await once(child, 'close');
  },
);

test('of a process that is gone nothing is known', async () => {
  const child = spawn(process.execPath, ['--version']);
  await once(child, 'close');
  expect(await memoryMb([child.pid ?? 0])).toBeNull();
});
