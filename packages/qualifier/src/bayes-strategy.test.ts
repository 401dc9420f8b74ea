import { type Random, seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalMatrix, seeds } from '../test/arbitraries.ts';
import { objectiveOf } from '../test/bayes-data.ts';
import { syntheticLabels } from '../test/synthetic.ts';
import { distance, noObjective, playOn, taughtBayes } from '../test/taught.ts';
import { row } from './matrix.ts';
import type { Candidate, Label, StrategyContext } from './strategy.ts';

const pool = syntheticLabels(77, 400);
const training = pool.slice(0, 60);
const rest = pool.slice(300);
const vectors = rest.map(({ vector }) => vector);
/** Half the yeses point to the objective. */
const objective = pool.find(({ qualified }) => qualified)?.vector as Float32Array;
const aimed: StrategyContext = { ...noObjective, objective };

/** Draws these numbers, then throws. */
function drawing(...numbers: number[]): Random {
  return {
    next: () => {
      const number = numbers.shift();
      if (number === undefined) throw new Error('one draw too many');
      return number;
    },
  };
}

/** `count` unit vectors that say nothing about their labels; the first `positives` are yes. */
function unexplained(seed: number, count: number, positives: number): Label[] {
  const points = normalMatrix(seed, count, 384);
  return Array.from({ length: count }, (_, id) => {
    const norm = Math.hypot(...row(points, id));
    const vector = Float32Array.from(row(points, id), (value) => value / norm);
    return { id, vector, qualified: id < positives, source: 'llm' };
  });
}

describe('before it can say', () => {
  const labelOf = (id: number, qualified: boolean): Label => ({ ...(pool[id] as Label), qualified });

  test.each([
    { labels: [] },
    { labels: [labelOf(0, true)] },
    { labels: [labelOf(0, false), labelOf(1, false), labelOf(2, false)] },
  ])('with $labels.length labels of one class and no objective: first come, first served', ({ labels }) => {
    const strategy = taughtBayes(labels);
    expect(strategy.propose(rest, drawing())).toEqual({
      kind: 'judge',
      id: rest[0]?.id,
      why: 'first-come',
      score: null,
    });
    expect(strategy.decide(vectors[0] as Float32Array)).toMatchObject({ kind: 'ask', probability: null });
    expect(strategy.probabilities(vectors)).toBeNull();
    expect(strategy.heldOut()).toBeNull();
    expect(strategy.reopen(rest)).toEqual([]);
  });

  test('with an objective the closest to it is first', () => {
    const strategy = taughtBayes([], {}, aimed);
    const cosines = vectors.map((vector) =>
      vector.reduce((sum, value, j) => sum + value * (objective[j] ?? 0), 0),
    );
    const closest = cosines.indexOf(Math.max(...cosines));
    expect(strategy.propose(rest, drawing(0.99))).toMatchObject({ id: rest[closest]?.id, why: 'exploit' });
    expect(strategy.probabilities(vectors)).toBeNull();
  });

  test('without candidates there is nothing to propose', () => {
    expect(taughtBayes(training).propose([], drawing())).toBeNull();
  });
});

