import { keywordPause } from '@fairlead/shared/domain/keyword';
import type { Database } from '../database.ts';
import { listCampaigns } from '../repositories/campaigns.ts';
import { barrenKeywordCalls } from '../repositories/keywords.ts';

export interface CampaignKeywords {
  campaignId: number;
  name: string;
  /** The language model is asked for keywords no more: all were used, and its last ones led to nobody new. */
  isStopped: boolean;
}

/** Every campaign that is not paused, and whether a human must help it to new keywords. */
export async function readKeywordStops(db: Database, now: Date): Promise<CampaignKeywords[]> {
  const calls = await barrenKeywordCalls(db);
  return (await listCampaigns(db))
    .filter(({ paused }) => !paused)
    .map(({ id, name }) => {
      const made = calls.get(id);
      const isStopped = made !== undefined && keywordPause(made, now).kind === 'stopped';
      return { campaignId: id, name, isStopped };
    });
}
