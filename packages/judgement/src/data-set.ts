import { z } from 'zod';

/** One campaign to replay. */
export const Task = z.object({
  name: z.string().min(1),
  /** The categories a perfect judge says yes to. */
  positives: z.array(z.string()).min(1),
  /** The share of the pool that is of these categories. */
  rate: z.number().gt(0).lt(1),
  /** How many leads are drawn. */
  pool: z.int().min(10),
  /** How often the language model answers the opposite, both ways alike. */
  noise: z.number().min(0).lt(0.5),
});
export type Task = z.infer<typeof Task>;

/** Leads whose category is known, and campaigns that look for some of the categories. */
export interface DataSet {
  readonly name: string;
  /** Unit vectors, one for each lead. */
  readonly vectors: readonly Float32Array[];
  /** The category of each lead. */
  readonly categories: readonly string[];
  /** A sentence about each category, as a unit vector. */
  readonly objectives: ReadonlyMap<string, Float32Array>;
  readonly tasks: readonly Task[];
}

/** What a task cannot be replayed on, in words; null when it can. */
export function faultOf(task: Task, data: DataSet): string | null {
  const unknown = task.positives.filter((category) => !data.objectives.has(category));
  if (unknown.length > 0) return `${task.name}: no such category: ${unknown.join(', ')}`;
  const yes = data.categories.filter((category) => task.positives.includes(category)).length;
  if (yes === 0) return `${task.name}: no lead is of its categories`;
  if (yes === data.categories.length) return `${task.name}: every lead is of its categories`;
  return null;
}
