import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { candidatesFor } from '@fairlead/db/repositories/embeddings';
import { recordEvent } from '@fairlead/db/repositories/events';
import { type EnrichedLead, getEnrichedLead, moveLead } from '@fairlead/db/repositories/leads';
import { promoteLead } from '@fairlead/db/repositories/promotion';
import { recordVerdict } from '@fairlead/db/repositories/verdicts';
import type { Decision } from '@fairlead/qualifier/strategy';
import type { Verdict } from '@fairlead/shared/domain/verdict';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { profileBrief } from '../prompts/profile-brief.ts';
import { loadCampaignModel } from './campaign-model.ts';
import { activeCampaign, askLlm, type MlDeps } from './deps.ts';

// The strategy chooses among these; more would be read for one choice than is worth it.
const CANDIDATES_PER_CHOICE = 2_000;

const LlmVerdict = z.object({ qualified: z.boolean(), reason: z.string().min(1) });

/** Judges one lead: the strategy proposes it, and decides it or has the language model asked. */
export function qualify(deps: MlDeps): Handler<'qualify'> {
  const { db, clock, random, embedder } = deps;
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(db, campaignId);
    const candidates = await candidatesFor(db, campaignId, embedder.model, CANDIDATES_PER_CHOICE);
    const { strategy, version } = await loadCampaignModel(db, campaign, embedder.model);
    const proposal = strategy.propose(candidates, random);
    const chosen = proposal?.kind === 'judge' && candidates.find(({ id }) => id === proposal.id);
    if (!chosen) throw new Stale('No lead awaits judgement.');
    const lead = await getEnrichedLead(db, chosen.id);
    if (!lead) throw new Stale('The lead is gone.');
    const decision = strategy.decide(chosen.vector);
    // Whom the order of arrival chose, the model did not: its lift is measured against these.
    const modelVersion = proposal?.why === 'first-come' ? null : version;
    const verdict = await judge(deps, campaign, lead, decision, modelVersion, signal);
    const became = await applyVerdict(deps, campaignId, lead, verdict, clock.now());
    return { outcome: became, leadId: lead.id, source: verdict.source, why: proposal?.why ?? null };
  };
}

async function judge(
  deps: MlDeps,
  campaign: Campaign,
  lead: EnrichedLead,
  decision: Decision,
  modelVersion: string | null,
  signal: AbortSignal,
): Promise<Verdict> {
  const confidence = decision.probability;
  if (decision.kind === 'auto') {
    const percent = Math.round(100 * decision.probability);
    const reason = `The model is sure without asking: ${percent} % likely to fit, from earlier verdicts.`;
    return { qualified: decision.qualified, reason, source: 'model', modelVersion, confidence };
  }
  const { value } = await askLlm(deps, {
    campaignId: campaign.id,
    purpose: 'verdict',
    prompt: deps.prompts.verdict,
    inputs: {
      objective: campaign.objective,
      product: campaign.productDocs,
      profile: profileBrief(lead.profile),
    },
    schema: LlmVerdict,
    signal,
  });
  return { ...value, source: 'llm', modelVersion, confidence };
}

/** Writes the verdict and what follows from it in one transaction. Returns what became of the lead. */
async function applyVerdict(
  { db }: MlDeps,
  campaignId: number,
  lead: EnrichedLead,
  verdict: Verdict,
  now: Date,
): Promise<string> {
  return await db.transaction().execute(async (trx) => {
    if (!(await recordVerdict(trx, lead.id, campaignId, verdict, now))) {
      throw new Stale('The lead was judged meanwhile.');
    }
    const ids = { campaignId, leadId: lead.id };
    if (!verdict.qualified) {
      if (lead.state === 'enriched') await moveLead(trx, lead.id, 'disqualified');
      await recordEvent(trx, { kind: 'lead.disqualified', ...ids, detail: verdict.reason }, now);
      return 'disqualified';
    }
    const promotion = await promoteLead(trx, lead, campaignId, verdict.confidence, now);
    const dealId = promotion.kind === 'promoted' ? { dealId: promotion.dealId } : {};
    const kind = promotion.kind === 'promoted' ? 'lead.qualified' : `lead.${promotion.kind}`;
    await recordEvent(trx, { kind, ...ids, ...dealId, detail: verdict.reason }, now);
    return promotion.kind;
  });
}
