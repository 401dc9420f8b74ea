import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { Interrupted } from '../../until-interrupted.ts';
import { type BenchFrame, runBench } from './frame.ts';

const never = new Promise<void>(() => {});

test('the result is the JSON object, and nothing is left behind', async () => {
  const out = recordingOutput();
  const stopped: string[] = [];
  let folder = '';
  const measure = (frame: BenchFrame): Promise<unknown> => {
    folder = frame.stateDir;
    writeFileSync(join(folder, 'logs', 'a.log'), 'words');
    for (const name of ['first', 'second'])
      frame.onStop(() => {
        stopped.push(name);
        return Promise.resolve();
      });
    return Promise.resolve({ answer: 42 });
  };
  await runBench(out, measure, never);
  expect(out.objects).toEqual([{ answer: 42 }]);
  expect(stopped).toEqual(['second', 'first']);
  expect(existsSync(folder)).toBe(false);
});

test('a failure stops everything, keeps the logs and says where they are', async () => {
  const out = recordingOutput();
  let stops = 0;
  let folder = '';
  const measuring = runBench(
    out,
    (frame) => {
      folder = frame.stateDir;
      frame.onStop(() => Promise.reject(new Error('it would not stop')));
      frame.onStop(() => {
        stops += 1;
        return Promise.resolve();
      });
      return Promise.reject(new Error('the disk is full'));
    },
    never,
  );
  await expect(measuring).rejects.toThrow('the disk is full');
  expect(stops).toBe(1);
  expect(out.said).toEqual(['warn: it would not stop', `note: logs: ${join(folder, 'logs')}`]);
  expect(out.objects).toEqual([]);
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('Ctrl-C does not wait for the measurement, and leaves nothing behind', async () => {
  const out = recordingOutput();
  let folder = '';
  const measuring = runBench(
    out,
    (frame) => {
      folder = frame.stateDir;
      return never;
    },
    Promise.resolve(),
  );
  await expect(measuring).rejects.toBeInstanceOf(Interrupted);
  expect(out.said).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});
