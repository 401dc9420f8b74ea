import type { Database } from '@fairlead/db/database';
import { upsertCampaign } from '@fairlead/db/repositories/campaigns';
import { discoverLeads, leadsToEnrich, recordProfile } from '@fairlead/db/repositories/leads';
import { DEMO_PROVISION } from '../../demo/campaign.ts';
import { benchPerson } from './scale-people.ts';

/**
 * More than four workers take at once (four jobs each): the same work is never queued twice, so one campaign
 * would keep one worker busy with one lead at a time.
 */
const CAMPAIGNS = 20;
/** Names the verdicts that were there before. */
const HISTORY = 'before-the-bench';

/** Enriched leads without a vector, each left to the judgement of one campaign. */
export interface ScaleWorld {
  campaignIds: readonly number[];
  leads: number;
}

/** What is done of it. */
export interface ScaleProgress {
  embedded: number;
  /** Verdicts of each campaign, its history not counted. */
  judged: ReadonlyMap<number, number>;
}

/** Fills an empty schema. Every campaign has a history: its model has ruled out the leads of all others. */
export async function seedScaleWorld(db: Database, leads: number, now: Date): Promise<ScaleWorld> {
  const campaignIds: number[] = [];
  for (let i = 1; i <= CAMPAIGNS; i++) {
    const campaign = { ...DEMO_PROVISION.campaign, name: `Campaign ${i}`, strategy: 'classic' as const };
    campaignIds.push(await upsertCampaign(db, campaign, now));
  }
  const people = Array.from({ length: leads }, (_, i) => benchPerson(i));
  await discoverLeads(
    db,
    people.map(({ publicId }) => publicId),
    now,
    null,
  );
  const found = await leadsToEnrich(db, leads, now);
  const ids = new Map(found.map(({ id, publicId }) => [publicId, id]));
  await db.transaction().execute(async (trx) => {
    for (const profile of people) {
      await recordProfile(trx, ids.get(profile.publicId) ?? 0, profile, { invented: true }, now);
    }
  });
  const leadIds = found.map(({ id }) => id);
  for (const [i, campaignId] of campaignIds.entries()) {
    const ofOthers = leadIds.filter((_, lead) => lead % CAMPAIGNS !== i);
    await db
      .insertInto('verdict')
      .values(ofOthers.map((id) => pastVerdict(id, campaignId, now)))
      .execute();
  }
  return { campaignIds, leads };
}

/** The strategy does not learn from what it decided itself: the campaigns start untaught. */
function pastVerdict(leadId: number, campaignId: number, now: Date) {
  return {
    lead_id: leadId,
    campaign_id: campaignId,
    qualified: false,
    reason: 'Decided before the measurement began.',
    source: 'model' as const,
    model_version: HISTORY,
    confidence: 0.01,
    created_at: now,
  };
}

export async function readScaleProgress(db: Database): Promise<ScaleProgress> {
  const { embedded } = await db
    .selectFrom('embedding')
    .select((eb) => eb.fn.countAll<string>().as('embedded'))
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('verdict')
    .select((eb) => ['campaign_id as campaignId', eb.fn.countAll<string>().as('count')])
    .where('model_version', 'is distinct from', HISTORY)
    .groupBy('campaign_id')
    .execute();
  return {
    embedded: Number(embedded),
    judged: new Map(rows.map(({ campaignId, count }) => [campaignId, Number(count)])),
  };
}

/** Of how many leads there is a verdict. */
export async function countJudgedLeads(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('verdict')
    .select((eb) => eb.fn.count<string>('lead_id').distinct().as('count'))
    .where('model_version', 'is distinct from', HISTORY)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How many of a campaign's own leads have a vector, when the first `embedded` leads have one. */
export function ownLeads(embedded: number, campaignIndex: number): number {
  return Math.floor((embedded + CAMPAIGNS - 1 - campaignIndex) / CAMPAIGNS);
}
