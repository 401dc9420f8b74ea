import type { AutomaticDecision } from '@fairlead/shared/domain/verdict';
import type { Database } from '../database.ts';
import { decodeSentVector, sentVector } from '../vector.ts';
import { eligibleToJudge } from './eligibility.ts';

/** An automatic decision that was drawn for audit and awaits its answer. */
export interface AuditPick extends AutomaticDecision {
  vector: Float32Array;
}

/** The pick of a campaign that has waited longest; null when none waits. */
export async function nextAudit(db: Database, campaignId: number, model: string): Promise<AuditPick | null> {
  const row = await eligibleToJudge(db, campaignId, model)
    .innerJoin('audit_pick', (join) =>
      join.onRef('audit_pick.lead_id', '=', 'lead.id').on('audit_pick.campaign_id', '=', campaignId),
    )
    .select([
      'lead.id as leadId',
      'audit_pick.qualified',
      'audit_pick.probability',
      'audit_pick.model_version as modelVersion',
      sentVector.as('bytes'),
    ])
    .orderBy('audit_pick.drawn_at')
    .orderBy('lead.id')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { bytes, ...decision } = row;
  return { ...decision, vector: decodeSentVector(bytes) };
}

/** An automatic decision and what the language model, or a human after it, said of the same person. */
export interface AnsweredAudit {
  campaignId: number;
  /** Of the answer; they come in its order. */
  verdictId: number;
  leadId: number;
  /** What the model had decided, and how likely it thought a yes. */
  decided: boolean;
  probability: number;
  /** The last word. */
  answer: boolean;
}

/**
 * The answered audits of one campaign or of all. Only decisions drawn by chance: what a human corrected of his own
 * accord, or what the model itself wanted asked again, says nothing about the rest.
 */
export async function answeredAudits(db: Database, campaignId?: number): Promise<AnsweredAudit[]> {
  return await db
    .selectFrom('verdict as audit')
    .innerJoin('verdict as last', (join) =>
      join
        .onRef('last.campaign_id', '=', 'audit.campaign_id')
        .onRef('last.lead_id', '=', 'audit.lead_id')
        .on('last.superseded_at', 'is', null)
        .on('last.source', 'in', ['llm', 'human']),
    )
    .select([
      'audit.campaign_id as campaignId',
      'audit.id as verdictId',
      'audit.lead_id as leadId',
      'audit.audited_qualified as decided',
      'audit.confidence as probability',
      'last.qualified as answer',
    ])
    .where('audit.audited_qualified', 'is not', null)
    .$narrowType<{ decided: boolean; probability: number }>()
    .$if(campaignId !== undefined, (query) => query.where('audit.campaign_id', '=', campaignId ?? 0))
    .orderBy('audit.id')
    .execute();
}

/** What the standing of a campaign's automatic decisions is computed from. */
export interface CampaignAudits {
  campaignId: number;
  /** Of its automatic decisions, the share that may be wrong. */
  tolerance: number;
  /** Audits up to this verdict were settled by a fit; null when none was. */
  settledTo: number | null;
  audits: readonly AnsweredAudit[];
}

/** One row for each campaign, or for the one asked for. */
export async function readCampaignAudits(db: Database, campaignId?: number): Promise<CampaignAudits[]> {
  const campaigns = await db
    .selectFrom('campaign')
    .select((eb) => [
      'id as campaignId',
      'audit_tolerance as tolerance',
      eb
        .selectFrom('model_snapshot')
        .select((settled) => settled.fn.max('audits_settled_to').as('settledTo'))
        .whereRef('model_snapshot.campaign_id', '=', 'campaign.id')
        .as('settledTo'),
    ])
    .$if(campaignId !== undefined, (query) => query.where('id', '=', campaignId ?? 0))
    .orderBy('id')
    .execute();
  const audits = Map.groupBy(await answeredAudits(db, campaignId), (audit) => audit.campaignId);
  return campaigns.map((campaign) => ({ ...campaign, audits: audits.get(campaign.campaignId) ?? [] }));
}
