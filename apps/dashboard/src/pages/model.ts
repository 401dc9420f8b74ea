import type { CampaignAudits } from '@fairlead/db/repositories/audits';
import type { LlmUsage } from '@fairlead/db/repositories/llm-calls';
import type { CampaignModelView, ModelCounts } from '@fairlead/db/views/campaign-model';
import type { JudgedLeads } from '@fairlead/db/views/judgement';
import { type AuditStanding, auditStanding } from '@fairlead/qualifier/audit';
import { type Answers, fewestAnswers, type Lift, liftOver } from '@fairlead/qualifier/lift';
import type { CalibrationBin } from '@fairlead/shared/domain/fit-report';
import type { Chooser } from '@fairlead/shared/domain/verdict';
import { llmCost } from '@fairlead/shared/runtime/llm-cost';
import type { LlmPrice } from '@fairlead/shared/runtime/settings';

/** One interval of predictions: what was predicted beside what was answered. */
export interface CalibrationRow extends CalibrationBin {
  /** Of yes among the answers, 0 to 1. */
  yesShare: number;
}

/** What the campaign's model has spared. */
export interface Savings {
  /** Automatic decisions in force, each of which would have been a question. */
  calls: number;
  /** Questions that were asked. */
  asked: number;
  /** What the calls would have taken at the average of those; null while there were none. */
  tokens: number | null;
  /** The same in the currency of the prices; null where one of the models has no price, too. */
  cost: number | null;
}

export interface ModelPage {
  standing: AuditStanding;
  /** Of the model's choice over chance; null while there are too few answers. */
  lift: Lift | null;
  /** In words. */
  liftText: string;
  choosers: { chooser: string; yes: number; no: number }[];
  calibration: CalibrationRow[];
}

const CHOOSERS: readonly (readonly [Chooser, string])[] = [
  ['model', 'The model'],
  ['random', 'Chance'],
  ['arrival', 'Order of arrival'],
];

/** What was answered about those whom somebody chose. */
export function answersOf(judged: readonly JudgedLeads[], chooser: Chooser): Answers {
  return judged.find(({ chosenBy }) => chosenBy === chooser) ?? { yes: 0, no: 0 };
}

/** The numbers of the page, from stored rows. */
export function modelPage(
  { fit }: CampaignModelView,
  { audits, settledTo, tolerance }: Omit<CampaignAudits, 'campaignId'>,
  judged: readonly JudgedLeads[],
): ModelPage {
  const lift = liftOver(answersOf(judged, 'model'), answersOf(judged, 'random'));
  return {
    standing: auditStanding(audits, settledTo, tolerance),
    lift,
    liftText: liftWords(lift),
    choosers: CHOOSERS.map(([chooser, name]) => {
      const { yes, no } = answersOf(judged, chooser);
      return { chooser: name, yes, no };
    }),
    calibration: (fit?.report.calibration ?? []).map((bin) => ({ ...bin, yesShare: bin.yes / bin.people })),
  };
}

/** Every automatic decision in force at the average of the verdicts that were asked for. */
export function savingsOf(
  { parked, modelYes }: Pick<ModelCounts, 'parked' | 'modelYes'>,
  usage: readonly LlmUsage[],
  prices: readonly LlmPrice[],
): Savings {
  const verdicts = usage.filter(({ purpose }) => purpose === 'verdict');
  const sum = (of: (use: LlmUsage) => number): number => verdicts.reduce((total, use) => total + of(use), 0);
  const calls = parked + modelYes;
  const asked = sum((use) => use.calls);
  if (asked === 0) return { calls, asked, tokens: null, cost: null };
  const tokens = Math.round((calls * sum((use) => use.promptTokens + use.completionTokens)) / asked);
  const costs = verdicts.map((use) => llmCost(use, prices)).filter((cost) => cost !== null);
  const whole = costs.length < verdicts.length ? null : costs.reduce((total, cost) => total + cost, 0);
  return { calls, asked, tokens, cost: whole === null ? null : (calls * whole) / asked };
}

function liftWords(lift: Lift | null): string {
  if (!lift) return `Too few answers: ${fewestAnswers} of each kind are needed.`;
  if (lift.low > 1) return 'The model finds a yes more often than chance does.';
  return lift.high < 1 ? 'Below random so far.' : 'Not above random so far.';
}
