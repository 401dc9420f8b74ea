import { type Corrected, correctVerdict } from '@fairlead/db/repositories/corrections';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { dealStateLabel } from '../pages/labels.ts';
import { formOf, idOf } from '../request.ts';
import { RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';

const Form = z.object({
  campaign: RowId,
  qualified: z.enum(['yes', 'no']),
});

/** A human corrects what was said of a person for a campaign. */
export function verdictRoutes(deps: DashboardDeps): Router {
  const router = Router();
  changeRoute(router, '/leads/:id/verdict', requireOperator, deps, async (req, { trx, who, now }) => {
    const leadId = idOf(req);
    const { campaign: campaignId, qualified } = formOf(req, Form);
    const correction = { leadId, campaignId, qualified: qualified === 'yes', who };
    const corrected = await correctVerdict(trx, correction, now);
    if (corrected.kind === 'missing') throw new HttpError(404, 'There is no such verdict.');
    const entry = {
      what: 'verdict.corrected',
      target: `lead ${leadId}`,
      after: { campaignId, qualified: correction.qualified, outcome: corrected.kind },
    };
    const log = corrected.kind === 'unchanged' ? [] : [entry];
    return { log, notice: noticeOf(corrected), next: `/leads/${leadId}` };
  });
  return router;
}

const NOTICES: Readonly<Record<Exclude<Corrected['kind'], 'missing' | 'deal-left'>, string>> = {
  unchanged: 'A human said so already.',
  promoted: 'Thank you. This person will be invited.',
  disqualified: 'Thank you. This person will not be invited.',
  'deal-rejected': 'Thank you. The deal is closed: nobody had been invited yet.',
  'no-company': 'Noted, but the person has no company: there is no deal.',
  closed: 'Noted, but the person is out of reach: there is no deal.',
};

function noticeOf(corrected: Exclude<Corrected, { kind: 'missing' }>): string {
  if (corrected.kind !== 'deal-left') return NOTICES[corrected.kind];
  const state = dealStateLabel(corrected.state).toLowerCase();
  return `Noted, and the model learns from it. The deal is ${state} or being worked on, and stays as it is.`;
}
