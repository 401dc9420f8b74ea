import type { Database } from '@fairlead/db/database';
import { type Funnel, readFunnel } from '@fairlead/db/repositories/funnel';
import { readTrend } from '@fairlead/db/views/trend';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import type { Chart } from '../charts/chart.ts';
import { funnelTrend, invitationTrend } from '../charts/trend.ts';
import { reuseEach } from './reuse.ts';

const DAYS = 30;
const WEEKS = 12;

/** Where everybody stands, and how it came to that. */
export interface Progress {
  funnel: Funnel;
  charts: Chart[];
}

/** Reads the progress of one campaign, or of all. What somebody just read is shown to others for a moment. */
export function createProgressReader(
  db: Database,
  clock: Clock,
): (campaignId: number | undefined) => Promise<Progress> {
  return reuseEach((campaignId) => readProgress(db, clock.now(), campaignId), elapsedTimer());
}

async function readProgress(db: Database, now: Date, campaignId: number | undefined): Promise<Progress> {
  const ofCampaign = campaignId === undefined ? {} : { campaignId };
  const [funnel, days, weeks] = await Promise.all([
    readFunnel(db, campaignId),
    readTrend(db, { span: 'day', spans: DAYS, ...ofCampaign }, now),
    readTrend(db, { span: 'week', spans: WEEKS, ...ofCampaign }, now),
  ]);
  return { funnel, charts: [funnelTrend(days), invitationTrend(weeks)] };
}
