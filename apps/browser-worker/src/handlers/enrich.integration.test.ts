import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Profile } from '@fairlead/shared/domain/profile';
import { Checkpoint, PageHung, SessionLost, Stale, Throttled } from '@fairlead/shared/runtime/errors';
import { addLead, addUrlOnlyLead, NOW, newProfile } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeMember } from '../driver/testing/fake-network.ts';
import { jobContext, openWorlds, verbsOf, type World, type Worlds } from '../testing/account-world.ts';
import { leadRow } from '../testing/rows.ts';
import { enrich } from './enrich.ts';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('enrich');
});
afterAll(() => worlds.close());

const run = ({ deps, campaignId, accountId }: World, signal?: AbortSignal) =>
  enrich(deps)({ campaignId, accountId }, jobContext(signal));

/** A url-only lead whose profile LinkedIn shows as `member`. */
async function addUnread(
  world: World,
  member: Partial<FakeMember> = {},
  overrides: Partial<Profile> = {},
): Promise<{ leadId: number; profile: Profile }> {
  const profile = newProfile(overrides);
  world.putMember(profile, member);
  return { leadId: await addUrlOnlyLead(worlds.db, profile.publicId), profile };
}

describe('a job', () => {
  test('reads the five oldest leads, a pause after each', async () => {
    const world = await worlds.begin();
    const leads: Awaited<ReturnType<typeof addUnread>>[] = [];
    for (let i = 0; i < 6; i++) leads.push(await addUnread(world));

    expect(await run(world)).toEqual({ outcome: 'read', enriched: 5, closed: 0, postponed: 0 });

    expect(worlds.clock.now()).toEqual(new Date(NOW.getTime() + 5 * world.deps.readIntervalMs));
    for (const [i, { leadId, profile }] of leads.entries()) {
      const row = await leadRow(worlds.db, leadId);
      if (i === 5) expect(row).toMatchObject({ state: 'url-only', profile: null });
      else expect(row).toMatchObject({ state: 'enriched', urn: profile.urn, profile });
    }
    expect(await run(world)).toMatchObject({ enriched: 1 });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });

  test('keeps the raw response beside the lead', async () => {
    const world = await worlds.begin();
    const { leadId, profile } = await addUnread(world);
    await run(world);
    const raw = await worlds.db
      .selectFrom('lead_raw_profile')
      .selectAll()
      .where('lead_id', '=', leadId)
      .execute();
    expect(raw).toMatchObject([{ raw: { fake: profile.urn }, fetched_at: NOW }]);
  });

  test('ends between two leads when it is told to stop, and what it read counts', async () => {
    const world = await worlds.begin();
    const first = await addUnread(world);
    const second = await addUnread(world);
    const stopping = new AbortController();
    const { clock } = world.deps;
    const stopsInPause = {
      ...clock,
      sleepRealMs: (ms: number, signal?: AbortSignal) => {
        stopping.abort(new Error('The worker is stopping.'));
        return clock.sleepRealMs(ms, signal);
      },
    };
    const deps = { ...world.deps, clock: stopsInPause };
    expect(await run({ ...world, deps }, stopping.signal)).toMatchObject({ enriched: 1 });
    expect(await leadRow(worlds.db, first.leadId)).toMatchObject({ state: 'enriched' });
    expect(await leadRow(worlds.db, second.leadId)).toMatchObject({ state: 'url-only' });
  });
});

describe('a lead', () => {
  test('whose profile is private or gone is closed, and the rest goes on', async () => {
    const world = await worlds.begin();
    const gone = await addUnread(world, { isInaccessible: true });
    const next = await addUnread(world);
    expect(await run(world)).toMatchObject({ enriched: 1, closed: 1 });
    expect(await leadRow(worlds.db, gone.leadId)).toMatchObject({
      state: 'disqualified',
      closed_reason: 'inaccessible',
    });
    expect(await leadRow(worlds.db, next.leadId)).toMatchObject({ state: 'enriched' });
  });

  test('that is somebody known under another slug is closed as a duplicate', async () => {
    const world = await worlds.begin();
    const known = await addLead(worlds.db);
    const again = await addUnread(world, {}, { urn: known.profile.urn });
    expect(await run(world)).toMatchObject({ enriched: 0, closed: 1 });
    expect(await leadRow(worlds.db, again.leadId)).toMatchObject({ closed_reason: 'duplicate' });
  });

  test('that fails unexpectedly is put off longer each time, and the rest goes on', async () => {
    const world = await worlds.begin();
    const odd = await addUnread(world);
    await addUnread(world);
    for (const [attempts, hours] of [1, 2, 4].entries()) {
      world.linkedIn.failNext('readProfile', new Error('The response has no profile.'));
      const failedAt = worlds.clock.now();
      expect(await run(world)).toMatchObject({ postponed: 1, enriched: attempts === 0 ? 1 : 0 });
      const until = new Date(failedAt.getTime() + hours * HOUR_MS);
      expect(await leadRow(worlds.db, odd.leadId)).toMatchObject({
        state: 'url-only',
        enrich_attempts: attempts + 1,
        enrich_after: until,
      });
      await expect(run(world)).rejects.toBeInstanceOf(Stale);
      worlds.clock.set(until);
    }
    expect(await run(world)).toMatchObject({ enriched: 1 });
  });
});

describe('a page that hangs', () => {
  test('is put off like any other failure, and the job starts over with the next', async () => {
    const world = await worlds.begin();
    const odd = await addUnread(world);
    await addUnread(world);
    const hung = new PageHung('readProfile took longer than 180 s', new Date(NOW.getTime() + 60_000));
    world.linkedIn.failNext('readProfile', hung);
    await expect(run(world)).rejects.toBe(hung);
    expect(await leadRow(worlds.db, odd.leadId)).toMatchObject({ enrich_attempts: 1 });
    expect(await run(world)).toMatchObject({ enriched: 1, postponed: 0 });
  });
});

describe('what concerns the account', () => {
  test('a lost session stops the job and is renewed; nothing is held against the lead', async () => {
    const world = await worlds.begin();
    const { leadId } = await addUnread(world);
    await addUnread(world);
    world.linkedIn.failNext('readProfile', new SessionLost('Signed out.'));
    await expect(run(world)).rejects.toBeInstanceOf(Throttled);
    expect(verbsOf(world.linkedIn)).toEqual(['readProfile', 'login', 'sessionState']);
    expect(await leadRow(worlds.db, leadId)).toMatchObject({ state: 'url-only', enrich_attempts: 0 });
  });

  test.each([
    new Checkpoint('A code was sent.', 'email-pin'),
    new Throttled('Too many requests.', new Date(NOW.getTime() + HOUR_MS)),
  ])('$name stops the job as it is', async (error) => {
    const world = await worlds.begin();
    const { leadId } = await addUnread(world);
    await addUnread(world);
    world.linkedIn.failNext('readProfile', error);
    await expect(run(world)).rejects.toBe(error);
    expect(verbsOf(world.linkedIn)).toEqual(['readProfile']);
    expect(await leadRow(worlds.db, leadId)).toMatchObject({ state: 'url-only', enrich_attempts: 0 });
  });
});
