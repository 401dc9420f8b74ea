import { parseAim } from './lexicon.ts';

/** What people call a place of work of the topic. */
const COMPOUNDS = new Map([
  ['wind', 'wind farm'],
  ['solar', 'solar park'],
]);

/** Functions that objectives name in the plural, as titles have them. */
const SINGULAR = new Map([
  ['sites', 'site'],
  ['assets', 'asset'],
]);

/** `count` search phrases made of the objective's words, none of them used before. */
export function suggestKeywords(objective: string, used: readonly string[], count: number): string[] {
  const taken = new Set(used.map((keyword) => keyword.toLowerCase()));
  const fresh = new Set<string>();
  for (const phrase of phrases(objective)) {
    if (!taken.has(phrase)) fresh.add(phrase);
    if (fresh.size >= count) break;
  }
  return [...fresh];
}

/** From plain to particular: topic and role, then other levels, then by country. */
function* phrases(objective: string): Generator<string> {
  const aim = parseAim(objective);
  const functions =
    aim.functionWords.length > 0 ? aim.functionWords.map((word) => SINGULAR.get(word) ?? word) : [''];
  const topics = topicPhrases(aim.topicWords);
  const titles = (level: string): string[] => functions.map((word) => squeeze(`${word} ${level}`));
  const headings = functions.map((word) => squeeze(`head of ${word}`));
  for (const title of titles('manager')) for (const topic of topics) yield squeeze(`${topic} ${title}`);
  for (const heading of headings) for (const topic of topics) yield squeeze(`${heading} ${topic}`);
  for (const title of titles('director')) for (const topic of topics) yield squeeze(`${topic} ${title}`);
  for (const country of aim.placeNames) {
    for (const title of titles('manager'))
      for (const topic of topics) yield squeeze(`${topic} ${title} ${country}`);
  }
  for (const country of aim.placeNames) for (const topic of topics) yield squeeze(`${topic} ${country}`);
}

/** "renewable energy", "wind farm", "solar park": an adjective in -able joins its noun. */
function topicPhrases(topicWords: readonly string[]): string[] {
  const [first = '', second = '', ...rest] = topicWords;
  const joined = first.endsWith('able') ? [`${first} ${second}`, ...rest] : topicWords;
  const named = joined.map((word) => COMPOUNDS.get(word) ?? word);
  return named.length > 0 ? named : [''];
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
