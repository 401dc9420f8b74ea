import { z } from 'zod';

/** The parts of our prompts, which the caller wraps in tags. */
export interface PromptParts {
  objective: string;
  product: string;
  profile: ProfileFacts;
  usedKeywords: readonly string[];
  count: number;
  /** It names problems of a draft. */
  isRewrite: boolean;
}

/** What the rules look at. */
export interface ProfileFacts {
  name: string;
  headline: string;
  location: string;
  /** Lower-case country code, or ''. */
  countryCode: string;
  industry: string;
  /** The current or latest one; '' when there is none. */
  title: string;
  company: string;
}

/**
 * Takes the profile out first, from the first opening to the last closing tag: whatever a profile says,
 * other tags included, stays inside it.
 */
export function parsePrompt(text: string): PromptParts {
  const start = text.indexOf('<profile>');
  const end = text.lastIndexOf('</profile>');
  const hasProfile = start >= 0 && end > start;
  const profile = hasProfile ? text.slice(start + '<profile>'.length, end) : '';
  const rest = hasProfile ? text.slice(0, start) + text.slice(end) : text;
  return {
    objective: tagged(rest, 'objective'),
    product: tagged(rest, 'product'),
    profile: profileFacts(profile),
    usedKeywords: tagged(rest, 'used_keywords')
      .split('\n')
      .map((line) => line.replace(/^[-*\s]+/, '').trim())
      .filter((line) => line !== ''),
    isRewrite: tagged(rest, 'problems') !== '',
    count: Number.parseInt(tagged(rest, 'count'), 10) || 10,
  };
}

function tagged(text: string, tag: string): string {
  const match = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text);
  return match?.[1]?.trim() ?? '';
}

const Text = z.string().nullish();
const JsonProfile = z.object({
  name: Text,
  fullName: Text,
  firstName: Text,
  headline: Text,
  location: Text,
  locationName: Text,
  countryCode: Text,
  industry: Text,
  positions: z.array(z.object({ title: Text, company: Text, companyName: Text })).nullish(),
});

function profileFacts(text: string): ProfileFacts {
  const json = parseJson(text);
  if (!json) return factsOfLines(text);
  const [position] = json.positions ?? [];
  return {
    name: json.firstName ?? json.fullName ?? json.name ?? '',
    headline: json.headline ?? '',
    location: json.locationName ?? json.location ?? '',
    countryCode: json.countryCode ?? '',
    industry: json.industry ?? '',
    title: position?.title ?? '',
    company: position?.companyName ?? position?.company ?? '',
  };
}

function parseJson(text: string): z.infer<typeof JsonProfile> | null {
  try {
    return JsonProfile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** `Name: …`, `Headline: …`, `Position: title at company`; the first line of a kind counts. */
function factsOfLines(text: string): ProfileFacts {
  const line = (label: string): string =>
    new RegExp(`^[-*\\s]*(?:${label})\\s*:\\s*(.+)$`, 'im').exec(text)?.[1]?.trim() ?? '';
  const [title = '', company = ''] = line('(?:current )?positions?').split(/ at | @ /);
  return {
    name: line('(?:full )?name'),
    headline: line('headline'),
    location: line('location'),
    countryCode: line('country(?: code)?').toLowerCase(),
    industry: line('industry'),
    title,
    company: company.replace(/[,(].*$/, '').trim(),
  };
}