describe('the choice', () => {
  test('the likeliest candidate, or one drawn from all', () => {
    const strategy = taughtBayes(training);
    const first = strategy.propose(rest, drawing(0.99));
    const probabilities = strategy.probabilities(vectors) as Float64Array;
    const best = probabilities.indexOf(Math.max(...probabilities));
    expect(first).toMatchObject({ kind: 'judge', id: rest[best]?.id, why: 'exploit' });
    expect(
      distance([first?.kind === 'judge' ? (first.score ?? 0) : 0], [Math.max(...probabilities)]),
    ).toBeLessThan(1e-12);
    expect(strategy.propose(rest, drawing(0.05, 0.5))).toEqual({
      kind: 'judge',
      id: rest[50]?.id,
      why: 'random',
      score: null,
    });
  });

  test.each([
    { yes: 9, draw: 0.29, why: 'random' },
    { yes: 9, draw: 0.31, why: 'exploit' },
    { yes: 10, draw: 0.11, why: 'exploit' },
    { yes: 10, draw: 0.09, why: 'random' },
  ])('with $yes yes a draw of $draw is $why', ({ yes, draw, why }) => {
    const positives = pool.filter(({ qualified }) => qualified).slice(0, yes);
    const negatives = pool.filter(({ qualified }) => !qualified).slice(0, 20);
    expect(taughtBayes([...positives, ...negatives]).propose(rest, drawing(draw, 0))).toMatchObject({ why });
  });

  test('a pool kept from round to round is the pool met afresh', () => {
    const strategy = taughtBayes(training.slice(0, 34));
    const left = playOn(strategy, training.slice(34), [...training.slice(34), ...pool.slice(100, 180)]);
    // Some leave, others arrive.
    const now: Candidate[] = [...left.slice(40), ...pool.slice(180, 186)];
    const kept = strategy.propose(now, drawing(0.99));
    const alone = now.map((candidate) => strategy.probabilities([candidate.vector])?.[0] ?? Number.NaN);
    expect(kept).toMatchObject({ id: now[alone.indexOf(Math.max(...alone))]?.id });
    expect(distance([kept?.kind === 'judge' ? (kept.score ?? 0) : 0], [Math.max(...alone)])).toBeLessThan(
      1e-12,
    );
  });

  test('on the same budget it finds many more yeses than chance', () => {
    const found = [1, 2, 3].map((seed) => {
      const leads = syntheticLabels(500 + seed, 500);
      const target = { ...noObjective, objective: seed === 1 ? objectiveOf(500 + seed) : null };
      const [strategy, random] = [taughtBayes([], {}, target), seededRandom(seed)];
      let [open, yes]: [Label[], number] = [leads, 0];
      for (let call = 0; call < 80; call++) {
        const proposal = strategy.propose(open, random);
        const lead = leads.find(({ id }) => proposal?.kind === 'judge' && id === proposal.id) as Label;
        yes += Number(lead.qualified);
        strategy.observe(lead);
        open = open.filter(({ id }) => id !== lead.id);
      }
      const byChance = (80 * leads.filter(({ qualified }) => qualified).length) / leads.length;
      return yes / byChance;
    });
    expect(Math.min(...found)).toBeGreaterThan(1.6);
  });
});

describe('learning', () => {
  test('after a fit the order of labels does not matter', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(8, 20, 34), (seed, count) => {
        const labels = pool.slice(0, count);
        const random = seededRandom(seed);
        const keys = new Map(labels.map(({ id }) => [id, random.next()]));
        const shuffled = labels.toSorted((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0));
        expect(
          distance(taughtBayes(shuffled).probabilities(vectors), taughtBayes(labels).probabilities(vectors)),
        ).toBeLessThan(1e-12);
      }),
      { numRuns: 12 },
    );
  });

  test('single labels come close to a fit', () => {
    // At 58 labels there was a fit; a correction that changes nothing else calls for one.
    const online = taughtBayes(training);
    const first = training[0] as Label;
    const fitted = taughtBayes(training);
    fitted.observe({ ...first, qualified: !first.qualified });
    fitted.observe(first);
    const gap = distance(online.probabilities(vectors), fitted.probabilities(vectors));
    expect(online.snapshot().fitted?.fit.lessons).toBeLessThan(60);
    expect(fitted.snapshot().fitted?.fit.lessons).toBe(60);
    expect(gap).toBeLessThan(0.05);
    expect(gap).toBeGreaterThan(0);
  });

  test('a correction by a human is learned, and outweighs the model’s verdict', () => {
    const [first, ...others] = training as [Label, ...Label[]];
    const [asked] = [[first.vector]];
    const [before, after] = [first.qualified, !first.qualified].map((qualified) => {
      const strategy = taughtBayes([first, ...others]);
      strategy.observe({ ...first, qualified, source: 'human' });
      return strategy.probabilities(asked)?.[0] ?? Number.NaN;
    }) as [number, number];
    expect(first.qualified ? before - after : after - before).toBeGreaterThan(0.05);
  });

  test('its own decisions never teach, and outcomes only when they weigh something', () => {
    const own = rest.map((label): Label => ({ ...label, qualified: false, source: 'model' }));
    expect(taughtBayes([...training, ...own]).snapshot()).toEqual(taughtBayes(training).snapshot());
    const replies = training
      .slice(0, 9)
      .map((label): Label => ({ ...label, qualified: false, source: 'replied' }));
    expect(taughtBayes([...training, ...replies]).snapshot()).toEqual(taughtBayes(training).snapshot());
    const heard = taughtBayes([...training, ...replies], { weights: { replied: 0.5 } });
    expect(heard.snapshot().fitted?.lessons.filter(([, , no]) => no === 0.5).length).toBeGreaterThan(0);
  });

  test('held-out probabilities know less than the model, but more than nothing', () => {
    const heldOut = taughtBayes(pool.slice(0, 200)).heldOut();
    expect([...(heldOut?.keys() ?? [])].sort((a, b) => a - b)).toEqual(
      pool.slice(0, 200).map(({ id }) => id),
    );
    const meanOf = (qualified: boolean): number => {
      const chosen = pool.slice(0, 200).filter((label) => label.qualified === qualified);
      return chosen.reduce((sum, { id }) => sum + (heldOut?.get(id) ?? Number.NaN), 0) / chosen.length;
    };
    expect(meanOf(true) - meanOf(false)).toBeGreaterThan(0.25);
    expect(meanOf(true) - meanOf(false)).toBeLessThan(0.95);
  });
});

