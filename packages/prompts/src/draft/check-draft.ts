import type { DraftProblem } from '@fairlead/shared/domain/message';
import { z } from 'zod';
import { claimProblems } from './claims.ts';
import { formProblems } from './form.ts';
import { profileParts, speaksToModel } from './hostile.ts';
import { leakProblems } from './leaks.ts';
import { linkProblems, withoutLink } from './links.ts';
import { experienceProblems, mentionProblems } from './mentions.ts';
import { type DraftContext, draftSources } from './sources.ts';

/** What the language model answers: the message, and for each fact it states the words that say so. */
export const FollowUpDraft = z.object({
  message: z.string().trim().min(1).max(10_000),
  claims: z
    .array(z.object({ about: z.enum(['person', 'product']), quote: z.string().min(1).max(2_000) }))
    .max(50),
});
export type FollowUpDraft = z.infer<typeof FollowUpDraft>;

/**
 * Why a draft may not be sent as it is; [] when it may. What it states must stand in the profile, in the product docs or
 * in the operator's own texts. Pure: the same draft, the same problems.
 */
export function checkDraft({ message, claims }: FollowUpDraft, context: DraftContext): DraftProblem[] {
  const sources = draftSources(context);
  return [
    ...hostileProblems(context),
    ...formProblems(message),
    ...linkProblems(message, context.bookingLink, sources.operator.text),
    ...leakProblems(message, context.system, sources),
    ...claimProblems(claims, sources),
    ...mentionProblems(withoutLink(message, context.bookingLink), sources),
    ...experienceProblems(message, sources),
  ];
}

function hostileProblems({ profile }: DraftContext): DraftProblem[] {
  return profileParts(profile).some(speaksToModel)
    ? [
        {
          code: 'hostile-profile',
          text: 'The profile speaks to the language model: read the message with care.',
        },
      ]
    : [];
}

/** A second draft cannot mend what the profile is. */
export function canBeRewritten(problems: readonly DraftProblem[]): boolean {
  return problems.every(({ code }) => code !== 'hostile-profile');
}
