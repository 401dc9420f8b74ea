import type { Verdict } from '@fairlead/shared/domain/verdict';
import type { Database, Tx } from '../database.ts';
import { embeddedAtMs } from './embeddings.ts';

/** What a campaign learned from one person: a current verdict, or what they did. Without its vector, which is long. */
export interface LabelKey {
  /** Changes when another label, or another vector, takes its place. */
  key: string;
  leadId: number;
  qualified: boolean;
  source: 'llm' | 'human' | 'accepted' | 'replied';
}

/**
 * Everything that trains the campaign's model, in the order it came: verdicts of the language model and of humans, then
 * outcomes. What the model decided by itself is not among them. Only people with a vector of this model.
 */
export async function labelKeys(db: Database, campaignId: number, model: string): Promise<LabelKey[]> {
  const verdicts = await db
    .selectFrom('verdict')
    .innerJoin('embedding', 'embedding.lead_id', 'verdict.lead_id')
    .select([
      'verdict.id',
      'verdict.lead_id as leadId',
      'verdict.qualified',
      'verdict.source',
      embeddedAtMs.as('at'),
    ])
    .where('verdict.campaign_id', '=', campaignId)
    .where('verdict.superseded_at', 'is', null)
    .where('verdict.source', 'in', ['llm', 'human'])
    .$narrowType<{ source: 'llm' | 'human' }>()
    .where('embedding.model', '=', model)
    .orderBy('verdict.id')
    .execute();
  const outcomes = await db
    .selectFrom('outcome')
    .innerJoin('embedding', 'embedding.lead_id', 'outcome.lead_id')
    .select(['outcome.id', 'outcome.lead_id as leadId', 'outcome.kind as source', embeddedAtMs.as('at')])
    .where('outcome.campaign_id', '=', campaignId)
    .where('embedding.model', '=', model)
    .orderBy('outcome.id')
    .execute();
  return [
    ...verdicts.map(({ id, at, ...verdict }) => ({ key: `v${id}@${at}`, ...verdict })),
    ...outcomes.map(({ id, at, ...outcome }) => ({ key: `o${id}@${at}`, qualified: true, ...outcome })),
  ];
}

/** Writes the first verdict for lead × campaign. False when there is one already. */
export async function recordVerdict(
  trx: Tx,
  leadId: number,
  campaignId: number,
  verdict: Verdict,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .insertInto('verdict')
    .values({
      lead_id: leadId,
      campaign_id: campaignId,
      qualified: verdict.qualified,
      reason: verdict.reason,
      source: verdict.source,
      model_version: verdict.modelVersion,
      confidence: verdict.confidence,
      chosen_by: verdict.chosenBy ?? null,
      audited_qualified: verdict.auditedQualified ?? null,
      concerns: JSON.stringify(verdict.concerns ?? []),
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'lead_id']).where('superseded_at', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
