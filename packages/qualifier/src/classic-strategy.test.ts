import { seededRandom } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalMatrix } from '../test/arbitraries.ts';
import { syntheticLabels } from '../test/synthetic.ts';
import { standardNormals } from './acquisition.ts';
import { ClassicStrategy } from './classic-strategy.ts';
import { row } from './matrix.ts';
import { ClassicState } from './model-state.ts';
import type { Choice, Label, StrategyContext } from './strategy.ts';

const context: StrategyContext = { embeddingModel: 'model-a', objective: null };

function taught(labels: readonly Label[], options = {}): ClassicStrategy {
  const strategy = new ClassicStrategy(options, context);
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
      kind: 'judge',
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
    const proposal = strategy.propose(rest, seededRandom(1)) as Choice;
    expect(proposal.why).toBe('exploit');
    expect(proposal.score).toBeCloseTo(Math.max(...probabilities), 12);
    expect(proposal.id).toBe(rest[probabilities.indexOf(Math.max(...probabilities))]?.id);
  });

  test('otherwise the most informative one, the same for the same chance', () => {
    const yes = training.filter((label) => label.qualified);
    const no = training.filter((label) => !label.qualified).slice(0, yes.length);
    const strategy = taught([...yes, ...no]);
    const proposal = strategy.propose(rest, seededRandom(1)) as Choice;
    expect(proposal.why).toBe('explore');
    expect(proposal.score).toBeGreaterThan(0);
    expect(strategy.propose(rest, seededRandom(1))).toEqual(proposal);
  });

  test('the information is that of a hundred draws, the same for all candidates', () => {
    const yes = training.filter((label) => label.qualified);
    const strategy = taught([...yes, ...training.filter((label) => !label.qualified).slice(0, yes.length)]);
    const counting = () => {
      const chance = seededRandom(1);
      const count = {
        calls: 0,
        next: () => {
          count.calls += 1;
          return chance.next();
        },
      };
      return count;
    };
    const [proposing, hundred] = [counting(), counting()];
    expect(strategy.propose(rest, proposing)).toMatchObject({ why: 'explore' });
    standardNormals(hundred, 100);
    expect(proposing.calls).toBe(hundred.calls);
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
    expect(() => new ClassicStrategy({ acceptAt: 2 }, context)).toThrow();
  });
});

describe('vectors that say nothing', () => {
  const zero = new Float32Array(384);
  const broken = new Float32Array(384).fill(Number.NaN);

  test.each([
    { name: 'zero', vector: zero },
    { name: 'not finite', vector: broken },
  ])('$name: asked about, chosen last, without a probability', ({ vector }) => {
    const strategy = taught(pool);
    expect(strategy.decide(vector)).toEqual({
      kind: 'ask',
      probability: null,
      entropy: null,
      std: null,
      why: 'the vector is zero or not finite',
    });
    expect([...(strategy.probabilities([vector]) ?? [])]).toEqual([Number.NaN]);
    const last = { id: 900, vector };
    expect(strategy.propose([last, ...rest.slice(0, 1)], seededRandom(1))).toMatchObject({ id: rest[0]?.id });
    expect(strategy.propose([last], seededRandom(1))).toMatchObject({ id: 900, why: 'first-come' });
  });

  test('as labels they are left out, and said', () => {
    const strategy = taught([...training, { ...(rest[0] as Label), vector: zero }]);
    expect(strategy.snapshot()).toEqual(taught(training).snapshot());
    expect(strategy.concerns()).toContainEqual(expect.objectContaining({ code: 'not-finite', asks: false }));
  });

  test('another length is an error', () => {
    const short = new Float32Array(10).fill(1);
    expect(() => taught([...training, { ...(rest[0] as Label), vector: short }])).toThrow(RangeError);
    expect(() => taught(training).decide(short)).toThrow(RangeError);
    expect(() => taught(training).probabilities([short])).toThrow(RangeError);
    expect(() => taught(training).propose([{ id: 1, vector: short }], seededRandom(1))).toThrow(RangeError);
  });
});

describe('degenerate labels', () => {
  const sameVector = pool.map((label, i) => ({
    ...label,
    vector: (pool[0] as Label).vector,
    qualified: i < 3,
  }));
  const noise = unexplained(21, 60, 30);

  test.each([
    { name: 'all vectors the same', labels: sameVector },
    { name: 'no signal', labels: noise },
    {
      name: 'every label doubled with its opposite',
      labels: noise.flatMap((label) => [
        label,
        { ...label, id: label.id + 1000, qualified: !label.qualified },
      ]),
    },
  ])('$name: the guard never lets it reject', ({ labels }) => {
    const strategy = taught(labels);
    for (const { vector } of [...rest, ...labels.slice(0, 20)])
      expect(strategy.decide(vector)).toMatchObject({ kind: 'ask' });
  });

  test('what keeps it from deciding is among its concerns, and gone without the guard', () => {
    const collapsed = unexplained(11, 60, 2);
    const [first] = taught(collapsed).concerns();
    expect(first).toMatchObject({ code: 'few-labels', asks: true });
    expect(taught(collapsed).decide((rest[0] as Label).vector)).toMatchObject({ why: first?.text });
    expect(
      taught(collapsed, { guard: false })
        .concerns()
        .filter(({ asks }) => asks),
    ).toEqual([]);
  });

  test('a choice among few is a concern until there are more', () => {
    const strategy = taught(training);
    const codes = (): string[] => strategy.concerns().map(({ code }) => code);
    strategy.propose(rest.slice(0, 3), seededRandom(1));
    expect(codes()).toContain('small-pool');
    strategy.propose(rest, seededRandom(1));
    expect(codes()).not.toContain('small-pool');
  });
});

