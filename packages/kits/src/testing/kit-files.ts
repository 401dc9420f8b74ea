import { EMBEDDING_DIMENSIONS, EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import type { KitConfig } from '../config.ts';

/** A configuration that is right. */
export const CONFIG: KitConfig = {
  action_fraction: 0.3,
  product_docs: 'We predict failures of turbines.',
  campaign_objective: 'Operations managers at wind parks',
  booking_link: 'https://calendar.example/wind',
  followup_template: 'Thank {{ profile.firstName }} for connecting.',
  campaign_name: 'Wind partner',
};

const doubles = (count: number, value = 0): string =>
  Buffer.from(new Float64Array(count).fill(value).buffer).toString('base64');

const FEATURES = EMBEDDING_DIMENSIONS + 1;

/** A model in our own format that finds everybody equally likely. */
export const SNAPSHOT = {
  format: 'fairlead-model',
  version: 1,
  kind: 'bayes',
  embeddingModel: EMBEDDING_MODELS['bge-small-en-v1.5'],
  dimension: EMBEDDING_DIMENSIONS,
  objective: null,
  centre: doubles(EMBEDDING_DIMENSIONS),
  cosine: null,
  weights: doubles(FEATURES),
  factor: doubles((FEATURES * (FEATURES + 1)) / 2),
  calibration: { slope: 1, intercept: 0 },
};

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
