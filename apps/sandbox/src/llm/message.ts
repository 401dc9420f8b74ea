import type { ProfileFacts } from './prompt.ts';

/** A short friendly message in the operator's name, without placeholders and without a link. */
export function writeFollowUp(profile: ProfileFacts, product: string): string {
  const firstName = profile.name.split(' ')[0];
  const greeting = firstName ? `Hi ${firstName}, thanks for connecting!` : 'Hello, thanks for connecting!';
  return [greeting, interest(profile), firstSentence(product), 'Would a short call next week make sense?']
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function interest({ title, headline, company }: ProfileFacts): string {
  const role = title || headline;
  if (role === '') return '';
  return `Your work as ${role}${company && !role.includes(company) ? ` at ${company}` : ''} caught my eye.`;
}

function firstSentence(product: string): string {
  const line = product.split('\n').find((text) => text.trim() !== '' && !text.startsWith('#')) ?? '';
  const sentence = /^.*?[.!?](?=\s|$)/.exec(line.trim())?.[0] ?? line.trim();
  return sentence === '' || /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
