import { getEnrichedLead } from '@fairlead/db/repositories/leads';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { activeCampaign, type MlDeps } from './deps.ts';
import { judgeLead } from './judge-lead.ts';
import { park } from './park.ts';
import { nextTask } from './qualify-task.ts';

/**
 * One step of a campaign's judgement. An automatic decision that was drawn for audit comes first; else the strategy
 * proposes a lead, and decides it or has the language model asked; or it proposes to park all that are left.
 */
export function qualify(deps: MlDeps): Handler<'qualify'> {
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(deps.db, campaignId);
    const task = await nextTask(deps, campaign);
    if (!task) throw new Stale('No lead awaits judgement.');
    if (task.kind === 'park') return await park(deps, campaign, task, signal);
    const lead = await getEnrichedLead(deps.db, task.leadId);
    if (!lead) throw new Stale('The lead is gone.');
    const { outcome, source } = await judgeLead(deps, campaign, lead, task, signal);
    return { outcome, leadId: lead.id, source, why: task.why };
  };
}
