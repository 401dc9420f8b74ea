import { type Corrected, correctVerdict } from '@fairlead/db/repositories/corrections';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { dealStateLabel } from '../pages/labels.ts';
import { formOf, idOf } from '../request.ts';
import { requireOperator, signedIn } from '../session/guard.ts';
import { saveSession } from '../session/session.ts';

const Form = z.object({
  campaign: z.coerce.number().int().min(1).max(2_147_483_647),
  qualified: z.enum(['yes', 'no']),
});

/** A human corrects what was said of a person for a campaign. */
export function verdictRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.post('/leads/:id/verdict', requireOperator, async (req, res) => {
    const leadId = idOf(req);
    const { campaign: campaignId, qualified } = formOf(req, Form);
    const correction = { leadId, campaignId, qualified: qualified === 'yes', who: signedIn(res).name };
    const corrected = await db.transaction().execute((trx) => correctVerdict(trx, correction, clock.now()));
    if (corrected.kind === 'missing') throw new HttpError(404, 'There is no such verdict.');
    req.session.notice = noticeOf(corrected);
    await saveSession(req);
    res.redirect(303, `/leads/${leadId}`);
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
