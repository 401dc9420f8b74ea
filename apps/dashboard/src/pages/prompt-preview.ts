import { checkTemplate, describeFaults } from '@fairlead/prompts/check-template';
import { type CampaignTexts, followUpInputs, verdictInputs } from '@fairlead/prompts/inputs';
import type { Prompts } from '@fairlead/prompts/library';
import type { Profile } from '@fairlead/shared/domain/profile';

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
  const faults = checkTemplate(texts.followUpTemplate);
  return [
    {
      ...told('Follow-up', followUp),
      question: faults.length > 0 ? null : await followUp.render(await followUpInputs(texts, profile)),
      fault: faults.length > 0 ? describeFaults(faults) : null,
    },
    {
      ...told('Verdict', verdict),
      question: await verdict.render(verdictInputs(texts, profile)),
      fault: null,
    },
  ];
}

const told = (title: string, { system }: { system: string }) => ({ title, system: system.trim() });
