import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, nextFreeAt, type Quota, WEEK_MS } from '../../domain/limits.ts';
import { Throttled } from '../../runtime/errors.ts';
import type { Limiter } from '../limiter.ts';

/** A limiter of the tests' own, and what forgets everything it knows. */
export interface LimiterWorld {
  limiter: Limiter;
  wipe(): Promise<void>;
}

const NOW = new Date('2026-01-05T08:00:00Z');
const ACCOUNT = 7;
const day = (max: number): Quota[] => [{ windowMs: DAY_MS, max }];
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

/** The battery every limiter must pass. */
export function describeLimiterContract(name: string, makeWorld: () => Promise<LimiterWorld>): void {
  describe(`Limiter: ${name}`, () => {
    let limiter: Limiter;
    let wipe: () => Promise<void>;

    beforeAll(async () => {
      ({ limiter, wipe } = await makeWorld());
    });
    afterEach(() => wipe());

    const reserve = (token: string, quotas: readonly Quota[], now = NOW) =>
      limiter.reserve(ACCOUNT, 'invite', quotas, token, now);
    const ready = () => limiter.rebuild(ACCOUNT, 'invite', []);

    describe('reserve', () => {
      test('never grants more than there are places, however many ask at once', async () => {
        await ready();
        const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => reserve(`t${i}`, day(20))));
        expect(replies.filter(({ granted }) => granted)).toHaveLength(20);
        const refused = replies.filter(({ granted }) => !granted);
        expect(refused).toEqual(Array(30).fill({ granted: false, freeAt: later(DAY_MS) }));
      });

      test('rolls both windows: the day frees places first, the week holds them', async () => {
        await ready();
        const quotas = [...day(1), { windowMs: WEEK_MS, max: 2 }];
        expect(await reserve('monday', quotas)).toEqual({ granted: true });
        expect(await reserve('too soon', quotas, later(DAY_MS - 1))).toEqual({
          granted: false,
          freeAt: later(DAY_MS),
        });
        expect(await reserve('tuesday', quotas, later(DAY_MS))).toEqual({ granted: true });
        expect(await reserve('wednesday', quotas, later(2 * DAY_MS))).toEqual({
          granted: false,
          freeAt: later(WEEK_MS),
        });
        expect(await reserve('next monday', quotas, later(WEEK_MS))).toEqual({ granted: true });
      });

      test('refuses for a window when its limit is 0', async () => {
        await ready();
        expect(await reserve('never', day(0))).toEqual({ granted: false, freeAt: later(DAY_MS) });
      });

      test('keeps accounts and kinds apart', async () => {
        await limiter.rebuild(ACCOUNT, 'invite', []);
        await limiter.rebuild(ACCOUNT, 'message', []);
        await limiter.rebuild(8, 'invite', []);
        expect(await reserve('a', day(1))).toEqual({ granted: true });
        expect(await limiter.reserve(ACCOUNT, 'message', day(1), 'b', NOW)).toEqual({ granted: true });
        expect(await limiter.reserve(8, 'invite', day(1), 'c', NOW)).toEqual({ granted: true });
      });

      test('says the same as the domain does of the same past', async () => {
        const ages = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
        const quotas = fc.array(
          fc.record({ windowMs: fc.integer({ min: 1, max: 60 }), max: fc.integer({ min: 1, max: 5 }) }),
          { minLength: 1, maxLength: 2 },
        );
        await fc.assert(
          fc.asyncProperty(ages, quotas, async (past, limits) => {
            const spent = past.map((age, i) => ({ token: `t${i}`, at: later(-age) }));
            await limiter.forget(ACCOUNT);
            await limiter.rebuild(ACCOUNT, 'invite', spent);
            const reply = await reserve('next', limits);
            const free = nextFreeAt(
              spent.map(({ at }) => at),
              limits,
              NOW,
            );
            expect(reply.granted ? NOW : reply.freeAt).toEqual(free);
          }),
        );
      });
    });

    describe('a limiter that was not rebuilt', () => {
      test('grants nothing and says when to ask again', async () => {
        expect(await limiter.isReady(ACCOUNT, 'invite')).toBe(false);
        const refusal = await reserve('early', day(20)).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(Throttled);
        expect(refusal).toMatchObject({ retryAt: later(60_000) });
      });

      test('is such again after Redis was wiped', async () => {
        await ready();
        expect(await limiter.isReady(ACCOUNT, 'invite')).toBe(true);
        await wipe();
        expect(await limiter.isReady(ACCOUNT, 'invite')).toBe(false);
        await expect(reserve('early', day(20))).rejects.toThrow(Throttled);
      });
    });

    test('what is forgotten is replaced by what the ledger says', async () => {
      await ready();
      await reserve('forgotten', day(1));
      await limiter.forget(ACCOUNT);
      const spent = [
        { token: 'action-1', at: later(-DAY_MS / 2) },
        { token: 'action-2', at: later(-DAY_MS / 4) },
      ];
      await limiter.rebuild(ACCOUNT, 'invite', spent);
      expect(await reserve('third', day(2))).toEqual({ granted: false, freeAt: later(DAY_MS / 2) });
      expect(await reserve('third', day(3))).toEqual({ granted: true });
    });

    test('of two rebuilds the first counts: what was reserved since is not lost', async () => {
      await ready();
      await reserve('meanwhile', day(1));
      await limiter.rebuild(ACCOUNT, 'invite', []);
      expect(await reserve('next', day(1))).toEqual({ granted: false, freeAt: later(DAY_MS) });
    });

    test('is rebuilt once more when the database lives another life', async () => {
      await ready();
      await reserve('of the other life', day(1));
      expect(await limiter.isReady(ACCOUNT, 'invite', 'restored-1')).toBe(false);
      await limiter.rebuild(ACCOUNT, 'invite', [], 'restored-1');
      expect(await limiter.isReady(ACCOUNT, 'invite', 'restored-1')).toBe(true);
      expect(await reserve('of this one', day(1))).toEqual({ granted: true });
    });

    test('count adds what was done by hand, once', async () => {
      await ready();
      const byHand = [{ token: 'hand-a', at: later(-DAY_MS / 2) }];
      await limiter.count(ACCOUNT, 'invite', byHand);
      await limiter.count(ACCOUNT, 'invite', [{ token: 'hand-a', at: NOW }]);
      await limiter.count(ACCOUNT, 'invite', []);
      expect(await reserve('next', day(1))).toEqual({ granted: false, freeAt: later(DAY_MS / 2) });
      expect(await reserve('next', day(2))).toEqual({ granted: true });
    });

    test('release gives the place back', async () => {
      await ready();
      await reserve('abandoned', day(1));
      await limiter.release(ACCOUNT, 'invite', 'abandoned');
      expect(await reserve('next', day(1))).toEqual({ granted: true });
    });
  });
}
