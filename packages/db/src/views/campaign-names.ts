import type { Database } from '../database.ts';

export interface CampaignName {
  id: number;
  name: string;
}

/** Every campaign, without its texts, for a list to choose from. In order of id. */
export async function listCampaignNames(db: Database): Promise<CampaignName[]> {
  return await db.selectFrom('campaign').select(['id', 'name']).orderBy('id').execute();
}
