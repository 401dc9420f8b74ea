import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  newProfile,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../database.ts';
import {
  closeLead,
  discoverLeads,
  getEnrichedLead,
  leadsToEnrich,
  moveLead,
  postponeEnrichment,
  recordProfile,
  recordSelf,
} from './leads.ts';
import { countLeads } from './tallies.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('leads');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

const LATER = new Date(NOW.getTime() + 60_000);
const inTransaction = <T>(work: (trx: Tx) => Promise<T>): Promise<T> =>
  database.db.transaction().execute(work);
const rowOf = (id: number) =>
  database.db.selectFrom('lead').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const rawOf = async (leadId: number) =>
  (
    await database.db
      .selectFrom('lead_raw_profile')
      .select('raw')
      .where('lead_id', '=', leadId)
      .executeTakeFirst()
  )?.raw;

describe('discoverLeads', () => {
  const discover = (ids: readonly string[], maxLeads: number | null = null) =>
    discoverLeads(database.db, ids, NOW, maxLeads);

  test('adds whom it does not know, each once, as url-only', async () => {
    expect(await discover(['ines', 'marek', 'ines'])).toBe(2);
    expect(await discover(['marek', 'yuki'])).toBe(1);
    expect(await discover([])).toBe(0);
    const leads = await database.db.selectFrom('lead').select(['public_id', 'state']).orderBy('id').execute();
    expect(leads).toEqual(['ines', 'marek', 'yuki'].map((public_id) => ({ public_id, state: 'url-only' })));
  });

  test('stops at the maximum', async () => {
    expect(await discover(['a', 'b', 'c'], 2)).toBe(2);
    expect(await discover(['d'], 2)).toBe(0);
    expect(await countLeads(database.db)).toBe(2);
  });

  test('does not count known people against the room that is left', async () => {
    await discover(['a', 'b']);
    expect(await discover(['a', 'b', 'c', 'd'], 3)).toBe(1);
  });
});

test('leads are read oldest first; those that failed lately wait, and their attempts are counted', async () => {
  const [first, second] = [await addUrlOnlyLead(database.db), await addUrlOnlyLead(database.db)];
  await addLead(database.db);
  await postponeEnrichment(database.db, first, LATER);
  const idsAt = async (now: Date) => (await leadsToEnrich(database.db, 10, now)).map(({ id }) => id);
  expect(await idsAt(NOW)).toEqual([second]);
  expect(await idsAt(LATER)).toEqual([first, second]);
  expect(await leadsToEnrich(database.db, 1, LATER)).toEqual([
    { id: first, publicId: expect.any(String), enrichAttempts: 1 },
  ]);
});

describe('recordProfile', () => {
  test('enriches a url-only lead and keeps the raw response', async () => {
    const profile = newProfile();
    const id = await addUrlOnlyLead(database.db, profile.publicId);
    const raw = { included: ['as it came'] };
    expect(await inTransaction((trx) => recordProfile(trx, id, profile, raw, LATER))).toBe('enriched');
    expect(await getEnrichedLead(database.db, id)).toEqual({
      id,
      publicId: profile.publicId,
      state: 'enriched',
      closedReason: null,
      profile,
    });
    expect(await rowOf(id)).toMatchObject({
      urn: profile.urn,
      full_name: profile.fullName,
      headline: profile.headline,
      enriched_at: LATER,
    });
    expect(await rawOf(id)).toEqual(raw);
  });

  test('closes a lead whose person is known under another slug, and leaves the known one alone', async () => {
    const known = await addLead(database.db);
    const id = await addUrlOnlyLead(database.db, 'another-slug');
    const profile = { ...known.profile, publicId: 'another-slug', headline: 'Changed' };
    expect(await inTransaction((trx) => recordProfile(trx, id, profile, {}, LATER))).toBe('duplicate');
    expect(await rowOf(id)).toMatchObject({ state: 'disqualified', closed_reason: 'duplicate' });
    expect((await getEnrichedLead(database.db, known.leadId))?.profile).toEqual(known.profile);
  });

  test('is stale when somebody read the profile first', async () => {
    const { leadId, profile } = await addLead(database.db);
    expect(await inTransaction((trx) => recordProfile(trx, leadId, profile, {}, LATER))).toBe('stale');
    expect((await rowOf(leadId)).enriched_at).toEqual(NOW);
  });

  test('is stale when the lead was closed meanwhile', async () => {
    const profile = newProfile();
    const id = await addUrlOnlyLead(database.db, profile.publicId);
    await closeLead(database.db, id, 'inaccessible');
    expect(await inTransaction((trx) => recordProfile(trx, id, profile, {}, LATER))).toBe('stale');
  });
});

