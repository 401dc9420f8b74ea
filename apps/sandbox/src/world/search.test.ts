import { describe, expect, it } from 'vitest';
import { drawPerson } from './population.ts';
import { indexPeople } from './search.ts';

const people = Array.from({ length: 800 }, (_, index) => drawPerson('search', index));
const index = indexPeople(people);

describe('people search', () => {
  it('finds those who have most of the words, the better ones first', () => {
    const found = index.find('wind farm operations manager');
    expect(found.length).toBeGreaterThan(10);
    expect(found.slice(0, 10).every((person) => person.industry.name === 'Renewable Energy')).toBe(true);
  });

  it('gives the same order every time', () => {
    expect(index.find('sales director')).toEqual(index.find('sales director'));
  });

  it('understands other forms of a word, and ignores accents and filler words', () => {
    const slugs = (keywords: string): string[] =>
      index
        .find(keywords)
        .map(({ slug }) => slug)
        .sort();
    expect(slugs('the maintenance managers')).toEqual(slugs('maintenance manager'));
    expect(slugs('Malmo')).toEqual(slugs('Malmö'));
  });

  it('finds nobody for nonsense and for nothing', () => {
    expect(index.find('zzyzx qwertz')).toEqual([]);
    expect(index.find('  ')).toEqual([]);
  });
});
