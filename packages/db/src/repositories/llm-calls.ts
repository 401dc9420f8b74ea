import { sql } from 'kysely';
import type { Database } from '../database.ts';

export type LlmPurpose = 'verdict' | 'keywords' | 'follow-up';

export interface LlmCall {
  purpose: LlmPurpose;
  model: string;
  promptTokens: number;
  completionTokens: number;
}

/** Remembers what a call to the language model cost. */
export async function recordLlmCall(
  db: Database,
  campaignId: number,
  call: LlmCall,
  now: Date,
): Promise<void> {
  await db
    .insertInto('llm_call')
    .values({
      campaign_id: campaignId,
      purpose: call.purpose,
      model: call.model,
      prompt_tokens: call.promptTokens,
      completion_tokens: call.completionTokens,
      at: now,
    })
    .execute();
}

/** What the language model was asked and has cost since the beginning. */
export interface LlmUsage {
  purpose: LlmPurpose;
  model: string;
  calls: number;
  promptTokens: number;
  completionTokens: number;
}

/**
 * One row per purpose and model, of all campaigns or of one. Sums are doubles: they outgrow an integer long before they
 * lose a token.
 */
export async function readLlmUsage(db: Database, campaignId?: number): Promise<LlmUsage[]> {
  const all = db
    .selectFrom('llm_call')
    .select([
      'purpose',
      'model',
      sql<number>`count(*)::float`.as('calls'),
      sql<number>`sum(prompt_tokens)::float`.as('promptTokens'),
      sql<number>`sum(completion_tokens)::float`.as('completionTokens'),
    ])
    .groupBy(['purpose', 'model'])
    .orderBy('purpose')
    .orderBy('model');
  return await (campaignId === undefined ? all : all.where('campaign_id', '=', campaignId)).execute();
}
