import type { Database } from '@fairlead/db/database';
import { type Funnel, readFunnel } from '@fairlead/db/repositories/funnel';
import { readTrend } from '@fairlead/db/views/trend';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import type { Chart } from '../charts/chart.ts';
import { funnelTrend, invitationTrend } from '../charts/trend.ts';
import { reuseReading } from './reuse.ts';

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
  const elapsed = elapsedTimer();
  // One for each campaign that was ever asked for.
  const readings = new Map<number | undefined, () => Promise<Progress>>();
  return (campaignId) => {
    const known = readings.get(campaignId);
    if (known) return known();
    const reading = reuseReading(() => readProgress(db, clock.now(), campaignId), elapsed);
    readings.set(campaignId, reading);
    return reading();
  };
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
