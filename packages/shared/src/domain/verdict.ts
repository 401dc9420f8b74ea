import { z } from 'zod';

export const VerdictSource = z.enum(['llm', 'model', 'human']);
export type VerdictSource = z.infer<typeof VerdictSource>;

/** A label for lead × campaign. */
export const Verdict = z.object({
  qualified: z.boolean(),
  reason: z.string().min(1),
  source: VerdictSource,
  /** Of the campaign's model that chose the lead; null when none did: first come first served, or a human. */
  modelVersion: z.string().nullable(),
  /** Probability that the answer is yes, as the model saw it; null when it could not say. */
  confidence: z.number().min(0).max(1).nullable(),
});
export type Verdict = z.infer<typeof Verdict>;
