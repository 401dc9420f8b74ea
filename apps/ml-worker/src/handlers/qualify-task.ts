import { nextAudit } from '@fairlead/db/repositories/audits';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { type CandidateKey, candidatesFor } from '@fairlead/db/repositories/embeddings';
import { drawForAudit } from '@fairlead/db/repositories/parking';
import type { AuditStanding } from '@fairlead/qualifier/audit';
import type { Choice, Concern, Decision, Parking } from '@fairlead/qualifier/strategy';
import type { AutomaticDecision, Chooser } from '@fairlead/shared/domain/verdict';
import type { CampaignModel } from '../models/port.ts';
import { readVectors } from '../models/read-vectors.ts';
import type { MlDeps } from './deps.ts';
import { readStanding } from './standing.ts';

// The strategy chooses among these.
const CANDIDATES_PER_CHOICE = 10_000;

/** One lead to be judged. */
export interface JudgeTask {
  readonly kind: 'judge';
  readonly leadId: number;
  /** `audit`, or why the strategy chose this lead. */
  readonly why: Choice['why'] | 'audit' | 'best-left';
  readonly chosenBy: Chooser | null;
  /** Of the model that chose; null when none did. */
  readonly modelVersion: string | null;
  readonly confidence: number | null;
  /** What the model decides by itself; null: the language model is asked. */
  readonly decision: AutomaticDecision | null;
  /** The automatic decision that the language model's answer checks. */
  readonly auditOf: AutomaticDecision | null;
  readonly concerns: readonly Concern[];
}

/** Leads that the model rejects by itself. */
export interface ParkTask {
  readonly kind: 'park';
  readonly decisions: readonly AutomaticDecision[];
  readonly why: string;
  readonly concerns: readonly Concern[];
}

export type QualifyTask = JudgeTask | ParkTask;

/** What the campaign's next step is, or null when nobody awaits judgement. */
export async function nextTask(deps: MlDeps, campaign: Campaign): Promise<QualifyTask | null> {
  const audit = await nextAudit(deps.db, campaign.id, deps.embedder.model);
  if (audit) return await auditTask(deps, campaign, audit);
  const candidates = await candidatesFor(deps.db, campaign.id, deps.embedder.model, CANDIDATES_PER_CHOICE);
  if (candidates.length === 0) return null;
  const { standing } = await readStanding(deps.db, campaign.id);
  const proposed = await deps.models.use(campaign, (model) => proposeTask(deps, model, candidates, standing));
  return proposed?.kind === 'judge' ? await drawnOrNot(deps, campaign, proposed) : proposed;
}

async function auditTask(deps: MlDeps, campaign: Campaign, auditOf: AutomaticDecision): Promise<JudgeTask> {
  return {
    kind: 'judge',
    leadId: auditOf.leadId,
    why: 'audit',
    chosenBy: null,
    modelVersion: auditOf.modelVersion,
    confidence: auditOf.probability,
    decision: null,
    auditOf,
    concerns: await deps.models.use(campaign, (model) => model.concerns()),
  };
}

async function proposeTask(
  { db, embedder }: MlDeps,
  model: CampaignModel,
  candidates: readonly CandidateKey[],
  standing: AuditStanding,
): Promise<QualifyTask | null> {
  const proposal = await model.propose(candidates);
  if (!proposal) return null;
  const concerns = await model.concerns();
  if (proposal.kind === 'park') {
    return standing.automatic
      ? { kind: 'park', decisions: rejections(proposal, model.version), why: proposal.why, concerns }
      : bestLeft(proposal, model.version, concerns);
  }
  const vector = (await readVectors(db, embedder.model, [proposal.id])).get(proposal.id);
  if (!vector) return null;
  const decision = await model.decide(vector);
  const chosenBy = CHOOSERS[proposal.why];
  return {
    kind: 'judge',
    leadId: proposal.id,
    why: proposal.why,
    chosenBy,
    modelVersion: chosenBy === 'arrival' ? null : model.version,
    confidence: decision.probability,
    decision: standing.automatic ? automatic(decision, proposal.id, model.version) : null,
    auditOf: null,
    concerns,
  };
}

const CHOOSERS: Readonly<Record<Choice['why'], Chooser>> = {
  exploit: 'model',
  explore: 'model',
  random: 'random',
  'first-come': 'arrival',
};

const automatic = (decision: Decision, leadId: number, modelVersion: string): AutomaticDecision | null =>
  decision.kind === 'ask'
    ? null
    : { leadId, qualified: decision.qualified, probability: decision.probability, modelVersion };

function rejections({ leads }: Parking, modelVersion: string): AutomaticDecision[] {
  return leads.map(({ id, probability }) => ({ leadId: id, qualified: false, probability, modelVersion }));
}

/** Automatic decisions have stopped: the likeliest of those who would be parked is asked about. */
function bestLeft({ leads }: Parking, modelVersion: string, concerns: readonly Concern[]): JudgeTask | null {
  const [first, ...others] = leads;
  if (!first) return null;
  const best = others.reduce((a, b) => (b.probability > a.probability ? b : a), first);
  return {
    kind: 'judge',
    leadId: best.id,
    why: 'best-left',
    chosenBy: 'model',
    modelVersion,
    confidence: best.probability,
    decision: null,
    auditOf: null,
    concerns,
  };
}

/**
 * A share of the decisions about single leads is drawn for audit, and asked about at once. The draw is stored
 * before, so that a failed answer does not turn it into an unchecked decision.
 */
async function drawnOrNot(deps: MlDeps, campaign: Campaign, task: JudgeTask): Promise<JudgeTask> {
  const { decision } = task;
  if (!decision || deps.random.next() >= campaign.auditShare) return task;
  await deps.db.transaction().execute((trx) => drawForAudit(trx, campaign.id, [decision], deps.clock.now()));
  return await auditTask(deps, campaign, decision);
}
