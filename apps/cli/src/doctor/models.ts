import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { checkLlm } from '../setup/llm-check.ts';
import { type Check, type Examination, fail, ok } from './finding.ts';

const HUB = 'https://huggingface.co';
const REACH_MS = 10_000;
const WITHOUT =
  'Let it through to huggingface.co once, set FAIRLEAD_EMBEDDING_MODEL_DIR to a folder that holds the model, or FAIRLEAD_EMBEDDER=hashing to do without.';

export const languageModel: Check = async ({ settings }) => {
  const {
    FAIRLEAD_LLM_API_KEY: apiKey,
    FAIRLEAD_LLM_MODEL: model,
    FAIRLEAD_LLM_BASE_URL: baseUrl,
  } = settings;
  if (apiKey) return ok(`${model} answered within ${await checkLlm({ apiKey, model, baseUrl })} ms`);
  return settings.FAIRLEAD_TARGET === 'sandbox'
    ? ok('simulated by the sandbox')
    : fail('FAIRLEAD_LLM_API_KEY is missing.', 'Run ./fairlead init, or set it in .env.');
};

export const embeddingModel: Check = async ({ settings, isGiven }) => {
  const {
    FAIRLEAD_EMBEDDER: name,
    FAIRLEAD_EMBEDDING_MODEL_DIR: given,
    FAIRLEAD_STATE_DIR: stateDir,
  } = settings;
  const isDefault = settings.FAIRLEAD_TARGET === 'sandbox' && !isGiven('FAIRLEAD_EMBEDDER');
  if (name === 'hashing' || isDefault) return ok('hashing (no model needed; less exact)');
  const file = join(given ?? join(stateDir, 'models'), EMBEDDING_MODELS[name], 'onnx', 'model.onnx');
  if (await exists(file)) return ok(`${name}, in ${file}`);
  if (given !== undefined) return fail(`There is no ${file}.`, WITHOUT);
  return await downloadable(EMBEDDING_MODELS[name], HUB);
};

/** Whether the model can be had from the hub; only a small file is asked for. */
export async function downloadable(model: string, hub: string): Promise<Examination> {
  const url = `${hub}/${model}/resolve/main/config.json`;
  try {
    const { status } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) });
    if (status < 400) return ok(`${model}, downloaded once at the first start (about 130 MB)`);
    return fail(`${model} cannot be downloaded: ${hub} answers ${status}.`, WITHOUT);
  } catch (thrown) {
    return fail(`${model} is not here and cannot be downloaded: ${coerceError(thrown).message}.`, WITHOUT);
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
