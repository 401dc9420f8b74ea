import {
  type ActionState,
  canActionGo,
  LIVE_ACTION_STATES,
  OPEN_ACTION_STATES,
} from '@fairlead/shared/domain/action';
import { type LimitedKind, nextFreeAt, type Quota, type Spent } from '@fairlead/shared/domain/limits';
import { Stale } from '@fairlead/shared/runtime/errors';
import type { Act, Ledger } from '../port.ts';

/** A row of the fake ledger. */
export interface FakeAction extends Act {
  id: number;
  state: ActionState;
  fencingToken: number;
  latestAt: Date | null;
}

/** The effects of an act, which the fake only collects. */
export type FakeTx = string[];

/** The ledger of one account in memory, with what the database forbids. Strict: an unknown id throws. */
export class FakeLedger {
  readonly actions: FakeAction[] = [];
  /** What `apply` wrote, in order. */
  readonly effects: string[] = [];
  #token = 0;

  /** Makes the caller the one worker of the account. */
  takeOver(): { ledger: Ledger<FakeTx>; fencingToken: number } {
    this.#token += 1;
    const fencingToken = this.#token;
    return { ledger: this.#asWorker(fencingToken), fencingToken };
  }

  get currentToken(): number {
    return this.#token;
  }

  open(): FakeAction[] {
    return this.actions.filter(({ state }) => OPEN_ACTION_STATES.some((open) => open === state));
  }

  spent(kind: LimitedKind, now: Date): Spent[] {
    return this.actions
      .filter((action) => action.kind === kind && isLive(action))
      .map(({ id, latestAt }) => ({ token: `action-${id}`, at: latestAt ?? now }));
  }

  #asWorker(token: number): Ledger<FakeTx> {
    const assertCurrent = (): void => {
      if (token !== this.#token) throw new Stale('Another worker has taken the account over.');
    };
    const answer = <T>(write: () => T): Promise<T> =>
      new Promise((resolve) => {
        resolve(write());
      });
    return {
      intend: (act, quotas, now) =>
        answer(() => {
          const freeAt = this.#freeAt(act.kind, quotas, now);
          if (freeAt === null || freeAt > now) return { kind: 'over-limit', freeAt };
          assertCurrent();
          if (this.actions.some((other) => isLive(other) && isSame(other, act))) return { kind: 'duplicate' };
          const id = this.actions.length + 1;
          this.actions.push({ ...act, id, state: 'intent', fencingToken: token, latestAt: null });
          return { kind: 'intended', actionId: id };
        }),
      start: (actionId) =>
        answer(() => {
          const action = this.#get(actionId);
          if (action.state !== 'intent' && action.state !== 'started') return false;
          assertCurrent();
          action.state = 'started';
          action.fencingToken = token;
          return true;
        }),
      end: async (actionId, from, { to }, now, apply) => {
        if (!canActionGo(from, to)) throw new RangeError(`An action cannot go from ${from} to ${to}.`);
        const action = this.#get(actionId);
        if (action.state !== from) return false;
        assertCurrent();
        const written: FakeTx = [];
        await apply(written);
        action.state = to;
        action.fencingToken = token;
        action.latestAt ??= now;
        this.effects.push(...written);
        return true;
      },
    };
  }

  #freeAt(kind: LimitedKind, quotas: readonly Quota[], now: Date): Date | null {
    const times = this.spent(kind, now).map(({ at }) => at);
    return nextFreeAt(times, quotas, now);
  }

  #get(id: number): FakeAction {
    const action = this.actions[id - 1];
    if (!action) throw new Error(`fake ledger: there is no action ${id}`);
    return action;
  }
}

function isLive({ state }: FakeAction): boolean {
  return LIVE_ACTION_STATES.some((live) => live === state);
}

/** The unique indexes: one live invitation per person, one live sending per message. */
function isSame(a: Act, b: Act): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === 'invite' ? a.leadId === b.leadId : a.messageId === b.messageId;
}
