import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { Failed } from '../../failed.ts';
import { ROOT } from '../../paths.ts';
import type { BenchFrame } from './frame.ts';

/** The system's: other Pythons on PATH seldom have scikit-learn. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = join(ROOT, 'packages/qualifier/bench/sklearn_reference.py');
/** OpenBLAS guesses the processor, and may guess a slow one; what a processor lacks ends the program. */
const CORE_TYPES = ['', 'Haswell', 'Zen', 'SkylakeX'] as const;

const Probe = z.object({ ms: z.number() });
const Reference = z.object({
  refitMs: z.number(),
  scoreMs: z.number(),
  logMarginalLikelihood: z.number(),
  dims: z.number(),
  rssMb: z.number(),
  sklearn: z.string(),
});

export interface SklearnFigures extends z.infer<typeof Reference> {
  /** The OPENBLAS_CORETYPE that was fastest; empty for OpenBLAS's own guess. */
  coreType: string;
}

/** Throws `Misconfigured` where there is no scikit-learn. */
export async function assertSklearn(): Promise<void> {
  await promisify(execFile)(PYTHON, ['-c', 'import sklearn']).catch((error: Error) => {
    throw new Misconfigured(
      `scikit-learn, which ours is measured against, is not there: ${error.message.trim().split('\n').at(-1)}`,
      `apt-get install python3-sklearn (it is looked for by ${PYTHON})`,
      { cause: error },
    );
  });
}

/** The original's refit and score of the data that `writeForReference` wrote, with the fastest OpenBLAS. */
export async function measureSklearn(
  frame: BenchFrame,
  data: { path: string; labels: number; pool: number; dimensions: number },
): Promise<SklearnFigures> {
  const coreType = await fastestCoreType(frame);
  frame.out.step(`scikit-learn, OPENBLAS_CORETYPE ${coreType || 'as it guesses'} (a minute or more)`);
  const sizes = [data.labels, data.pool, data.dimensions].map(String);
  const answer = await python(frame, coreType, ['measure', data.path, ...sizes]);
  return { ...Reference.parse(JSON.parse(answer)), coreType };
}

async function fastestCoreType(frame: BenchFrame): Promise<string> {
  let fastest = { coreType: '', ms: Number.POSITIVE_INFINITY };
  for (const coreType of CORE_TYPES) {
    const answer = await python(frame, coreType, ['probe']).catch(() => null);
    if (answer === null) continue;
    const { ms } = Probe.parse(JSON.parse(answer));
    if (ms < fastest.ms) fastest = { coreType, ms };
  }
  return fastest.coreType;
}

async function python({ onStop }: BenchFrame, coreType: string, args: readonly string[]): Promise<string> {
  const stopping = new AbortController();
  onStop(() => Promise.resolve(stopping.abort()));
  const env = coreType === '' ? process.env : { ...process.env, OPENBLAS_CORETYPE: coreType };
  try {
    return (await promisify(execFile)(PYTHON, [SCRIPT, ...args], { env, signal: stopping.signal })).stdout;
  } catch (thrown) {
    throw new Failed(`scikit-learn's measurement failed: ${coerceError(thrown).message}`);
  }
}