describe('closeLead', () => {
  test('closes for every campaign, once, with the first reason', async () => {
    for (const id of [await addUrlOnlyLead(database.db), (await addLead(database.db)).leadId]) {
      expect(await closeLead(database.db, id, 'inaccessible')).toBe(true);
      expect(await closeLead(database.db, id, 'duplicate')).toBe(false);
      expect(await rowOf(id)).toMatchObject({ state: 'disqualified', closed_reason: 'inaccessible' });
    }
  });

  test('leaves a lead with a deal alone', async () => {
    const { leadId } = await addDeal(database.db, { campaignId: await addCampaign(database.db) });
    expect(await closeLead(database.db, leadId, 'inaccessible')).toBe(false);
    expect(await rowOf(leadId)).toMatchObject({ state: 'promoted', closed_reason: null });
  });
});

describe('recordSelf', () => {
  const record = (profile = newProfile(), raw: unknown = { me: true }) =>
    inTransaction((trx) => recordSelf(trx, profile, raw, LATER));
  const CLOSED = { state: 'disqualified', closed_reason: 'self' };

  test('makes a disqualified lead with its raw response', async () => {
    const profile = newProfile();
    const id = await record(profile);
    expect(await rowOf(id)).toMatchObject({
      ...CLOSED,
      public_id: profile.publicId,
      urn: profile.urn,
      profile,
    });
    expect(await rawOf(id)).toEqual({ me: true });
  });

  test('takes the lead that was only seen, or read already', async () => {
    const seen = newProfile();
    const seenId = await addUrlOnlyLead(database.db, seen.publicId);
    const read = await addLead(database.db);
    expect(await record(seen)).toBe(seenId);
    expect(await record(read.profile)).toBe(read.leadId);
    expect(await rowOf(seenId)).toMatchObject(CLOSED);
    expect(await rowOf(read.leadId)).toMatchObject(CLOSED);
    expect(await rawOf(read.leadId)).toEqual({ me: true });
  });

  test('is the same lead every time', async () => {
    const profile = newProfile();
    expect(await record(profile)).toBe(await record(profile, { again: true }));
    expect(await database.db.selectFrom('lead').select('id').execute()).toHaveLength(1);
    // Nobody discovered oneself.
    expect(await countLeads(database.db)).toBe(0);
  });

  test('finds the person by URN when the slug has changed, though the new one was seen first', async () => {
    await addUrlOnlyLead(database.db, 'new-slug');
    const { leadId, profile } = await addLead(database.db);
    expect(await record({ ...profile, publicId: 'new-slug' })).toBe(leadId);
  });

  test('of several accounts each is a disqualified lead of its own', async () => {
    const ids = [await record(), await record()];
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(await rowOf(id)).toMatchObject(CLOSED);
  });

  test('leaves somebody whom another account already has a deal with as they are', async () => {
    const accountId = await addAccount(database.db);
    const campaignId = await addCampaign(database.db, [accountId]);
    const { leadId, profile } = await addDeal(database.db, { campaignId, accountId, state: 'CONNECTED' });
    expect(await record(profile)).toBe(leadId);
    expect(await rowOf(leadId)).toMatchObject({ state: 'promoted', closed_reason: null });
    expect(await database.db.selectFrom('deal').select('state').execute()).toEqual([{ state: 'CONNECTED' }]);
  });

  test('fails the deal of whoever was not invited yet', async () => {
    const campaignId = await addCampaign(database.db, [await addAccount(database.db)]);
    const { profile } = await addDeal(database.db, { campaignId });
    await record(profile);
    expect(await database.db.selectFrom('deal').selectAll().execute()).toMatchObject([
      { state: 'FAILED', closing_reason: 'rejected' },
    ]);
  });
});

test('an unread or missing lead is no enriched lead', async () => {
  expect(await getEnrichedLead(database.db, await addUrlOnlyLead(database.db))).toBeNull();
  expect(await getEnrichedLead(database.db, 0)).toBeNull();
});

describe('moveLead', () => {
  const move = (id: number, to: 'enriched' | 'disqualified' | 'promoted') =>
    inTransaction((trx) => moveLead(trx, id, to));

  test('follows the state machine; a move to where it is, is nothing', async () => {
    const { leadId } = await addLead(database.db);
    await move(leadId, 'disqualified');
    await move(leadId, 'disqualified');
    await move(leadId, 'promoted');
    expect((await rowOf(leadId)).state).toBe('promoted');
  });

  test('throws where the machine has no arrow', async () => {
    const { leadId } = await addLead(database.db);
    await move(leadId, 'promoted');
    await expect(move(leadId, 'disqualified')).rejects.toThrow(/cannot go from promoted to disqualified/);
  });
});
