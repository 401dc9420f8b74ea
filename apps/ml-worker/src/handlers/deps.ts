import type { Database } from '@fairlead/db/database';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { getCampaign } from '@fairlead/db/repositories/campaigns';
import { type LlmPurpose, recordLlmCall } from '@fairlead/db/repositories/llm-calls';
import type { Prompts } from '@fairlead/prompts/library';
import type { Prompt } from '@fairlead/prompts/prompt';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { Stale } from '@fairlead/shared/runtime/errors';
import type { Random } from '@fairlead/shared/runtime/random';
import type { z } from 'zod';
import type { Embedder, Llm } from '../adapters/ports.ts';
import type { CampaignModels, OpenRanker } from '../models/port.ts';

/** All the ML lanes share. */
export interface MlDeps {
  db: Database;
  clock: Clock;
  random: Random;
  embedder: Embedder;
  models: CampaignModels;
  openRanker: OpenRanker;
  llm: Llm;
  prompts: Prompts;
}

const LLM_TIMEOUT_MS = 60_000;

/** The campaign, unless it was paused or deleted since the job was planned. */
export async function activeCampaign(db: Database, campaignId: number): Promise<Campaign> {
  const campaign = await getCampaign(db, campaignId);
  if (!campaign || campaign.paused) throw new Stale('The campaign does not run.');
  return campaign;
}

export interface Question<T, I extends Record<string, unknown>> {
  campaignId: number;
  purpose: LlmPurpose;
  prompt: Prompt<I>;
  inputs: I;
  schema: z.ZodType<T>;
  signal: AbortSignal;
}

/** Asks the language model and writes down what it cost. */
export async function askLlm<T, I extends Record<string, unknown>>(
  { db, llm, clock }: MlDeps,
  { campaignId, purpose, prompt, inputs, schema, signal }: Question<T, I>,
): Promise<{ value: T; model: string }> {
  const { value, usage } = await llm.complete({
    name: prompt.name,
    schema,
    system: prompt.system,
    user: await prompt.render(inputs),
    temperature: prompt.temperature,
    timeoutMs: LLM_TIMEOUT_MS,
    signal,
  });
  await recordLlmCall(db, campaignId, { purpose, ...usage }, clock.now());
  return { value, model: usage.model };
}
