import type { Account } from '@fairlead/db/repositories/accounts';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import type { PlanReport } from '@fairlead/db/repositories/plan-reports';
import { z } from 'zod';

/** What a lane of a campaign does next, or why it does not. */
export interface LaneOutlook {
  lane: string;
  /** Put into the queue by the last tick. */
  queued: boolean;
  /** The account it was given to, when it needs one. */
  accountHandle: string | null;
  reason: string | null;
  until: Date | null;
}

export interface CampaignOutlook {
  id: number;
  name: string;
  paused: boolean;
  lanes: LaneOutlook[];
}

export interface NextWork {
  plannedAt: Date;
  campaigns: CampaignOutlook[];
  /** Queued work that belongs to no single campaign. */
  shared: LaneOutlook[];
}

const Payload = z.object({ campaignId: z.int().optional(), accountId: z.int().optional() });

/** The last plan, grouped by campaign; null before the first tick. */
export function nextWork(
  report: PlanReport | null,
  campaigns: readonly Campaign[],
  accounts: readonly Account[],
): NextWork | null {
  if (!report) return null;
  const queued = report.planned.map(({ name, payload }) => {
    const { campaignId, accountId } = Payload.parse(payload);
    const accountHandle = accounts.find(({ id }) => id === accountId)?.handle ?? null;
    const outlook: LaneOutlook = { lane: name, queued: true, accountHandle, reason: null, until: null };
    return { campaignId, outlook };
  });
  const waiting = report.waiting.map(({ campaignId, lane, reason, until }) => {
    const outlook: LaneOutlook = { lane, queued: false, accountHandle: null, reason, until };
    return { campaignId, outlook };
  });
  const lanesOf = (id: number): LaneOutlook[] =>
    [...queued, ...waiting].filter(({ campaignId }) => campaignId === id).map(({ outlook }) => outlook);
  return {
    plannedAt: report.at,
    campaigns: campaigns.map(({ id, name, paused }) => ({ id, name, paused, lanes: lanesOf(id) })),
    shared: distinctLanes(queued.filter(({ campaignId }) => campaignId === undefined)),
  };
}

function distinctLanes(rows: readonly { outlook: LaneOutlook }[]): LaneOutlook[] {
  return [...new Map(rows.map(({ outlook }) => [outlook.lane, outlook])).values()];
}
