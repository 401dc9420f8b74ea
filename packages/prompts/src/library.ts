import { join } from 'node:path';
import { loadPrompt, type Prompt } from './prompt.ts';

/** Where the prompt files are kept: the project's `prompts` folder. */
export const PROMPTS_FOLDER = join(import.meta.dirname, '../../../prompts');

/** Every question the language model is asked. */
export interface Prompts {
  verdict: Prompt<{ objective: string; product: string; profile: string }>;
  keywords: Prompt<{
    objective: string;
    product: string;
    used: readonly string[];
    /** A line for each keyword whose search was read, the best first. */
    yields: readonly string[];
    count: number;
  }>;
  followUp: Prompt<{ product: string; profile: string; template: string }>;
  /** The same once more, with what was wrong with the draft. */
  rewrite: Prompt<{
    product: string;
    profile: string;
    template: string;
    draft: string;
    problems: readonly string[];
  }>;
}

/** Reads them all. Throws when a file does not take the inputs it will be given. */
export async function loadPrompts(): Promise<Prompts> {
  return {
    verdict: await loadPrompt(PROMPTS_FOLDER, 'verdict', ['objective', 'product', 'profile']),
    keywords: await loadPrompt(PROMPTS_FOLDER, 'keywords', [
      'objective',
      'product',
      'used',
      'yields',
      'count',
    ]),
    followUp: await loadPrompt(PROMPTS_FOLDER, 'follow-up', ['product', 'profile', 'template']),
    rewrite: await loadPrompt(PROMPTS_FOLDER, 'rewrite', [
      'product',
      'profile',
      'template',
      'draft',
      'problems',
    ]),
  };
}
