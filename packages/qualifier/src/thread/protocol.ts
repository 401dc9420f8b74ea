import { z } from 'zod';
import { ModelState } from '../model-state.ts';
import { PortableModel } from '../portable.ts';
import { strategyNames } from '../strategies.ts';
import { PackedCandidates, PackedLabels, PackedVectors } from './packing.ts';

const key = z.string().min(1);
const OfCampaign = z.strictObject({ key });
const Nothing = z.undefined();

const Context = z.strictObject({
  embeddingModel: z.string(),
  objective: z.instanceof(Float32Array).nullable(),
});

const Proposal = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('judge'),
    id: z.number(),
    why: z.enum(['exploit', 'explore', 'random', 'first-come']),
    score: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal('park'),
    leads: z.array(z.strictObject({ id: z.number(), probability: z.number() })).readonly(),
    why: z.string(),
  }),
]);

const Decision = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ask'),
    probability: z.number().nullable(),
    entropy: z.number().nullable(),
    std: z.number().nullable(),
    why: z.string(),
  }),
  z.strictObject({
    kind: z.literal('auto'),
    qualified: z.boolean(),
    probability: z.number(),
    entropy: z.number(),
    std: z.number(),
  }),
]);

const Concern = z.strictObject({
  code: z.enum([
    'one-class',
    'few-labels',
    'duplicates',
    'contradictions',
    'constant-features',
    'bound',
    'not-finite',
    'small-pool',
  ]),
  text: z.string(),
  asks: z.boolean(),
});

/** What changes in a pool, or a part of it. */
const PoolPart = { key, add: PackedCandidates, remove: z.array(z.number()) };

/** Every call between host and thread: what it carries there and what comes back. */
export const calls = {
  open: {
    request: z.strictObject({
      key,
      name: z.enum(strategyNames),
      options: z.unknown(),
      context: Context,
      snapshot: z.unknown(),
      labels: PackedLabels,
    }),
    result: z.strictObject({ restored: z.boolean() }),
  },
  held: {
    request: OfCampaign,
    result: z
      .strictObject({
        labels: z.array(z.number()).readonly(),
        candidates: z.array(z.number()).readonly(),
      })
      .nullable(),
  },
  observe: { request: z.strictObject({ key, labels: PackedLabels }), result: Nothing },
  change: { request: z.strictObject(PoolPart), result: Nothing },
  propose: {
    request: z.strictObject({ ...PoolPart, seed: z.int() }),
    result: Proposal.nullable(),
  },
  decide: { request: z.strictObject({ key, vector: z.instanceof(Float32Array) }), result: Decision },
  probabilities: {
    request: z.strictObject({ key, vectors: PackedVectors }),
    result: z.instanceof(Float64Array).nullable(),
  },
  reopen: {
    request: z.strictObject({ key, parked: PackedCandidates }),
    result: z.array(z.number()).readonly(),
  },
  heldOut: { request: OfCampaign, result: z.map(z.number(), z.number()).nullable() },
  concerns: { request: OfCampaign, result: z.array(Concern).readonly() },
  snapshot: { request: OfCampaign, result: ModelState },
  portable: { request: OfCampaign, result: PortableModel.nullable() },
  rank: {
    request: z.strictObject({ model: PortableModel, vectors: PackedVectors }),
    result: z.instanceof(Float64Array),
  },
  forget: { request: OfCampaign, result: Nothing },
} as const;

export type Call = keyof typeof calls;
export type Request<C extends Call> = z.infer<(typeof calls)[C]['request']>;
export type Result<C extends Call> = z.infer<(typeof calls)[C]['result']>;

const callNames = Object.keys(calls) as [Call, ...Call[]];

/** To the thread. `request` is read by the schema of its call. */
export const Question = z.strictObject({ id: z.int(), call: z.enum(callNames), request: z.unknown() });
export type Question = z.infer<typeof Question>;

/** An error in transit. */
const Trouble = z.strictObject({ name: z.string(), message: z.string(), stack: z.string() });
export type Trouble = z.infer<typeof Trouble>;

/** From the thread. `result` is read by the schema of the call it answers. */
export const Answer = z.discriminatedUnion('ok', [
  z.strictObject({ id: z.int(), ok: z.literal(true), result: z.unknown() }),
  z.strictObject({ id: z.int(), ok: z.literal(false), trouble: Trouble }),
]);
export type Answer = z.infer<typeof Answer>;

/** What the thread is started with. */
export const ThreadData = z.strictObject({ maxBytes: z.number().positive() });
export type ThreadData = z.infer<typeof ThreadData>;
