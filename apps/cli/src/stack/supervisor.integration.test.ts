import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, manualClock } from '@fairlead/shared/runtime/clock';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { Interrupted } from '../until-interrupted.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { actorOptions } from './testing/actor-options.ts';

let folder: TempFolder;
let out: RecordingOutput;
let supervisor: Supervisor;
/** How long it waited before each restart. */
let waitsMs: number[];

beforeEach(async () => {
  folder = await makeTempFolder();
  out = recordingOutput();
  waitsMs = [];
});
afterEach(async () => {
  await supervisor.stop();
  await folder.remove();
});

/** Nobody really waits; between two starts `extraMs` go by on top. */
function recordedClock(extraMs = 0): Clock {
  const clock = manualClock(new Date('2026-03-02T09:00:00Z'));
  return {
    ...clock,
    sleepRealMs: (ms) => {
      waitsMs.push(ms);
      return clock.sleepRealMs(ms + extraMs);
    },
  };
}

const startsOf = (file: string): Promise<number> => readFile(file, 'utf8').then((text) => text.length);

test('one that crashes is started again, ready or not, a little later every time', async () => {
  supervisor = createSupervisor(recordedClock(), out);
  const starts = join(folder.path, 'starts');
  const first = await supervisor.start(actorOptions(folder.path, 'crashes-at-first', starts, '3'));
  await vi.waitUntil(() => waitsMs.length === 3 && supervisor.running().length === 1, { timeout: 15_000 });
  expect(waitsMs).toEqual([500, 1_000, 2_000]);
  expect(out.said).toEqual(
    Array(3).fill('warn: crashes-at-first ended unexpectedly (code 1); starting it again'),
  );
  expect(supervisor.running().map(({ pid }) => pid)).not.toContain(first.pid);
});

test('the sixth crash in five minutes ends everything', async () => {
  supervisor = createSupervisor(recordedClock(), out);
  const starts = join(folder.path, 'starts');
  const options = actorOptions(folder.path, 'crashes-at-first', starts, '100');
  await supervisor.start(options);
  await expect(supervisor.failed).rejects.toMatchObject({
    message: 'crashes-at-first crashed 6 times in a row.',
    remedy: `Its log: ${options.logFile}`,
  });
  expect(waitsMs).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
  expect(await startsOf(starts)).toBe(6);
});

test('crashes that lie far apart are forgiven', async () => {
  supervisor = createSupervisor(recordedClock(200_000), out);
  const starts = join(folder.path, 'starts');
  await supervisor.start(actorOptions(folder.path, 'crashes-at-first', starts, '7'));
  await vi.waitUntil(() => waitsMs.length === 7 && supervisor.running().length === 1, { timeout: 15_000 });
  expect(Math.max(...waitsMs)).toBe(1_000);
});

test('one that becomes misconfigured ends everything, in its own words', async () => {
  supervisor = createSupervisor(recordedClock(), out);
  await supervisor.start(actorOptions(folder.path, 'becomes-misconfigured'));
  await expect(supervisor.failed).rejects.toMatchObject({
    message: 'The cable is unplugged.',
    remedy: 'Plug it in.',
  });
  expect(waitsMs).toEqual([]);
});

test('all are stopped, the last started first, and none is started again', async () => {
  supervisor = createSupervisor(recordedClock(), out);
  const order = join(folder.path, 'order');
  for (const name of ['database', 'worker', 'dashboard'])
    await supervisor.start({ ...actorOptions(folder.path, 'notes-its-stop', order, name), name });
  expect(supervisor.running()).toHaveLength(3);
  await supervisor.stop();
  expect(await readFile(order, 'utf8')).toBe('dashboard\nworker\ndatabase\n');
  expect(supervisor.running()).toEqual([]);
  expect(out.said).toEqual([]);
});

test('what is still starting when everything stops is called off, and nothing starts afterwards', async () => {
  supervisor = createSupervisor(recordedClock(), out);
  const starting = supervisor.start(actorOptions(folder.path, 'never-ready'));
  const calledOff = expect(starting).rejects.toBeInstanceOf(Interrupted);
  await supervisor.stop();
  await calledOff;
  await expect(supervisor.start(actorOptions(folder.path, 'ready-over-ipc'))).rejects.toBeInstanceOf(
    Interrupted,
  );
});
