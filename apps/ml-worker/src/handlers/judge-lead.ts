import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { type EnrichedLead, moveLead } from '@fairlead/db/repositories/leads';
import { removeAuditPick } from '@fairlead/db/repositories/parking';
import { promoteLead } from '@fairlead/db/repositories/promotion';
import { recordVerdict } from '@fairlead/db/repositories/verdicts';
import { leaksPrompt } from '@fairlead/prompts/draft/leaks';
import { verdictInputs } from '@fairlead/prompts/inputs';
import type { Verdict, VerdictSource } from '@fairlead/shared/domain/verdict';
import { Stale } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { askLlm, type MlDeps } from './deps.ts';
import type { JudgeTask } from './qualify-task.ts';

const LlmVerdict = z.object({ qualified: z.boolean(), reason: z.string().min(1).max(2_000) });
const WITHHELD = 'The reason is withheld: it repeated what the language model was told.';

/** Judges the lead as the task says, and writes what follows. Throws `Stale` when others judged it meanwhile. */
export async function judgeLead(
  deps: MlDeps,
  campaign: Campaign,
  lead: EnrichedLead,
  task: JudgeTask,
  signal: AbortSignal,
): Promise<{ outcome: string; source: VerdictSource }> {
  const verdict = await verdictOn(deps, campaign, lead, task, signal);
  const outcome = await applyVerdict(deps, campaign.id, lead, verdict, deps.clock.now());
  return { outcome, source: verdict.source };
}

async function verdictOn(
  deps: MlDeps,
  campaign: Campaign,
  lead: EnrichedLead,
  task: JudgeTask,
  signal: AbortSignal,
): Promise<Verdict> {
  const { decision, auditOf, modelVersion, confidence, chosenBy } = task;
  const concerns = task.concerns.map(({ code, text }) => ({ code, text }));
  if (decision) {
    const percent = Math.round(100 * decision.probability);
    const reason = `The model is sure without asking: ${percent} % likely to fit, from earlier verdicts.`;
    const { qualified, probability } = decision;
    const given = { modelVersion: decision.modelVersion, confidence: probability, chosenBy, concerns };
    return { qualified, reason, source: 'model', ...given };
  }
  const { value } = await askLlm(deps, {
    campaignId: campaign.id,
    purpose: 'verdict',
    prompt: deps.prompts.verdict,
    inputs: verdictInputs(campaign, lead.profile),
    schema: LlmVerdict,
    signal,
  });
  const auditedQualified = auditOf?.qualified ?? null;
  const isLeak = leaksPrompt(value.reason, deps.prompts.verdict.system);
  const reason = isLeak ? WITHHELD : value.reason;
  return { ...value, reason, source: 'llm', modelVersion, confidence, chosenBy, auditedQualified, concerns };
}

/**
 * Writes the verdict and what follows from it in one transaction. Returns what became of the lead. The model's own no
 * leaves the lead's state as it is: it holds only until the model changes its mind.
 */
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
    await removeAuditPick(trx, campaignId, lead.id);
    const ids = { campaignId, leadId: lead.id };
    if (!verdict.qualified) {
      const outcome = verdict.source === 'model' ? 'parked' : 'disqualified';
      if (outcome === 'disqualified' && lead.state === 'enriched') await moveLead(trx, lead.id, outcome);
      await recordEvent(trx, { kind: `lead.${outcome}`, ...ids, detail: verdict.reason }, now);
      return outcome;
    }
    const promotion = await promoteLead(trx, lead, campaignId, verdict.confidence, now);
    const dealId = promotion.kind === 'promoted' ? { dealId: promotion.dealId } : {};
    const kind = promotion.kind === 'promoted' ? 'lead.qualified' : `lead.${promotion.kind}`;
    await recordEvent(trx, { kind, ...ids, ...dealId, detail: verdict.reason }, now);
    return promotion.kind;
  });
}
