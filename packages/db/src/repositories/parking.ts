import type { AutomaticDecision, ModelConcern } from '@fairlead/shared/domain/verdict';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';

/*
 * Leads the model rejected by itself. A parked lead has a current verdict of the source `model`, so it
 * awaits nobody; it keeps its state, because the rejection holds only until the model changes its mind.
 */

/** Why they were parked, the same for all of them. */
export interface ParkingReason {
  /** In words, for the operator. */
  text: string;
  concerns: readonly ModelConcern[];
}

/**
 * Parks leads of a campaign in one statement. Returns how many: those that were judged, drawn for audit or
 * closed meanwhile are left alone. In order of their ids, so that two who park wait for each other.
 */
export async function parkLeads(
  trx: Tx,
  campaignId: number,
  decisions: readonly AutomaticDecision[],
  { text, concerns }: ParkingReason,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into verdict (lead_id, campaign_id, qualified, reason, source, model_version, confidence, concerns, created_at)
    select decided.lead_id, ${campaignId}, false, ${text}, 'model', decided.version, decided.probability,
      ${JSON.stringify(concerns)}::jsonb, ${now}
    from ${stillOpen(campaignId, decisions)} order by decided.lead_id
    on conflict (campaign_id, lead_id) where superseded_at is null do nothing
    returning id`.execute(trx);
  return rows.length;
}

/** Sets decisions aside for the language model. Returns how many: one that was drawn before stays as it was drawn. */
export async function drawForAudit(
  trx: Tx,
  campaignId: number,
  decisions: readonly AutomaticDecision[],
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into audit_pick (campaign_id, lead_id, qualified, probability, model_version, drawn_at)
    select ${campaignId}, decided.lead_id, decided.qualified, decided.probability, decided.version, ${now}
    from ${stillOpen(campaignId, decisions)} order by decided.lead_id
    on conflict do nothing
    returning lead_id as id`.execute(trx);
  return rows.length;
}

/** The decisions about leads that still await this campaign's judgement and were not drawn for audit. */
function stillOpen(campaignId: number, decisions: readonly AutomaticDecision[]) {
  const leadIds = decisions.map(({ leadId }) => leadId);
  const qualified = decisions.map((decision) => decision.qualified);
  const probabilities = decisions.map(({ probability }) => probability);
  const versions = decisions.map(({ modelVersion }) => modelVersion);
  return sql`unnest(${leadIds}::int[], ${qualified}::boolean[], ${probabilities}::float8[], ${versions}::text[])
      as decided (lead_id, qualified, probability, version)
    join lead on lead.id = decided.lead_id and lead.profile is not null and lead.closed_reason is null
      and not exists (select 1 from audit_pick
        where audit_pick.campaign_id = ${campaignId} and audit_pick.lead_id = lead.id)
      and not exists (select 1 from verdict
        where verdict.campaign_id = ${campaignId} and verdict.lead_id = lead.id and verdict.superseded_at is null)`;
}

/** The pick has its answer, or is no longer needed. */
export async function removeAuditPick(trx: Tx, campaignId: number, leadId: number): Promise<void> {
  await trx
    .deleteFrom('audit_pick')
    .where('campaign_id', '=', campaignId)
    .where('lead_id', '=', leadId)
    .execute();
}

/** Parked leads with a vector of this model, oldest verdict first. */
export async function parkedLeadIds(db: Database, campaignId: number, model: string): Promise<number[]> {
  const rows = await db
    .selectFrom('verdict')
    .innerJoin('lead', 'lead.id', 'verdict.lead_id')
    .innerJoin('embedding', 'embedding.lead_id', 'verdict.lead_id')
    .select('verdict.lead_id as id')
    .where('verdict.campaign_id', '=', campaignId)
    .where('verdict.superseded_at', 'is', null)
    .where('verdict.source', '=', 'model')
    .where('verdict.qualified', '=', false)
    .where('lead.closed_reason', 'is', null)
    .where('embedding.model', '=', model)
    .orderBy('verdict.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Parked leads await judgement again. Returns how many. */
export async function reopenLeads(
  trx: Tx,
  campaignId: number,
  leadIds: readonly number[],
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    update verdict set superseded_at = ${now}
    where campaign_id = ${campaignId} and lead_id = any(${[...leadIds]}::int[])
      and source = 'model' and not qualified and superseded_at is null
    returning id`.execute(trx);
  return rows.length;
}
