import { seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalMatrix } from '../test/arbitraries.ts';
import { syntheticLabels } from '../test/synthetic.ts';
import { ClassicStrategy } from './classic-strategy.ts';
import { row } from './matrix.ts';
import type { Label } from './strategy.ts';

function taught(labels: readonly Label[], options = {}): ClassicStrategy {
  const strategy = new ClassicStrategy(options);
  for (const label of labels) strategy.observe(label);
  return strategy;
}

/** `count` unit vectors that say nothing about their labels; the first `positives` are yes. */
function unexplained(seed: number, count: number, positives: number): Label[] {
  const points = normalMatrix(seed, count, 384);
  return Array.from({ length: count }, (_, id) => {
    const raw = row(points, id);
    const norm = Math.hypot(...raw);
    const vector = Float32Array.from(raw, (value) => value / norm);
    return { id, vector, qualified: id < positives, source: 'llm' };
  });
}

const pool = syntheticLabels(77, 90);
const training = pool.slice(0, 60);
const rest = pool.slice(60);

describe('before it can say', () => {
  const labelOf = (id: number, qualified: boolean): Label => ({ ...(pool[id] as Label), qualified });

  test.each([
    { labels: [] },
    { labels: [labelOf(0, true)] },
    { labels: [labelOf(0, false), labelOf(1, false), labelOf(2, false)] },
  ])('with $labels.length labels of one class it asks, first come first served', ({ labels }) => {
    const strategy = taught(labels);
    expect(strategy.propose(rest, seededRandom(1))).toEqual({
      id: rest[0]?.id,
      why: 'first-come',
      score: null,
    });
    expect(strategy.decide(rest[0]?.vector as Float32Array)).toMatchObject({
      kind: 'ask',
      probability: null,
    });
    expect(strategy.probabilities([])).toBeNull();
    expect(strategy.snapshot().fitted).toBeNull();
  });

  test('without candidates there is nothing to propose', () => {
    expect(taught(training).propose([], seededRandom(1))).toBeNull();
  });
});

describe('choice', () => {
  test('more noes than yeses: the most likely candidate', () => {
    const strategy = taught(training);
    const probabilities = strategy.probabilities(rest.map((candidate) => candidate.vector)) as Float64Array;
    const proposal = strategy.propose(rest, seededRandom(1));
    expect(proposal?.why).toBe('exploit');
    expect(proposal?.score).toBe(Math.max(...probabilities));
    expect(proposal?.id).toBe(rest[probabilities.indexOf(Math.max(...probabilities))]?.id);
  });

  test('otherwise the most informative one, the same for the same chance', () => {
    const yes = training.filter((label) => label.qualified);
    const no = training.filter((label) => !label.qualified).slice(0, yes.length);
    const strategy = taught([...yes, ...no]);
    const proposal = strategy.propose(rest, seededRandom(1));
    expect(proposal?.why).toBe('explore');
    expect(proposal?.score).toBeGreaterThan(0);
    expect(strategy.propose(rest, seededRandom(1))).toEqual(proposal);
  });

  test('probabilities rank positives above negatives', () => {
    const probabilities = taught(training).probabilities(rest.map((lead) => lead.vector)) as Float64Array;
    const meanOf = (qualified: boolean): number => {
      const chosen = [...probabilities].filter((_, i) => rest[i]?.qualified === qualified);
      return chosen.reduce((a, b) => a + b, 0) / chosen.length;
    };
    expect(meanOf(true)).toBeGreaterThan(meanOf(false) + 0.3);
  });
});

describe('the guard', () => {
  const strangers = unexplained(5, 40, 0).map((label) => label.vector);

  test.each([
    { labels: 10, positives: 1 },
    { labels: 40, positives: 2 },
    { labels: 60, positives: 2 },
  ])(
    'collapse with $positives yes among $labels: it asks, where the original rejects everybody',
    ({ labels, positives }) => {
      const collapsed = unexplained(11, labels, positives);
      const guarded = taught(collapsed);
      const original = taught(collapsed, { guard: false });
      expect(strangers.filter((vector) => guarded.decide(vector).kind === 'auto')).toEqual([]);
      const rejected = strangers.filter((vector) => {
        const decision = original.decide(vector);
        return decision.kind === 'auto' && !decision.qualified;
      });
      expect(rejected).toHaveLength(strangers.length);
    },
  );

  test('never decides with fewer than five labels of a class', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 25 }),
        fc.boolean(),
        (few, many, flip) => {
          const labels = training
            .slice(0, few + many)
            .map((label, i) => ({ ...label, qualified: i < few !== flip }));
          const strategy = taught(labels);
          expect(rest.slice(0, 5).every((lead) => strategy.decide(lead.vector).kind === 'ask')).toBe(true);
        },
      ),
      { numRuns: 10 },
    );
  });

  test('its own decisions never train it; without the guard they do', () => {
    const own = rest.map((label): Label => ({ ...label, qualified: false, source: 'model' }));
    expect(taught([...training, ...own]).snapshot()).toEqual(taught(training).snapshot());
    expect(taught([...training, ...own], { guard: false }).snapshot().fitted?.negatives).toBeGreaterThan(60);
  });

  test('allows decisions once there are enough neighbours that agree', () => {
    const clustered = Array.from({ length: 120 }, (_, id): Label => {
      const twin = pool[id % 2] as Label;
      const vector = Float32Array.from(twin.vector, (value, j) => value + (j === id ? 1e-3 : 0));
      return { ...twin, id, vector };
    });
    const strategy = taught(clustered);
    expect(strategy.decide(pool[0]?.vector as Float32Array)).toMatchObject({ kind: 'auto', qualified: true });
    expect(strategy.decide(pool[1]?.vector as Float32Array)).toMatchObject({
      kind: 'auto',
      qualified: false,
    });
  });
});

describe('learning', () => {
  test('a later verdict on the same lead replaces the earlier one', () => {
    const first = training[0] as Label;
    const corrected = { ...first, qualified: !first.qualified, source: 'human' as const };
    expect(taught([...training, corrected]).snapshot().fitted).toEqual(
      taught([corrected, ...training.slice(1)]).snapshot().fitted,
    );
  });

  test('the order of verdicts does not matter', () => {
    expect(taught(training.toReversed()).snapshot()).toEqual(taught(training).snapshot());
  });

  test('a new verdict refits, and a warm fit is as good as a cold one', () => {
    const warm = taught(training.slice(0, 50));
    warm.snapshot();
    for (const label of training.slice(50)) warm.observe(label);
    const bestOf = (strategy: ClassicStrategy): number =>
      Math.max(...(strategy.snapshot().fitted?.optima ?? []).map((optimum) => optimum.logMarginalLikelihood));
    expect(bestOf(warm)).toBeGreaterThanOrEqual(bestOf(taught(training)) - 1e-6);
  });

  test('beyond the restarts a warm fit still follows the data', () => {
    const warm = taught(training);
    warm.snapshot();
    for (const label of rest) warm.observe(label);
    const [cold, restarted] = [taught(pool).snapshot().fitted, warm.snapshot().fitted];
    expect(restarted?.dims).toBe(cold?.dims);
    restarted?.optima.forEach((optimum, i) => {
      expect(optimum.logMarginalLikelihood).toBeCloseTo(
        cold?.optima[i]?.logMarginalLikelihood ?? Number.NaN,
        4,
      );
    });
  });

  test('options out of range are refused', () => {
    expect(() => new ClassicStrategy({ acceptAt: 2 })).toThrow();
  });
});
