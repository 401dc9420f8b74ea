import { describe, expect, test } from 'vitest';
import { type Audit, auditStanding, settledBy } from './audit.ts';

/** `wrong` noes that were answered yes, then `right` ones; verdicts and leads are numbered from `first`. */
function audits(wrong: number, right: number, first = 1): Audit[] {
  return Array.from({ length: wrong + right }, (_, i) => ({
    verdictId: first + i,
    leadId: first + i,
    decided: false,
    probability: 0.1,
    answer: i < wrong,
  }));
}

describe('auditStanding', () => {
  test.each([
    { wrong: 0, right: 0, automatic: true, why: 'no automatic decision has been checked yet' },
    {
      wrong: 0,
      right: 100,
      automatic: true,
      why: '0 of 100 checked decisions were wrong; 5.0 % are tolerated',
    },
    // One of one is no evidence beyond doubt of more than 2.5 %, and not of more than 5 %.
    { wrong: 1, right: 0, automatic: true, why: '1 of 1 checked decisions were wrong; 5.0 % are tolerated' },
    {
      wrong: 2,
      right: 0,
      automatic: false,
      why: '2 of 2 checked decisions were wrong, at least 15.8 % of all; 5.0 % are tolerated',
    },
    {
      wrong: 2,
      right: 3,
      automatic: false,
      why: '2 of 5 checked decisions were wrong, at least 5.3 % of all; 5.0 % are tolerated',
    },
    { wrong: 2, right: 4, automatic: true, why: '2 of 6 checked decisions were wrong; 5.0 % are tolerated' },
    {
      wrong: 10,
      right: 90,
      automatic: true,
      why: '10 of 100 checked decisions were wrong; 5.0 % are tolerated',
    },
    {
      wrong: 11,
      right: 89,
      automatic: false,
      why: '11 of 100 checked decisions were wrong, at least 5.6 % of all; 5.0 % are tolerated',
    },
  ])('$wrong wrong and $right right: $automatic', ({ wrong, right, automatic, why }) => {
    const standing = auditStanding(audits(wrong, right), null, 0.05);
    expect(standing).toMatchObject({ automatic, why, checked: wrong + right, disagreed: wrong });
  });

  test('counts only what came after the last fit that settled them', () => {
    const all = [...audits(20, 0), ...audits(0, 10, 21)];
    expect(auditStanding(all, null, 0.05)).toMatchObject({ automatic: false, checked: 30 });
    expect(auditStanding(all, 20, 0.05)).toMatchObject({ automatic: true, checked: 10, disagreed: 0 });
    expect(auditStanding(all, 19, 0.05)).toMatchObject({ checked: 11, disagreed: 1 });
    expect(auditStanding(all, 30, 0.05)).toMatchObject({ checked: 0, interval: null });
  });

  test('a wrong yes counts like a wrong no', () => {
    const wrongYes = audits(5, 0).map((audit) => ({ ...audit, decided: true, answer: false }));
    expect(auditStanding(wrongYes, null, 0.05)).toMatchObject({ automatic: false, disagreed: 5 });
  });
});

describe('settledBy', () => {
  const heldOut = (probabilities: readonly number[]) => new Map(probabilities.map((p, i) => [i + 1, p]));

  test.each([
    {
      what: 'it would ask about all that were wrong',
      given: audits(2, 2),
      held: [0.5, 0.2, 0.05, 0.1],
      settled: 4,
    },
    { what: 'it would ask about everybody', given: audits(2, 2), held: [0.5, 0.2, 0.3, 0.4], settled: 4 },
    { what: 'it would be wrong again', given: audits(2, 2), held: [0.5, 0.1, 0.05, 0.1], settled: null },
    { what: 'it has not seen one of them', given: audits(2, 2), held: [0.5, 0.2, 0.05], settled: null },
    { what: 'nothing was audited', given: [], held: [0.5], settled: null },
  ])('$what: $settled', ({ given, held, settled }) => {
    expect(settledBy(given, heldOut(held), 0.05)).toBe(settled);
  });

  test('one wrong of twenty is tolerated, one of nineteen is not', () => {
    const same = (count: number) => heldOut(Array.from({ length: count }, () => 0.05));
    expect(settledBy(audits(1, 19), same(20), 0.05)).toBe(20);
    expect(settledBy(audits(1, 18), same(19), 0.05)).toBeNull();
  });

  test('a yes is taken where it is as sure as the least sure yes', () => {
    const yes = audits(3, 0).map((audit, i) => ({
      ...audit,
      decided: true,
      probability: 0.9 + i / 100,
      answer: i > 0,
    }));
    expect(settledBy(yes, heldOut([0.89, 0.95, 0.9]), 0.05)).toBe(3);
    expect(settledBy(yes, heldOut([0.9, 0.95, 0.9]), 0.05)).toBeNull();
  });

  test('nothing is settled by a model that says nothing', () => {
    expect(settledBy(audits(0, 5), null, 0.05)).toBeNull();
  });
});
