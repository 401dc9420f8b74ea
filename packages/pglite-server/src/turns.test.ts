import { setImmediate as nextEventLoopRound } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Turns } from './turns.ts';

const ann = { name: 'ann' };
const bob = { name: 'bob' };

function setUp() {
  const done: string[] = [];
  const idle: object[] = [];
  const failures: string[] = [];
  const turns = new Turns({
    idleHolderTimeoutMs: 1000,
    onIdleHolder: (owner) => idle.push(owner),
    onFailure: (error) => failures.push(error.message),
  });
  const take = (owner: object, label: string, isHolding = false) =>
    new Promise<void>((resolve) => {
      turns.enqueue(owner, () => {
        done.push(label);
        resolve();
        return Promise.resolve(isHolding);
      });
    });
  return { turns, done, idle, failures, take };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Turns', () => {
  test('first come, first served', async () => {
    const { take, done } = setUp();
    await Promise.all([take(ann, 'a1'), take(bob, 'b1'), take(ann, 'a2')]);
    expect(done).toEqual(['a1', 'b1', 'a2']);
  });

  test('a holder goes before all others until it lets go', async () => {
    const { take, done } = setUp();
    await Promise.all([take(ann, 'begin', true), take(bob, 'b1'), take(ann, 'commit'), take(ann, 'a3')]);
    expect(done).toEqual(['begin', 'commit', 'b1', 'a3']);
  });

  test('the others wait for a holder that has nothing to do; it is reported when it takes too long', async () => {
    const { take, done, idle, turns } = setUp();
    await take(ann, 'begin', true);
    const bobsTurn = take(bob, 'b1');
    await nextEventLoopRound();
    await nextEventLoopRound();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(500);
    const carolsTurn = take({ name: 'carol' }, 'c1');
    vi.advanceTimersByTime(499);
    expect(idle).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(idle).toEqual([ann]);
    expect(turns.isHeldBy(ann)).toBe(true);
    await take(ann, 'rollback');
    await Promise.all([bobsTurn, carolsTurn]);
    expect(done).toEqual(['begin', 'rollback', 'b1', 'c1']);
  });

  test('dropped turns are not run', async () => {
    const { take, done, turns } = setUp();
    const first = take(ann, 'a1');
    void take(bob, 'b1');
    turns.drop(bob);
    await first;
    await take(ann, 'a2');
    expect(done).toEqual(['a1', 'a2']);
  });

  test('nothing runs after a failure', async () => {
    const { take, done, failures, turns } = setUp();
    turns.enqueue(ann, () => Promise.reject(new Error('broken')));
    void take(bob, 'b1');
    await turns.stop();
    void take(bob, 'b2');
    expect(failures).toEqual(['broken']);
    expect(done).toEqual([]);
  });

  test('stop waits for the turn under way', async () => {
    const { turns } = setUp();
    let finish = (): void => undefined;
    let isFinished = false;
    turns.enqueue(ann, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      isFinished = true;
      return false;
    });
    const stopped = turns.stop();
    finish();
    await stopped;
    expect(isFinished).toBe(true);
  });
});
