import type { Tx } from '@fairlead/db/database';
import { type Corrected, type Correction, judgeByHand } from '@fairlead/db/repositories/corrections';
import { reassignLead } from '@fairlead/db/repositories/reassignment';
import { listCampaignNames } from '@fairlead/db/views/campaign-names';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { bulkNotice } from '../pages/bulk-notice.ts';
import { readViewQuery } from '../pages/lead-list.ts';
import { formOf } from '../request.ts';
import { RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';

const MOST_AT_ONCE = 200;
const Form = z.object({
  act: z.enum(['approve', 'disqualify', 'reassign']),
  campaign: RowId,
  /** One ticked box comes as a text, several as a list, none not at all. */
  lead: z
    .union([RowId.transform((one) => [one]), z.array(RowId).max(MOST_AT_ONCE)])
    .default([])
    .transform((ids) => [...new Set(ids)]),
  view: z.string().max(2_000).default(''),
});
type Act = z.output<typeof Form>['act'];

/** A human's word about several people at once: all of it or nothing. */
export function leadBulkRoutes(deps: DashboardDeps): Router {
  const router = Router();
  changeRoute(router, '/leads/bulk', requireOperator, deps, async (req, { trx, who, now }) => {
    const { act, campaign: campaignId, lead: leadIds, view } = formOf(req, Form);
    const campaign = (await listCampaignNames(trx)).find((one) => one.id === campaignId);
    if (!campaign) throw new HttpError(404, 'There is no such campaign.');
    const outcomes: Corrected[] = [];
    // In one order, so that two of these at once do not wait for each other.
    for (const leadId of leadIds.toSorted((a, b) => a - b))
      outcomes.push(await decide(trx, act, { leadId, campaignId, who }, now));
    const entry = { what: `leads.${act}`, target: `campaign ${campaignId}`, after: { leads: leadIds } };
    const log = outcomes.every(({ kind }) => kind === 'unchanged') ? [] : [entry];
    return { log, notice: bulkNotice(campaign.name, outcomes), next: `/leads?${readViewQuery(view)}` };
  });
  return router;
}

function decide(trx: Tx, act: Act, given: Omit<Correction, 'qualified'>, now: Date): Promise<Corrected> {
  return act === 'reassign'
    ? reassignLead(trx, given, now)
    : judgeByHand(trx, { ...given, qualified: act === 'approve' }, now);
}