describe('held out', () => {
  test('each mean is that of a process which had not seen the target', () => {
    const strategy = taught(training);
    const heldOut = strategy.heldOut() as ReadonlyMap<number, number>;
    expect([...heldOut.keys()]).toEqual(training.map(({ id }) => id));
    const seen = strategy.probabilities(training.map(({ vector }) => vector)) as Float64Array;
    const errorOf = (of: (label: Label, i: number) => number): number =>
      training.reduce((sum, label, i) => sum + Math.abs(of(label, i) - Number(label.qualified)), 0);
    expect(errorOf(({ id }) => heldOut.get(id) ?? Number.NaN)).toBeGreaterThan(
      errorOf((_, i) => seen[i] ?? 0),
    );
    for (const value of heldOut.values()) expect(value >= 0 && value <= 1).toBe(true);
  });

  test('there is none without a fit', () => {
    expect(taught([]).heldOut()).toBeNull();
  });
});

describe('what people did', () => {
  test('does not train it', () => {
    const outcomes = rest.flatMap((label): Label[] => [
      { ...label, source: 'accepted' },
      { ...label, source: 'replied' },
    ]);
    expect(taught([...training, ...outcomes]).snapshot()).toEqual(taught(training).snapshot());
  });

  test('it parks nobody, so nobody is reopened', () => {
    expect(taught(training).reopen(rest)).toEqual([]);
  });
});

describe('between searches', () => {
  const vectors = rest.map(({ vector }) => vector);

  /** Taught the first 60, asked, then taught `later`. */
  function grown(later: readonly Label[], options = {}): ClassicStrategy {
    const strategy = taught(training, options);
    strategy.snapshot();
    for (const label of later) strategy.observe(label);
    return strategy;
  }

  test('hyper-parameters stay and labels are appended, until a tenth more have come', () => {
    const before = taught(training).snapshot().fitted;
    const between = grown(rest.slice(0, 5)).snapshot().fitted;
    expect(between?.optima).toEqual(before?.optima);
    expect(between?.appended).toEqual(rest.slice(0, 5).map(({ id }) => id));
    const searched = grown(rest.slice(0, 6)).snapshot().fitted;
    expect(searched?.appended).toEqual([]);
    expect(searched?.searched).toHaveLength(66);
  });

  test('nothing is fitted before somebody asks: what came meanwhile is learned in one search', () => {
    const lazy = grown(rest.slice(0, 12)).snapshot().fitted;
    expect(lazy?.searched).toHaveLength(72);
    expect(lazy?.appended).toEqual([]);
    const asked = taught(training);
    for (const label of rest.slice(0, 12)) {
      asked.snapshot();
      asked.observe(label);
    }
    expect(asked.snapshot().fitted?.searched.length).toBeLessThan(72);
  });

  test('up to forty labels, and with `each-label` always, every label brings a search', () => {
    const few = taught(training.slice(0, 39));
    few.snapshot();
    few.observe(training[39] as Label);
    expect(few.snapshot().fitted?.searched).toHaveLength(40);
    const each = grown(rest.slice(0, 1), { refit: 'each-label' });
    expect(each.snapshot().fitted?.searched).toHaveLength(61);
  });

  test('a verdict that changes brings a search', () => {
    const first = training[0] as Label;
    const { fitted } = grown([{ ...first, qualified: !first.qualified }]).snapshot();
    expect(fitted).toMatchObject({ appended: [], searched: training.map(({ id }) => id) });
  });

  test('the order of labels does not matter, and those that were asked about are known', () => {
    const [one, other] = [rest.slice(0, 5), rest.slice(0, 5).toReversed()].map((later) =>
      grown(later).probabilities(vectors),
    );
    one?.forEach((probability, i) => {
      expect(Math.abs(probability - (other?.[i] ?? Number.NaN))).toBeLessThan(1e-10);
    });
    const heldOut = grown(rest.slice(0, 5)).heldOut();
    expect([...(heldOut?.keys() ?? [])]).toEqual(pool.slice(0, 65).map(({ id }) => id));
  });

  test('a kept pool proposes as one that is seen for the first time', () => {
    const strategy = taught(training);
    for (const label of rest.slice(0, 5)) {
      strategy.propose(rest, seededRandom(1));
      strategy.observe(label);
    }
    const [kept, fresh] = [strategy, grown(rest.slice(0, 5))].map(
      (each) => each.propose(rest.slice(5), seededRandom(2)) as Choice,
    );
    expect(kept).toEqual({ ...fresh, score: expect.closeTo(fresh?.score ?? Number.NaN, 10) });
  });

  test('a snapshot restores exactly, and what came after it is appended', () => {
    const original = grown(rest.slice(0, 3));
    const state = ClassicState.parse(JSON.parse(JSON.stringify(original.snapshot())));
    const seen = pool.slice(0, 63);
    const restored = ClassicStrategy.restore(state, seen.toReversed(), context);
    expect(restored?.probabilities(vectors)).toEqual(original.probabilities(vectors));
    expect(restored?.snapshot()).toEqual(original.snapshot());
    const later = ClassicStrategy.restore(state, [...seen, ...rest.slice(3, 5)], context);
    expect(later?.probabilities(vectors)).toEqual(grown(rest.slice(0, 5)).probabilities(vectors));
    expect(later?.snapshot().fitted?.appended).toHaveLength(5);
  });
});
