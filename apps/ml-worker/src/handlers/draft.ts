import { nextDealToDraft } from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { freezeFollowUp } from '@fairlead/db/repositories/messages';
import { renderFollowUpTemplate } from '@fairlead/prompts/follow-up-template';
import { profileBrief } from '@fairlead/prompts/profile-brief';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { activeCampaign, askLlm, type MlDeps } from './deps.ts';

const LONGEST_MESSAGE = 2_000;

/** A text that may be sent as it is: not a form to be filled in. */
const FollowUp = z.object({
  message: z
    .string()
    .trim()
    .min(20)
    .max(LONGEST_MESSAGE)
    .refine((text) => !/\[[^\]]{1,40}\]|\{\{|\}\}/.test(text), 'holds a placeholder that nobody filled in'),
});

/** Writes the follow-up of one CONNECTED deal and freezes it: the browser sends nothing else. */
export function draft(deps: MlDeps): Handler<'draft'> {
  const { db, clock } = deps;
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(db, campaignId);
    const deal = await nextDealToDraft(db, campaignId);
    if (!deal) throw new Stale('Every connected deal has its text.');
    const { value, model } = await askLlm(deps, {
      campaignId,
      purpose: 'follow-up',
      prompt: deps.prompts.followUp,
      inputs: {
        product: campaign.productDocs,
        profile: profileBrief(deal.profile),
        template: await renderFollowUpTemplate(campaign.followUpTemplate, deal.profile, campaign.productDocs),
      },
      schema: FollowUp,
      signal,
    });
    const text = withLink(value.message, campaign.bookingLink);
    const now = clock.now();
    if (!(await freezeFollowUp(db, deal.dealId, text, model, now)))
      throw new Stale('It was drafted meanwhile.');
    const ids = { campaignId, leadId: deal.leadId, dealId: deal.dealId };
    await recordEvent(db, { kind: 'message.drafted', ...ids }, now);
    return { outcome: 'drafted', leadId: deal.leadId, dealId: deal.dealId };
  };
}

/** The message ends with the link, unless the model put it in already against its orders. */
function withLink(message: string, bookingLink: string | null): string {
  return bookingLink === null || message.includes(bookingLink) ? message : `${message}\n\n${bookingLink}`;
}
