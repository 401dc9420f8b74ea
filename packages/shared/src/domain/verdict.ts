import { z } from 'zod';

export const VerdictSource = z.enum(['llm', 'model', 'human']);
export type VerdictSource = z.infer<typeof VerdictSource>;

/** How a campaign learns which leads fit. */
export const StrategyName = z.enum(['bayes', 'classic']);
export type StrategyName = z.infer<typeof StrategyName>;

/**
 * Who chose the lead to be judged: the campaign's model, chance (the model's choice is measured against it), or the
 * order of arrival, while there was no model.
 */
export const Chooser = z.enum(['model', 'random', 'arrival']);
export type Chooser = z.infer<typeof Chooser>;

/** What a person did about a campaign: a label of its own kind. */
export const OutcomeKind = z.enum(['accepted', 'replied']);
export type OutcomeKind = z.infer<typeof OutcomeKind>;

/** Something that made the model's word worth less when it spoke. */
export const ModelConcern = z.object({ code: z.string(), text: z.string() });
export type ModelConcern = z.infer<typeof ModelConcern>;

/** What a model decided by itself about a lead. */
export interface AutomaticDecision {
  readonly leadId: number;
  readonly qualified: boolean;
  /** Calibrated, that the answer is yes. */
  readonly probability: number;
  readonly modelVersion: string;
}

/** A label for lead × campaign. */
export const Verdict = z.object({
  qualified: z.boolean(),
  reason: z.string().min(1),
  source: VerdictSource,
  /** Of the campaign's model that chose the lead, or whose decision is audited; null when none did: first come first served, or a human. */
  modelVersion: z.string().nullable(),
  /** Probability that the answer is yes, as that model saw it; null when it could not say. */
  confidence: z.number().min(0).max(1).nullable(),
  /** Null where nobody chose among the candidates: a parked lead, an audit, a human's verdict. */
  chosenBy: Chooser.nullable().default(null),
  /** What the model had decided by itself, where the language model was asked in order to check it. */
  auditedQualified: z.boolean().nullable().default(null),
  concerns: z.array(ModelConcern).readonly().default([]),
});
export type Verdict = z.input<typeof Verdict>;
