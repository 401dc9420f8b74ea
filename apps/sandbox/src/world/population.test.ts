import { describe, expect, it } from 'vitest';
import type { CareerStep, Person } from './person.ts';
import { drawOwnMember, drawPerson } from './population.ts';

const PEOPLE = Array.from({ length: 2500 }, (_, index) => drawPerson('fairlead', index));

function shareOf(holds: (person: Person) => boolean): number {
  return PEOPLE.filter(holds).length / PEOPLE.length;
}

function months(step: CareerStep): number {
  return step.start.year * 12 + (step.start.month ?? 1);
}

describe('population', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(drawPerson('fairlead', 17)).toEqual(PEOPLE[17]);
    expect(drawPerson('other', 17)).not.toEqual(PEOPLE[17]);
    expect(drawOwnMember('fairlead', 'a@example.com')).toEqual(drawOwnMember('fairlead', 'a@example.com'));
    expect(drawOwnMember('fairlead', 'a@example.com').memberId).not.toBe(
      drawOwnMember('fairlead', 'b@example.com').memberId,
    );
  });

  it('gives everyone an identity of their own', () => {
    for (const key of ['memberId', 'memberNumber', 'slug'] as const) {
      expect(new Set(PEOPLE.map((person) => person[key])).size).toBe(PEOPLE.length);
    }
    expect(PEOPLE.every((person) => /^ACoAA[\w-]{34}$/.test(person.memberId))).toBe(true);
    expect(PEOPLE.every((person) => /^[\p{Ll}\p{M}'-]+-[0-9a-f]{4,5}$/u.test(person.slug))).toBe(true);
  });

  it('has a cluster of about an eighth in renewable energy, in many countries', () => {
    const share = shareOf((person) => person.industry.name === 'Renewable Energy');
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.16);
    expect(new Set(PEOPLE.map((person) => person.place.countryCode)).size).toBeGreaterThan(20);
    expect(new Set(PEOPLE.map((person) => person.industry.name)).size).toBe(16);
  });

  it('has careers that run backwards in time, at most six steps long', () => {
    for (const { career } of PEOPLE) {
      expect(career.length).toBeLessThanOrEqual(6);
      for (const [i, step] of career.entries()) {
        const earlier = career[i + 1];
        if (earlier) expect(earlier.start.year).toBeLessThanOrEqual(step.start.year);
        if (step.end) expect(step.end.year).toBeGreaterThanOrEqual(step.start.year);
      }
    }
    const newest = PEOPLE.flatMap((person) => person.career.slice(0, 1));
    expect(newest.every((step) => months(step) <= 2026 * 12 + 12)).toBe(true);
  });

  it('has its share of hard cases', () => {
    expect(shareOf((person) => person.initialDegree === 1)).toBeCloseTo(0.04, 1);
    expect(shareOf((person) => person.behaviour.acceptAfterHours === null)).toBeCloseTo(0.28, 1);
    for (const isHard of [
      (person: Person) => person.career.length === 0,
      (person: Person) => person.access === 'private',
      (person: Person) => person.access === 'gone',
      (person: Person) => person.followFirst,
      (person: Person) => person.summary === null,
      (person: Person) => person.locationName === null,
      (person: Person) => !person.relationshipInProfile,
    ]) {
      expect(shareOf(isHard)).toBeGreaterThan(0.005);
    }
  });
});
