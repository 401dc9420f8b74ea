import type { Profile } from '@fairlead/shared/domain/profile';
import { renderFollowUpTemplate } from './follow-up-template.ts';
import type { Prompts } from './library.ts';
import { profileBrief } from './profile-brief.ts';

/** What a campaign says to the language model. */
export interface CampaignTexts {
  objective: string;
  productDocs: string;
  followUpTemplate: string;
}

type InputsOf<P extends keyof Prompts> = Parameters<Prompts[P]['render']>[0];

/** What the model is asked about one person of the campaign. */
export function verdictInputs(campaign: CampaignTexts, profile: Profile): InputsOf<'verdict'> {
  const { objective, productDocs: product } = campaign;
  return { objective, product, profile: profileBrief(profile) };
}

/** What the model is told to write to one person of the campaign. Throws `Permanent` when the template is wrong. */
export async function followUpInputs(
  campaign: CampaignTexts,
  profile: Profile,
): Promise<InputsOf<'followUp'>> {
  const { productDocs: product, followUpTemplate } = campaign;
  const template = await renderFollowUpTemplate(followUpTemplate, profile, product);
  return { product, profile: profileBrief(profile), template };
}
