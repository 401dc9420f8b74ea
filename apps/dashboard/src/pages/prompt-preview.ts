import { type CampaignTexts, followUpInputs, verdictInputs } from '@fairlead/prompts/inputs';
import type { Prompts } from '@fairlead/prompts/library';
import type { Prompt } from '@fairlead/prompts/prompt';
import type { Profile } from '@fairlead/shared/domain/profile';
import { faultText } from './campaign-form.ts';

/** What the language model is told and asked, word for word; or why it cannot be. */
export interface PromptText {
  title: string;
  system: string;
  question: string | null;
  fault: string | null;
}

/** The prompts of a campaign about one person, as the ML worker renders them. */
export async function previewPrompts(
  { followUp, verdict }: Prompts,
  texts: CampaignTexts,
  profile: Profile,
): Promise<PromptText[]> {
  return [
    await promptText('Follow-up', followUp, () => followUpInputs(texts, profile)),
    await promptText('Verdict', verdict, () => Promise.resolve(verdictInputs(texts, profile))),
  ];
}

async function promptText<I extends Record<string, unknown>>(
  title: string,
  prompt: Prompt<I>,
  inputs: () => Promise<I>,
): Promise<PromptText> {
  const system = prompt.system.trim();
  try {
    return { title, system, question: await prompt.render(await inputs()), fault: null };
  } catch (error) {
    return { title, system, question: null, fault: faultText(error) };
  }
}
