/** How large. All people are invented. */
export interface WorldSize {
  accounts: number;
  campaigns: number;
  /** Finished and unfinished. */
  leads: number;
}

/** What is unfinished per campaign, and how the finished ended. The rest of the leads is finished. */
export const PER_CAMPAIGN = { fresh: 5, pending: 10, toDraft: 1, toSend: 1 } as const;
/** Leads still to be read, and read without a vector. */
export const UNREAD = { urlOnly: 5_000, unembedded: 300 } as const;
/** Leads with a vector; each campaign judged some of them. More vectors would only fill the disk: the snapshot never reads one. */
export const VECTORS = 2_000;

/** Leads of a world of that size whose story is not over: what the campaigns and the sweeps still have to do. */
export function openLeads({ campaigns, leads }: WorldSize): number {
  const perCampaign = Object.values(PER_CAMPAIGN).reduce((sum, count) => sum + count, 0);
  return Math.min(leads, UNREAD.urlOnly + UNREAD.unembedded + VECTORS + campaigns * perCampaign);
}
