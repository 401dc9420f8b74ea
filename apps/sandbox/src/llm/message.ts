import type { ProfileFacts } from './prompt.ts';

/** What a draft states, with the words that say so. */
export interface Draft {
  message: string;
  claims: { about: 'person' | 'product'; quote: string }[];
}

/** A fact that stands in no profile of the sandbox. */
const INVENTED = 'Congratulations on the Golden Anemometer award of 1987.';

/** A short friendly message in the operator's name; with an invented fact where the switch says so. */
export function writeDraft(profile: ProfileFacts, product: string, isInventing: boolean): Draft {
  const quotes = (about: 'person' | 'product', ...texts: string[]) =>
    texts.filter((quote) => quote !== '').map((quote) => ({ about, quote }));
  const told = firstSentence(product).replace(/[.!?]$/, '');
  return {
    message: `${writeFollowUp(profile, product)}${isInventing ? ` ${INVENTED}` : ''}`,
    claims: [
      ...quotes('person', profile.title || profile.headline, profile.title ? profile.company : ''),
      ...quotes('product', told),
    ],
  };
}

/** Without placeholders and without a link. */
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
