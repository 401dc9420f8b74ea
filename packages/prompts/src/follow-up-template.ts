import type { Profile } from '@fairlead/shared/domain/profile';
import { Permanent } from '@fairlead/shared/runtime/errors';
import { checkTemplate, describeFaults } from './check-template.ts';
import { createTemplateEngine } from './template-engine.ts';
import { templateValues } from './template-variables.ts';

const engine = createTemplateEngine();

/**
 * The operator's follow-up template with the person's facts filled in: the names of docs/templates.md. What a profile
 * does not say renders as nothing. Throws `Permanent` when the template was stored with a fault all the same.
 */
export async function renderFollowUpTemplate(
  template: string,
  profile: Profile,
  product: string,
): Promise<string> {
  const faults = checkTemplate(template);
  if (faults.length > 0) {
    throw new Permanent(`The campaign's follow-up template cannot be rendered. ${describeFaults(faults)}`);
  }
  return String(await engine.parseAndRender(template, templateValues(profile, product))).trim();
}