describe('stopping', () => {
  /** Yes and no are plain to see: those left are all no. */
  const known = pool.slice(0, 280);
  const hopeless = rest
    .filter(({ qualified }) => !qualified)
    .slice(0, 30)
    .map(({ id, vector }) => ({ id, vector }));
  const relaxed = { threshold: 0.9, randomShare: 1 };

  test('parks all that are left when none is likely enough, without a draw', () => {
    const strategy = taughtBayes(known, relaxed);
    const proposal = strategy.propose(hopeless, drawing());
    expect(proposal?.kind).toBe('park');
    const leads = proposal?.kind === 'park' ? proposal.leads : [];
    expect(leads.map(({ id }) => id)).toEqual(hopeless.map(({ id }) => id));
    const probabilities = strategy.probabilities(hopeless.map(({ vector }) => vector));
    expect(
      distance(
        leads.map(({ probability }) => probability),
        probabilities,
      ),
    ).toBeLessThan(1e-12);
    expect(Math.max(...leads.map(({ probability }) => probability))).toBeLessThan(0.9);
  });

  test('what it parks it does not open again, until labels say otherwise', () => {
    const strategy = taughtBayes(known, { threshold: 0.5 });
    expect(strategy.propose(hopeless, drawing(0.99))).toMatchObject({
      kind: expect.stringMatching(/park|judge/),
    });
    const doubtful = hopeless.filter(({ vector }) => (strategy.probabilities([vector])?.[0] ?? 1) < 0.5);
    expect(doubtful.length).toBeGreaterThan(5);
    expect(strategy.reopen(doubtful)).toEqual([]);
    const [first] = doubtful as [Candidate];
    for (const id of [9_001, 9_002, 9_003])
      strategy.observe({ id, vector: first.vector, qualified: true, source: 'human' });
    expect(strategy.reopen(doubtful)).toContain(first.id);
  });

  test.each([
    { name: 'with too few labels', labels: known.slice(0, 99) },
    { name: 'with one class', labels: known.map((label) => ({ ...label, qualified: false })) },
    {
      name: 'with the same vector throughout',
      labels: known.map((label) => ({ ...label, vector: objective })),
    },
  ])('never parks $name', ({ labels }) => {
    const strategy = taughtBayes(labels, { threshold: 1 }, aimed);
    expect(strategy.propose(hopeless, drawing(0.99))).toMatchObject({ kind: 'judge' });
    expect(strategy.concerns()[0]).toMatchObject({ asks: true });
  });

  test('a campaign in which nothing is to be learned is given up only when it is barren', () => {
    const strangers = unexplained(6, 30, 0).map(({ id, vector }) => ({ id: 5_000 + id, vector }));
    const early = taughtBayes(unexplained(5, 99, 4));
    expect(early.propose(strangers, drawing(0.99))).toMatchObject({ kind: 'judge' });
    const late = taughtBayes(unexplained(5, 200, 4));
    expect(late.propose(strangers, drawing(0.99))).toMatchObject({ kind: 'park' });
  });
});

