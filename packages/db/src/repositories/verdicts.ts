import type { Verdict, VerdictSource } from '@fairlead/shared/domain/verdict';
import type { Database, Tx } from '../database.ts';
import { decodeVector } from '../vector.ts';

export interface LabelledVector {
  id: number;
  vector: Float32Array;
  qualified: boolean;
  source: VerdictSource;
}

/** The current labels of a campaign with their vectors, in the order they were given. */
export async function labelledVectors(
  db: Database,
  campaignId: number,
  model: string,
): Promise<LabelledVector[]> {
  const rows = await db
    .selectFrom('verdict')
    .innerJoin('embedding', 'embedding.lead_id', 'verdict.lead_id')
    .select(['verdict.lead_id as id', 'embedding.vector', 'verdict.qualified', 'verdict.source'])
    .where('verdict.campaign_id', '=', campaignId)
    .where('verdict.superseded_at', 'is', null)
    .where('embedding.model', '=', model)
    .orderBy('verdict.id')
    .execute();
  return rows.map((row) => ({ ...row, vector: decodeVector(row.vector) }));
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
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'lead_id']).where('superseded_at', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
