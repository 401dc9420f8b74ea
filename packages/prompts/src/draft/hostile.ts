import type { Profile } from '@fairlead/shared/domain/profile';
import { normalise } from './words.ts';

const AI =
  '(?:ai|a\\.i\\.|llm|gpt|chatgpt|bots?|chatbots?|language models?|assistants?|automated (?:systems?|agents?)|agents?|models?)';
const TOLD =
  '(?:instructions?|prompts?|rules?|directions?|guidelines?|context|messages?|commands?|text|anweisungen|instrucciones|instructions|istruzioni|instruções)';

/**
 * How profiles speak to a language model instead of about a person. Words that people use of themselves ("prompt
 * engineer", "I instruct teams") do not count alone: each pattern is an order or a forged part of a prompt.
 */
const ORDERS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:ignore|disregard|forget|override|bypass|skip|ignoriere|vergiss|ignora|olvida|ignorez|oubliez|oublie|dimentica)\\b[^.\\n]{0,40}\\b${TOLD}`,
  ),
  new RegExp(`\\b(?:new|updated|real|actual|following|hidden|secret|additional) ${TOLD}\\s*[:=-]`),
  /\b(?:system|developer|hidden|initial|original) (?:prompt|message|instructions?)\b/,
  /(?:^|[\n.:;|"'›\])}-]\s*)(?:system|assistant|user|developer|human|ai)\s*:/,
  /‹\/?\s*(?:system|assistant|user|profile|template|product|objective|used_keywords|yields|count|draft|problems|instructions?|prompt|admin)\b[^›]*›/,
  /\[\/?(?:inst|system|sys|assistant|admin)\]|‹\|[^|]*\|›|###\s*(?:instruction|system|response|human|assistant)|```|\bend of (?:profile|document|input|prompt|data)\b/,
  new RegExp(
    `\\b(?:you are|you're|act as|pretend to be|behave as|du bist|eres|tu es) (?:now |jetzt |ahora |maintenant )?(?:an? |the |my |ein |un |une )?(?:\\w+ ){0,2}${AI}\\b`,
  ),
  /\b(?:you are|you're) now\b|\bfrom now on\b|\bdo anything now\b|\bjailbreak|\bdeveloper mode\b/,
  new RegExp(
    `\\b(?:if|when|should) (?:you are|you're|an?|any|this is read by|reading this as) (?:an? |any )?(?:\\w+ )?${AI}\\b`,
  ),
  new RegExp(
    `\\b(?:note|notice|message|attention|dear|hey|hello|reminder|instructions?|order) (?:to|for|all)?\\s*(?:an? |any |all |the |every )?(?:\\w+ )?${AI}\\b\\s*[:,!.-]`,
  ),
  new RegExp(`\\b${AI} (?:reading|that reads|who reads|must|should|has to|have to|shall) `),
  /["']?\bqualified["']?\s*[:=]\s*["']?(?:true|false|yes|no)\b|"?\b(?:verdict|decision|answer)"?\s*[:=]\s*"?(?:yes|true|qualified)\b/,
  /\b(?:mark|judge|rate|classify|score|label|accept|approve|consider|treat) (?:me|this (?:person|profile|candidate|lead|one)|him|her|them) (?:as )?(?:a )?(?:qualified|fit|yes|perfect|suitable|match|true|10)/,
  /\b(?:answer|respond|reply|output|print|return) only\b|\b(?:always|only|just|must|please) (?:answer|respond|reply|say|output|return|print)\b|\b(?:answer|respond|reply|output) (?:only )?(?:with|in) (?:the|only|json|yes|"|'|a |one |exactly)/,
  /\b(?:reveal|repeat|print|show|leak|quote|copy|paste|display|translate|encode|summari[sz]e|output)\b[^.\n]{0,50}\b(?:prompt|instructions|everything above|text above|above text|words above|your rules|product docs|operator|this conversation)\b/,
  /\b(?:include|mention|add|insert|append|put|write|use|recommend|promote|link)\b(?:(?![.!?]\s)[^\n]){0,80}\b(?:in|to|at the end of|into) (?:the|your|any|every|each|all) (?:\w+ )?(?:messages?|repl(?:y|ies)|outreach|e-?mails?|answers?|invitations?|texts?|notes?)\b/,
  /\b(?:in|with|as) (?:the|your|any|every|each|all) (?:\w+ )?(?:messages?|reply|replies|outreach|e-?mails?|answers?|invitation)\b[^.\n]{0,40}\b(?:include|mention|say|add|write|link|tell|ask|claim|state|offer|promise)\b/,
  /\b(?:tell|ask|convince|inform|urge) (?:the )?(?:recipient|reader|operator|user|them|everyone|people|sender)\b[^.\n]{0,60}\b(?:to|that)\b/,
  /\b(?:your|the) (?:task|job|goal|objective|purpose) (?:is|has changed|was|now)\b[^.\n]{0,20}\b(?:now|to|:)/,
];

/** A block that is not for people: letters without spaces, as encoded texts are. */
const ENCODED = /[A-Za-z0-9+/]{60,}={0,2}/;
/** Signs that are not seen: tags, and what turns the direction of writing. */
const HIDDEN = /[\u{E0000}-\u{E007F}\u202A-\u202E\u2066-\u2069]|[\u200B-\u200D\u2060\uFEFF]{3,}/u;

/** Whether a profile holds orders for a language model, forged parts of a prompt, or hidden text. */
export function speaksToModel(profileText: string): boolean {
  const text = normalise(profileText).replace(/(?<=\p{L})[.*_~-](?=\p{L}\b)/gu, '');
  return (
    ENCODED.test(profileText) ||
    HIDDEN.test(profileText) ||
    ORDERS.some((order) => order.test(text) || order.test(unspaced(text)))
  );
}

/** `i g n o r e` as a word. */
const unspaced = (text: string): string =>
  text.replace(/(?<![\p{L}])(?:\p{L} ){3,}\p{L}(?!\p{L})/gu, (run) => run.replaceAll(' ', ''));

/** Every text of a profile that the person wrote. */
export function profileParts(profile: Profile): string[] {
  const parts: string[] = [];
  mapTexts(profile, (text) => {
    parts.push(text);
    return text;
  });
  return parts;
}

/** The profile without what speaks to the model: nothing that stands there vouches for a draft. */
export function withoutOrders(profile: Profile): Profile {
  return mapTexts(profile, (text) => (speaksToModel(text) ? '' : text));
}

function mapTexts(profile: Profile, map: (text: string) => string): Profile {
  const mapped = <T extends Record<K, string | null>, K extends string>(row: T, keys: readonly K[]): T => ({
    ...row,
    ...Object.fromEntries(keys.map((key) => [key, row[key] === null ? null : map(row[key])])),
  });
  return {
    ...mapped(profile, [
      'firstName',
      'lastName',
      'fullName',
      'headline',
      'summary',
      'locationName',
      'industry',
    ]),
    positions: profile.positions.map((each) =>
      mapped(each, ['title', 'companyName', 'location', 'description']),
    ),
    educations: profile.educations.map((each) => mapped(each, ['schoolName', 'degree', 'field'])),
  };
}
