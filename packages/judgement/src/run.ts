import { workerData } from 'piscina';
import { z } from 'zod';
import { type ContenderName, contenders } from './contenders.ts';
import { readDataFolder } from './data-folder.ts';
import type { DataSet } from './data-set.ts';
import { drawPool } from './pool.ts';
import { inventedPopulation } from './population.ts';
import { replay } from './replay.ts';
import { foundAfter, type Scores, scoreOf } from './scores.ts';

/** One campaign, decided once. */
export interface RunOrder {
  readonly task: number;
  readonly contender: ContenderName;
  readonly seed: number;
}

export interface Run extends Scores {
  readonly pool: number;
  readonly positives: number;
  /** Leads found that fit, after each of `CURVE_POINTS` equal steps through the pool's calls, from 0 on. */
  readonly curve: readonly number[];
}

export const CURVE_POINTS = 81;

/** Where the threads read the data: a folder, or null for the invented population. */
export const RunSource = z.object({ folder: z.string().nullable() });

/** The data set a source names. */
export async function openDataSet({ folder }: z.infer<typeof RunSource>): Promise<DataSet> {
  return folder === null ? inventedPopulation() : await readDataFolder(folder);
}

let data: Promise<DataSet> | undefined;

/** What a thread of the measurement does; it reads the data once. */
export default async function run(order: RunOrder): Promise<Run> {
  data ??= openDataSet(RunSource.parse(workerData));
  return runOn(await data, order);
}

/** Draws the pool of a seed and lets a contender decide it. */
export function runOn(dataSet: DataSet, { task: index, contender, seed }: RunOrder): Run {
  const task = dataSet.tasks[index];
  if (!task) throw new RangeError(`no task ${index}`);
  const pool = drawPool(dataSet, task, seed);
  const decided = replay(pool, contenders[contender], seed);
  const stepCalls = pool.fits.length / (CURVE_POINTS - 1);
  return {
    ...scoreOf(pool, decided),
    pool: pool.fits.length,
    positives: pool.fits.filter(Boolean).length,
    curve: Array.from({ length: CURVE_POINTS }, (_, i) =>
      foundAfter(pool, decided.asked, Math.round(i * stepCalls)),
    ),
  };
}
