import { z } from 'zod';
import { ModelConcern } from './verdict.ts';

/** Labelled people whose probability, by a model that had not seen their label, lies in one interval. */
export const CalibrationBin = z.object({
  /** The interval [from, to), the last one with its end. */
  from: z.number(),
  to: z.number(),
  people: z.int().nonnegative(),
  /** Of them. */
  meanProbability: z.number(),
  yes: z.int().nonnegative(),
});
export type CalibrationBin = z.infer<typeof CalibrationBin>;

/** What a fit found about itself. Rows of older versions have nothing. */
export const FitReport = z.object({
  concerns: z.array(ModelConcern.extend({ asks: z.boolean() })).default([]),
  /** Empty while the model cannot say. */
  calibration: z.array(CalibrationBin).default([]),
});
export type FitReport = z.infer<typeof FitReport>;
