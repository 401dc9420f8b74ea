import type { Profile } from '@fairlead/shared/domain/profile';
import { Permanent } from '@fairlead/shared/runtime/errors';
import { Liquid } from 'liquidjs';

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  // A template may have come from a kit: it reads no files, and ends.
  templates: {},
  renderLimit: 1_000,
  memoryLimit: 10_000_000,
  // What a profile says stands in the middle of our instructions: on one line, and without tags.
  outputEscape: (value: unknown) =>
    String(value ?? '')
      .replace(/\s+/g, ' ')
      .replaceAll('<', '‹')
      .replaceAll('>', '›'),
});

/**
 * The operator's follow-up template with the person's facts filled in: `profile` (a Profile) and
 * `product` (the product docs). Throws `Permanent` when the template names something else.
 */
export async function renderFollowUpTemplate(
  template: string,
  profile: Profile,
  product: string,
): Promise<string> {
  try {
    return String(await engine.parseAndRender(template, { profile, product })).trim();
  } catch (cause) {
    throw new Permanent(`The campaign's follow-up template cannot be rendered: ${String(cause)}`, { cause });
  }
}
