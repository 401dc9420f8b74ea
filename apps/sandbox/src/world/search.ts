import { hash32 } from '@fairlead/shared/runtime/random';
import { type Person, placeName } from './person.ts';
import { stem, stems, words } from './words.ts';

/** LinkedIn shows ten people a page and a hundred pages (facts §5). */
export const PAGE_SIZE = 10;
const MAX_RESULTS = 1000;

/** The share of the query's words a person must have to be found at all. */
const REQUIRED_SHARE = 0.6;
const IGNORED = new Set(['a', 'an', 'and', 'at', 'for', 'in', 'of', 'or', 'the', 'to', 'with']);

interface Indexed {
  person: Person;
  /** Best weight of each stem. */
  weights: ReadonlyMap<string, number>;
}

/** Finds people by words of headline, titles, company, industry, place and summary. */
export interface PeopleIndex {
  /** Everyone found, best first. The same query always gives the same order. */
  find(keywords: string): readonly Person[];
}

export function indexPeople(people: readonly Person[]): PeopleIndex {
  const indexed = people.map((person) => ({ person, weights: weigh(person) }));
  return { find: (keywords) => rank(indexed, keywords) };
}

function weigh(person: Person): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (text: string | null | undefined, weight: number): void => {
    for (const word of stems(text ?? '')) weights.set(word, Math.max(weights.get(word) ?? 0, weight));
  };
  const [now, ...past] = person.career;
  add(person.fullName, 4);
  add(person.headline, 3);
  add(now?.title, 3);
  add(now?.company.name, 2);
  add(person.industry.name, 2);
  add(placeName(person.place), 2);
  for (const step of past) add(`${step.title} ${step.company.name}`, 1);
  add(person.summary, 1);
  return weights;
}

function rank(indexed: readonly Indexed[], keywords: string): Person[] {
  const query = [
    ...new Set(
      words(keywords)
        .filter((word) => !IGNORED.has(word))
        .map(stem),
    ),
  ];
  if (query.length === 0) return [];
  const required = Math.ceil(query.length * REQUIRED_SHARE);
  return indexed
    .flatMap(({ person, weights }) => {
      const hits = query.map((word) => weights.get(word) ?? 0);
      if (hits.filter((weight) => weight > 0).length < required) return [];
      const score = hits.reduce((sum, weight) => sum + weight, 0) + luck(person, keywords);
      return [{ person, score }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_RESULTS)
    .map(({ person }) => person);
}

/** LinkedIn's ranking looks arbitrary to us: up to three points of it are. */
function luck(person: Person, keywords: string): number {
  return (hash32(`${keywords}:${person.memberId}`) / 2 ** 32) * 3;
}