describe('deciding', () => {
  const likely = pool.slice(0, 280).find(({ qualified }) => qualified) as Label;
  const twins = Array.from({ length: 20 }, (_, i): Label => ({ ...likely, id: 9_000 + i }));
  const labels = [...pool.slice(0, 280), ...twins];

  test('asks about everybody unless told to accept the likely ones', () => {
    expect(taughtBayes(labels).decide(likely.vector)).toMatchObject({
      kind: 'ask',
      why: 'it accepts nobody without asking',
    });
    const accepting = taughtBayes(labels, { acceptAt: 0.8 });
    expect(accepting.decide(likely.vector)).toMatchObject({ kind: 'auto', qualified: true });
    const unlikely = pool.slice(0, 280).find(({ qualified }) => !qualified) as Label;
    expect(accepting.decide(unlikely.vector)).toMatchObject({ kind: 'ask' });
  });

  test('accepts nobody before it has a footing', () => {
    const few = taughtBayes([...twins, ...pool.filter(({ qualified }) => !qualified).slice(0, 20)], {
      acceptAt: 0.5,
    });
    expect(few.decide(likely.vector)).toMatchObject({
      kind: 'ask',
      probability: expect.toSatisfy((p) => p > 0.5),
    });
  });
});

describe('hostile input', () => {
  const zero = new Float32Array(384);
  const broken = Float32Array.from(zero, (_, j) => (j === 7 ? Number.NaN : 0.05));

  test.each([{ vector: zero }, { vector: broken }, { vector: broken.with(7, Number.POSITIVE_INFINITY) }])(
    'a vector that says nothing teaches nothing, and its candidate is an average one',
    ({ vector }) => {
      const strategy = taughtBayes([...training, { id: 7_000, vector, qualified: true, source: 'llm' }]);
      expect(strategy.probabilities(vectors)).toEqual(taughtBayes(training).probabilities(vectors));
      expect(strategy.concerns().map(({ code }) => code)).toContain('not-finite');
      const [average] = strategy.probabilities([vector]) as Float64Array;
      expect(average).toBeGreaterThan(0);
      expect(average).toBeLessThan(1);
      expect(strategy.decide(vector)).toMatchObject({ kind: 'ask', probability: null });
      expect(strategy.propose([{ id: 7_001, vector }], drawing(0.99))).toMatchObject({ id: 7_001 });
    },
  );

  test('a vector of another length is refused', () => {
    const short = { id: 7_000, vector: new Float32Array(3).fill(1), qualified: true, source: 'llm' } as const;
    const strategy = taughtBayes(training);
    expect(() => strategy.observe(short)).toThrow('they have 384 numbers, one has 3');
    expect(() => strategy.propose([short], drawing())).toThrow(RangeError);
    expect(() => strategy.probabilities([short.vector])).toThrow(RangeError);
  });

  test('an objective that says nothing is none', () => {
    const strategy = taughtBayes(training, {}, { ...noObjective, objective: zero });
    expect(strategy.probabilities(vectors)).toEqual(taughtBayes(training).probabilities(vectors));
  });

  test('options out of range are refused', () => {
    expect(() => taughtBayes([], { threshold: 2 })).toThrow();
    expect(() => taughtBayes([], { weights: { llm: -1 } })).toThrow();
  });
});

test('concerns name what is wrong, what stops decisions first', () => {
  const first = training[0] as Label;
  const contrary = { ...first, id: 8_000, qualified: !first.qualified };
  const concerns = taughtBayes([...training, contrary]).concerns();
  expect(concerns.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['few-labels', 'duplicates', 'contradictions', 'small-pool']),
  );
  const asking = concerns.map(({ asks }) => asks);
  expect(asking).toEqual(asking.toSorted((a, b) => Number(b) - Number(a)));
  expect(
    taughtBayes([])
      .concerns()
      .map(({ code }) => code),
  ).toEqual(['one-class', 'few-labels']);
});
