import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { type DealTarget, nextDealToDraft } from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { freezeFollowUp, holdFollowUp } from '@fairlead/db/repositories/messages';
import { canBeRewritten, checkDraft, FollowUpDraft } from '@fairlead/prompts/draft/check-draft';
import type { DraftContext } from '@fairlead/prompts/draft/sources';
import { followUpInputs } from '@fairlead/prompts/inputs';
import type { DraftProblem } from '@fairlead/shared/domain/message';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { activeCampaign, askLlm, type MlDeps } from './deps.ts';

/**
 * Writes the follow-up of one CONNECTED deal and freezes it: the browser sends nothing else. A draft whose check finds
 * problems is written once more, with the problems named; then it is held for a human.
 */
export function draft(deps: MlDeps): Handler<'draft'> {
  const { db, clock } = deps;
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(db, campaignId);
    const deal = await nextDealToDraft(db, campaignId);
    if (!deal) throw new Stale('Every connected deal has its text.');
    const { message, model, problems } = await writeChecked(deps, campaign, deal, signal);
    const text = withLink(message, campaign.bookingLink);
    const now = clock.now();
    const isHeld = problems.length > 0;
    const isFirst = isHeld
      ? await holdFollowUp(db, deal.dealId, { text, model, problems }, now)
      : await freezeFollowUp(db, deal.dealId, text, model, now);
    if (!isFirst) throw new Stale('It was drafted meanwhile.');
    const ids = { campaignId, leadId: deal.leadId, dealId: deal.dealId };
    const detail = problems.map((problem) => problem.text).join(' ');
    await recordEvent(
      db,
      isHeld ? { kind: 'message.held', ...ids, detail } : { kind: 'message.drafted', ...ids },
      now,
    );
    return { outcome: isHeld ? 'held' : 'drafted', leadId: deal.leadId, dealId: deal.dealId };
  };
}

interface CheckedDraft {
  message: string;
  model: string;
  problems: readonly DraftProblem[];
}

async function writeChecked(
  deps: MlDeps,
  campaign: Campaign,
  { profile }: DealTarget,
  signal: AbortSignal,
): Promise<CheckedDraft> {
  const { id: campaignId, productDocs, followUpTemplate: template, objective, bookingLink } = campaign;
  const { followUp, rewrite } = deps.prompts;
  const common = { campaignId, purpose: 'follow-up', schema: FollowUpDraft, signal } as const;
  const inputs = await followUpInputs(campaign, profile);
  const checked = (
    { value, model }: { value: FollowUpDraft; model: string },
    system: string,
  ): CheckedDraft => {
    const context: DraftContext = { profile, productDocs, template, objective, bookingLink, system };
    return { message: value.message, model, problems: checkDraft(value, context) };
  };
  const first = checked(await askLlm(deps, { ...common, prompt: followUp, inputs }), followUp.system);
  if (first.problems.length === 0 || !canBeRewritten(first.problems)) return first;
  const problems = first.problems.map(({ text }) => text);
  const again = { ...inputs, draft: first.message, problems };
  return checked(await askLlm(deps, { ...common, prompt: rewrite, inputs: again }), rewrite.system);
}

/** The message ends with the link, unless the model put it in already against its orders. */
function withLink(message: string, bookingLink: string | null): string {
  return bookingLink === null || message.includes(bookingLink) ? message : `${message}\n\n${bookingLink}`;
}
