import { DAY_MS, type Quota } from '@fairlead/shared/domain/limits';
import { Stale } from '@fairlead/shared/runtime/errors';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Act, ActionEnd, Ledger } from '../port.ts';

/** One account with people to act on, and its ledger. `T` is never looked into. */
export interface LedgerWorld<T> {
  now: Date;
  /** The ledger as a new worker of the account writes it; those given before are out of date. */
  takeOver(): Promise<Ledger<T>>;
  /** An act on somebody new. */
  newAct(kind: Act['kind']): Promise<Act>;
}

const ROOMY: readonly Quota[] = [{ windowMs: DAY_MS, max: 100 }];
const DONE: ActionEnd = { to: 'done' };

/** The battery every ledger must pass. */
export function describeLedgerContract<T>(name: string, makeWorld: () => Promise<LedgerWorld<T>>): void {
  describe(`Ledger: ${name}`, () => {
    let world: LedgerWorld<T>;
    let ledger: Ledger<T>;

    beforeEach(async () => {
      world = await makeWorld();
      ledger = await world.takeOver();
    });

    const nothing = (): Promise<void> => Promise.resolve();
    const later = (ms: number): Date => new Date(world.now.getTime() + ms);
    const intend = async (act: Act, quotas = ROOMY, by = ledger): Promise<number> => {
      const intent = await by.intend(act, quotas, world.now);
      if (intent.kind !== 'intended') throw new Error(`The ledger says ${intent.kind}.`);
      return intent.actionId;
    };

    test.each(['invite', 'message'] as const)(
      'one live %s, and another when that came to nothing',
      async (kind) => {
        const act = await world.newAct(kind);
        const id = await intend(act);
        expect(await ledger.intend(act, ROOMY, world.now)).toEqual({ kind: 'duplicate' });
        await ledger.end(id, 'intent', { to: 'abandoned' }, world.now, nothing);
        const second = await intend(act);
        await ledger.start(second, world.now);
        expect(await ledger.intend(act, ROOMY, world.now)).toEqual({ kind: 'duplicate' });
        await ledger.end(second, 'started', DONE, world.now, nothing);
        expect(await ledger.intend(act, ROOMY, world.now)).toEqual({ kind: 'duplicate' });
      },
    );

    test('what is open counts as done just now, what is done from its end, the rest not at all', async () => {
      const quotas = [{ windowMs: DAY_MS, max: 1 }];
      const [first, second, third] = [
        await world.newAct('invite'),
        await world.newAct('invite'),
        await world.newAct('invite'),
      ];
      const id = await intend(first, quotas);
      expect(await ledger.intend(second, quotas, later(DAY_MS))).toEqual({
        kind: 'over-limit',
        freeAt: later(2 * DAY_MS),
      });
      await ledger.start(id, later(5));
      await ledger.end(id, 'started', DONE, later(10), nothing);
      expect(await ledger.intend(second, quotas, later(DAY_MS))).toEqual({
        kind: 'over-limit',
        freeAt: later(DAY_MS + 10),
      });
      const intent = await ledger.intend(second, quotas, later(DAY_MS + 10));
      if (intent.kind !== 'intended') throw new Error(intent.kind);
      await ledger.end(intent.actionId, 'intent', { to: 'abandoned' }, later(DAY_MS + 10), nothing);
      expect(await ledger.intend(third, quotas, later(DAY_MS + 10))).toMatchObject({ kind: 'intended' });
    });

    test('a limit of 0 never frees a place', async () => {
      const intent = ledger.intend(await world.newAct('message'), [{ windowMs: DAY_MS, max: 0 }], world.now);
      expect(await intent).toEqual({ kind: 'over-limit', freeAt: null });
    });

    test('starts before each click, ends once, and applies what the end means once', async () => {
      const id = await intend(await world.newAct('invite'));
      let applied = 0;
      const apply = (): Promise<void> => {
        applied += 1;
        return Promise.resolve();
      };
      expect(await ledger.start(id, world.now)).toBe(true);
      expect(await ledger.start(id, world.now)).toBe(true);
      expect(await ledger.end(id, 'started', DONE, world.now, apply)).toBe(true);
      expect(await ledger.end(id, 'started', DONE, world.now, apply)).toBe(false);
      expect(await ledger.start(id, world.now)).toBe(false);
      expect(applied).toBe(1);
    });

    test('an end whose effect fails did not happen', async () => {
      const id = await intend(await world.newAct('invite'));
      const failing = ledger.end(id, 'intent', { to: 'abandoned' }, world.now, () =>
        Promise.reject(new Error('no deal')),
      );
      await expect(failing).rejects.toThrow('no deal');
      expect(await ledger.start(id, world.now)).toBe(true);
    });

    test('throws on a transition that is not drawn', async () => {
      const id = await intend(await world.newAct('invite'));
      await expect(ledger.end(id, 'intent', DONE, world.now, nothing)).rejects.toThrow(RangeError);
    });

    test('a worker that lost the account can do nothing', async () => {
      const act = await world.newAct('invite');
      const id = await intend(act);
      const successor = await world.takeOver();
      await expect(ledger.start(id, world.now)).rejects.toThrow(Stale);
      await expect(ledger.end(id, 'intent', { to: 'abandoned' }, world.now, nothing)).rejects.toThrow(Stale);
      await expect(ledger.intend(await world.newAct('invite'), ROOMY, world.now)).rejects.toThrow(Stale);
      expect(await successor.end(id, 'intent', { to: 'abandoned' }, world.now, nothing)).toBe(true);
      await intend(act, ROOMY, successor);
    });
  });
}
