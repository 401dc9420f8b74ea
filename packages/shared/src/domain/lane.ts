import { z } from 'zod';

/** One kind of work. The name of a job is the name of its lane. */
export const Lane = z.enum([
  'settle',
  'connect',
  'check-pending',
  'follow-up',
  'enrich',
  'search',
  'embed',
  'qualify',
  'fit',
  'seed',
  'draft',
  'keywords',
]);
export type Lane = z.infer<typeof Lane>;

/** The lanes that change something on LinkedIn. */
const WRITE_LANES = ['connect', 'follow-up'] as const satisfies readonly Lane[];

/** Whether a job of the lane may change something on LinkedIn. */
export const isWriteLane = (lane: Lane): boolean => WRITE_LANES.some((write) => write === lane);

/** The lanes whose pace is `minActionInterval`: what a person would see an account do. */
export const MAJOR_LANES = ['connect', 'check-pending', 'follow-up'] as const satisfies readonly Lane[];
