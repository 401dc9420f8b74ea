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
