import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boundedLogNormal,
  gaussian,
  hash32,
  integer,
  jitter,
  pick,
  seededRandom,
  shuffle,
  systemRandom,
  uniform,
} from './random.ts';

const drawMany = (seed: number | string, count = 50): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

const seeds = fc.oneof(fc.integer(), fc.string());

describe('seededRandom', () => {
  test('gives the same sequence for the same seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(drawMany(seed)).toEqual(drawMany(seed));
      }),
    );
  });

  test('is the generator the golden files were made with', () => {
    expect(drawMany(1, 3)).toMatchInlineSnapshot(`
      [
        0.6270739405881613,
        0.002735721180215478,
        0.5274470399599522,
      ]
    `);
    expect(drawMany('seed', 3)).toMatchInlineSnapshot(`
      [
        0.9498909888789058,
        0.07608804851770401,
        0.026259300531819463,
      ]
    `);
  });

  test('gives other sequences for other seeds', () => {
    expect(drawMany(1)).not.toEqual(drawMany(2));
  });
});

describe('shuffle', () => {
  test('keeps every item and leaves the list as it was', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const sorted = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
        expect(sorted(shuffle(seededRandom(seed), items))).toEqual(sorted(items));
        expect(items).toEqual(before);
      }),
    );
  });

  test('puts every item at every place about equally often', () => {
    const random = seededRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle(random, ['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('boundedLogNormal', () => {
  const range = fc
    .tuple(fc.double({ min: 0.001, max: 1e4, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true }))
    .map(([low, factor]) => [low, low * factor] as const);

  test('stays within its bounds, whatever they are', () => {
    fc.assert(
      fc.property(seeds, range, (seed, [low, high]) => {
        const value = boundedLogNormal(seededRandom(seed), low, high);
        expect(value).toBeGreaterThanOrEqual(low * (1 - 1e-9));
        expect(value).toBeLessThanOrEqual(high * (1 + 1e-9));
      }),
    );
  });

  test('is more often short than long, around the geometric mean, and piles up nowhere', () => {
    const random = seededRandom(7);
    const draws = Array.from({ length: 4000 }, () => boundedLogNormal(random, 1, 100)).sort((a, b) => a - b);
    expect(draws[2000]).toBeGreaterThan(9);
    expect(draws[2000]).toBeLessThan(11);
    expect(draws.reduce((sum, value) => sum + value, 0) / draws.length).toBeGreaterThan(12);
    expect(new Set(draws).size).toBe(draws.length);
  });

  test('comes to an end with a source that always says the same', () => {
    for (const next of [0, 0.25, 0.5, 1 - 2 ** -48]) {
      const value = boundedLogNormal({ next: () => next }, 2, 8);
      expect(value).toBeGreaterThanOrEqual(2);
      expect(value).toBeLessThanOrEqual(8);
    }
  });
});

describe('every draw', () => {
  test('of next is in [0, 1)', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const number of drawMany(seed)) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThan(1);
        }
      }),
    );
  });

  test('of uniform is in [low, high)', () => {
    const bounds = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(seeds, bounds, (seed, [low, width]) => {
        const drawn = uniform(seededRandom(seed), low, low + width);
        expect(drawn).toBeGreaterThanOrEqual(low);
        expect(drawn).toBeLessThan(low + width);
      }),
    );
  });

  test('of integer is a whole number in [low, high]', () => {
    const bounds = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }));
    fc.assert(
      fc.property(seeds, bounds, (seed, [low, width]) => {
        const drawn = integer(seededRandom(seed), low, low + width);
        expect(Number.isInteger(drawn)).toBe(true);
        expect(drawn).toBeGreaterThanOrEqual(low);
        expect(drawn).toBeLessThanOrEqual(low + width);
      }),
    );
  });

  test('of jitter moves the value by its share at most', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1e9, noNaN: true }), shares, (seed, value, share) => {
        const moved = jitter(seededRandom(seed), value, share);
        // Besides, what rounding the sum and the product may add.
        const rounding = 4 * Number.EPSILON * value + Number.MIN_VALUE;
        expect(Math.abs(moved - value)).toBeLessThanOrEqual(value * share + rounding);
      }),
    );
  });

  test('of pick is an element', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer(), { minLength: 1 }), (seed, items) => {
        expect(items).toContain(pick(seededRandom(seed), items));
      }),
    );
  });
});

test('integer reaches both ends', () => {
  const random = seededRandom(7);
  const drawn = new Set(Array.from({ length: 200 }, () => integer(random, 1, 3)));
  expect([...drawn].sort()).toEqual([1, 2, 3]);
});

test('pick refuses an empty list', () => {
  expect(() => pick(seededRandom(1), [])).toThrow(RangeError);
});

test('gaussian is finite even for the smallest draw, with mean 0 and variance 1', () => {
  expect(gaussian({ next: () => 0 })).toBeCloseTo(0);
  const random = seededRandom(3);
  const drawn = Array.from({ length: 20_000 }, () => gaussian(random));
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

test('hash32 is FNV-1a', () => {
  // The published test vectors of the 32-bit variant.
  expect(hash32('')).toBe(0x811c9dc5);
  expect(hash32('a')).toBe(0xe40c292c);
  expect(hash32('foobar')).toBe(0xbf9cf968);
});

test('systemRandom is in [0, 1) and not constant', () => {
  const random = systemRandom();
  const drawn = Array.from({ length: 100 }, () => random.next());
  expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(90);
});
