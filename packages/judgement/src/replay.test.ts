import type { Label, Proposal } from '@fairlead/qualifier/strategy';
import { expect, test } from 'vitest';
import { type Contender, contenderNames, contenders, type Player } from './contenders.ts';
import type { Pool } from './pool.ts';
import { replay } from './replay.ts';

const pool: Pool = {
  candidates: Array.from({ length: 40 }, (_, id) => ({
    id,
    vector: Float32Array.of(Math.cos(id), Math.sin(id)),
  })),
  fits: Array.from({ length: 40 }, (_, id) => id % 4 === 0),
  answers: Array.from({ length: 40 }, (_, id) => id % 4 === 0),
  objective: Float32Array.of(1, 0),
};

/** Asks about the first ten in order, then parks the rest; whom it reopens it asks about. */
function parker(reopens: readonly number[]): { player: Player; learned: Label[] } {
  const learned: Label[] = [];
  let hasParked = false;
  const player: Player = {
    observe: (label) => learned.push(label),
    propose: (candidates): Proposal | null => {
      const [first] = candidates;
      if (!first) return null;
      if (learned.length < 10 || hasParked)
        return { kind: 'judge', id: first.id, why: 'exploit', score: 0.9 };
      hasParked = true;
      return { kind: 'park', leads: candidates.map(({ id }) => ({ id, probability: 0.1 })), why: 'enough' };
    },
    decide: () => ({ kind: 'ask', probability: null, entropy: null, std: null, why: 'always' }),
    probabilities: (vectors) => new Float64Array(vectors.length).fill(0.25),
    reopen: () => reopens,
  };
  return { player, learned };
}

const contending = (player: Player, auditShare: number): Contender => ({
  label: 'scripted',
  auditShare,
  create: () => player,
});

test('whom the strategy parks is rejected, and the forecast is of all who were not asked', () => {
  const { player } = parker([]);
  const { asked, decisions, forecast } = replay(pool, contending(player, 0), 1);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(decisions.flatMap((decision, id) => (decision ? id : []))).toEqual([0, 4, 8]);
  expect(forecast?.ids).toHaveLength(30);
});

test('all audited is all asked', () => {
  const { player } = parker([]);
  const { asked, decisions } = replay(pool, contending(player, 1), 1);
  expect(asked).toHaveLength(40);
  expect(decisions).toEqual(pool.answers);
});

test('an audit that changes its mind opens parked leads again', () => {
  const { player } = parker([12, 13]);
  const { asked, decisions } = replay(pool, contending(player, 0.2), 2);
  expect(asked).toContain(12);
  expect(asked).toContain(13);
  expect(decisions[12]).toBe(true);
  expect(asked.length).toBeLessThan(40);
});

test('an automatic decision costs no call and is told to the strategy as its own', () => {
  const { player, learned } = parker([]);
  const decide: Player['decide'] = () => ({
    kind: 'auto',
    qualified: true,
    probability: 0.99,
    entropy: 0,
    std: 0,
  });
  const { asked, decisions } = replay(pool, contending({ ...player, decide }, 0), 1);
  expect(asked).toEqual([]);
  expect(learned.every(({ source }) => source === 'model')).toBe(true);
  expect(decisions.filter(Boolean)).toHaveLength(10);
});

test.each(contenderNames)('%s decides everybody, and the same again', (name) => {
  const decided = replay(pool, contenders[name], 7);
  expect(new Set(decided.asked).size).toBe(decided.asked.length);
  expect(decided.decisions).toHaveLength(40);
  expect(replay(pool, contenders[name], 7)).toEqual(decided);
});

test('cosine asks about the nearest first', () => {
  expect(replay(pool, contenders.cosine, 1).asked.slice(0, 2)).toEqual([0, 25]);
});
