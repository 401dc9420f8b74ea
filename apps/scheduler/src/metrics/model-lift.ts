import type { JudgedLeads } from '@fairlead/db/views/judgement';

/** A share of fewer answers than this says nothing. */
export const FEWEST_ANSWERS = 10;

/**
 * By campaign: the share of yes among the leads the model chose, divided by the share among those that were judged
 * first come first served. Absent while either side has fewer than `FEWEST_ANSWERS`, or nobody who came first was a yes.
 */
export function modelLift(judged: readonly JudgedLeads[]): ReadonlyMap<number, number> {
  const shares = new Map(judged.map((leads) => [`${leads.campaignId} ${leads.chosenBy}`, yesShare(leads)]));
  const lifts = new Map<number, number>();
  for (const { campaignId } of judged) {
    const byModel = shares.get(`${campaignId} model`) ?? null;
    const byArrival = shares.get(`${campaignId} arrival`) ?? null;
    if (byModel !== null && byArrival !== null && byArrival > 0) lifts.set(campaignId, byModel / byArrival);
  }
  return lifts;
}

function yesShare({ yes, no }: JudgedLeads): number | null {
  return yes + no < FEWEST_ANSWERS ? null : yes / (yes + no);
}
