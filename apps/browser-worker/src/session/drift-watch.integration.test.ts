import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { getAccount } from '@fairlead/db/repositories/accounts';
import {
  KEPT_EVIDENCE,
  listDriftEvidence,
  readDriftEvidence,
} from '@fairlead/db/repositories/drift-evidence';
import { DEFAULT_DRIFT_RULE } from '@fairlead/shared/domain/drift';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VoyagerShapeError } from '../driver/voyager/shape-error.ts';
import { openWorlds, SILENT, type World, type Worlds } from '../testing/account-world.ts';
import { eventKinds } from '../testing/rows.ts';
import { createDriftWatch, type DriftWatch } from './drift-watch.ts';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('drift_watch');
});
afterAll(() => worlds.close());

const SCREENSHOT = Buffer.from('a picture');

function watch({ accountId }: World): DriftWatch {
  const { db, clock } = worlds;
  const evidence = { page: '/in/xxx/', screenshot: SCREENSHOT, accessibility: '- main', dom: '<main>' };
  const captureEvidence = () => Promise.resolve(evidence);
  return createDriftWatch({ accountId, db, clock, log: SILENT, rule: DEFAULT_DRIFT_RULE, captureEvidence });
}

async function look({ onProbe }: DriftWatch, matched: boolean, ...pages: string[]): Promise<void> {
  for (const page of pages) await onProbe({ kind: 'profile', page, matched });
}

const pauseOf = async ({ accountId }: World) => (await getAccount(worlds.db, accountId))?.writesPause;

test('three pages that do not look as they should pause the writes, with evidence', async () => {
  const world = await worlds.begin();
  const canary = watch(world);
  await look(canary, false, '/in/a/', '/in/b/', '/in/b/');
  expect(await pauseOf(world)).toBeNull();
  await look(canary, false, '/in/c/');
  expect(await pauseOf(world)).toEqual({
    since: worlds.clock.now(),
    probe: 'profile',
    reason: '3 pages did not look as they should: profile',
  });
  const [kept] = await listDriftEvidence(worlds.db);
  expect(kept).toMatchObject({
    accountId: world.accountId,
    probe: 'profile',
    page: '/in/xxx/',
    hasScreenshot: true,
  });
  expect(await readDriftEvidence(worlds.db, kept?.id ?? 0, 'screenshot')).toEqual(SCREENSHOT);
  expect(await readDriftEvidence(worlds.db, kept?.id ?? 0, 'dom')).toBe('<main>');
  expect(await eventKinds(worlds.db)).toEqual(['writes.paused']);
});

test('pages of the same kind that match again let it go on, after a restart too', async () => {
  const world = await worlds.begin();
  await look(watch(world), false, '/in/a/', '/in/b/', '/in/c/');
  const restarted = watch(world);
  await look(restarted, true, '/in/a/', '/in/b/');
  expect(await pauseOf(world)).not.toBeNull();
  for (const page of ['1', '2', '3', '4']) await restarted.onProbe({ kind: 'search', page, matched: true });
  expect(await pauseOf(world)).not.toBeNull();
  await look(restarted, true, '/in/c/');
  expect(await pauseOf(world)).toBeNull();
  expect(await eventKinds(worlds.db)).toEqual(['writes.paused', 'writes.resumed']);
});

test('a human lets it go on; if the pages have not changed it pauses again', async () => {
  const world = await worlds.begin();
  const canary = watch(world);
  await look(canary, false, '/in/a/', '/in/b/', '/in/c/');
  await applyHealthEvent(worlds.db, world.accountId, { kind: 'writes-cleared' });
  expect(await pauseOf(world)).toBeNull();
  await look(canary, false, '/in/d/', '/in/e/', '/in/f/');
  expect(await pauseOf(world)).not.toBeNull();
});

test('evidence is bounded: the oldest goes', async () => {
  const world = await worlds.begin();
  const canary = watch(world);
  for (let i = 0; i < KEPT_EVIDENCE + 2; i++)
    await look(canary, false, `/in/a${i}/`, `/in/b${i}/`, `/in/c${i}/`);
  const kept = await listDriftEvidence(worlds.db);
  expect(kept).toHaveLength(KEPT_EVIDENCE);
  expect(await eventKinds(worlds.db)).toEqual(['writes.paused']);
});

test('what cannot be written down does not disturb the verb', async () => {
  const world = await worlds.begin();
  const canary = createDriftWatch({
    ...{
      accountId: world.accountId,
      db: worlds.db,
      clock: worlds.clock,
      log: SILENT,
      rule: DEFAULT_DRIFT_RULE,
    },
    captureEvidence: () => Promise.reject(new Error('The page is gone.')),
  });
  await look(canary, false, '/in/a/', '/in/b/', '/in/c/');
  expect(await pauseOf(world)).not.toBeNull();
  expect(await listDriftEvidence(worlds.db)).toEqual([]);
});

test('top cards without any known control, and responses of another shape, are drift', async () => {
  const world = await worlds.begin();
  const canary = watch(world);
  const person = (publicId: string) => ({ urn: `urn:${publicId}`, publicId, fullName: 'Mara Quill' });
  const unreadable = canary.watched({
    ...world.linkedIn.newDriver('open'),
    connectionState: () => Promise.resolve('unavailable'),
    readProfile: () => Promise.reject(new VoyagerShapeError('data', 'is not an object')),
  });
  for (const slug of ['a', 'b', 'c']) await unreadable.connectionState(person(slug));
  expect(await pauseOf(world)).toMatchObject({ probe: 'controls' });
  await applyHealthEvent(worlds.db, world.accountId, { kind: 'writes-cleared' });
  for (const slug of ['a', 'b', 'c'])
    await expect(unreadable.readProfile(slug)).rejects.toBeInstanceOf(VoyagerShapeError);
  expect(await pauseOf(world)).toMatchObject({ probe: 'profile data' });
});
