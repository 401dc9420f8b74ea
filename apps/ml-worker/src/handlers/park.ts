import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { drawForAudit, parkLeads } from '@fairlead/db/repositories/parking';
import type { AutomaticDecision } from '@fairlead/shared/domain/verdict';
import type { MlDeps } from './deps.ts';
import type { ParkTask } from './qualify-task.ts';

// A transaction of so many holds as many leads, for well under a second.
const LEADS_PER_BATCH = 1_000;

/** What became of the leads that were to be parked. */
export type Parked = {
  outcome: 'parked';
  parked: number;
  /** Set aside for the language model, which checks the model's decision. */
  drawn: number;
  /** Judged or closed by others meanwhile. */
  skipped: number;
  why: string;
};

/**
 * Parks leads, batch by batch; each batch is whole or not at all, so that what a crash leaves undone is proposed again.
 * The campaign's share of them is drawn for audit and not parked.
 */
export async function park(
  { db, clock, random }: MlDeps,
  campaign: Campaign,
  { decisions, why, concerns }: ParkTask,
  signal: AbortSignal,
): Promise<Parked> {
  const totals = { parked: 0, drawn: 0, skipped: 0 };
  const reason = { text: `Parked by the model without asking: ${why}.`, concerns: concerns.map(spoken) };
  const isDrawn = (): boolean => random.next() < campaign.auditShare;
  for (let from = 0; from < decisions.length; from += LEADS_PER_BATCH) {
    signal.throwIfAborted();
    const batch = decisions.slice(from, from + LEADS_PER_BATCH);
    const audits = new Set<AutomaticDecision>(batch.filter(isDrawn));
    const rest = batch.filter((decision) => !audits.has(decision));
    const now = clock.now();
    await db.transaction().execute(async (trx) => {
      const drawn = await drawForAudit(trx, campaign.id, [...audits], now);
      const parked = await parkLeads(trx, campaign.id, rest, reason, now);
      const detail = `${parked} parked, ${drawn} drawn for audit: ${why}`;
      await recordEvent(trx, { kind: 'leads.parked', campaignId: campaign.id, detail }, now);
      totals.parked += parked;
      totals.drawn += drawn;
      totals.skipped += batch.length - parked - drawn;
    });
  }
  return { outcome: 'parked', ...totals, why };
}

const spoken = ({ code, text }: ParkTask['concerns'][number]) => ({ code, text });
