import type { Random } from '@fairlead/shared/runtime/random';
import type { Ledger } from '../port.ts';
import type { FakeTx } from './fake-ledger.ts';

/** Chances of a fault in one call of the ledger. */
export interface Weather {
  /** The call has no effect and rejects. */
  lostRequest: number;
  /** The call has its effect and rejects all the same: its answer was lost. */
  lostAnswer: number;
  /** The browser crashes right after a click. */
  crash: number;
}

/** The ledger over a connection that may break; before and after each call others may have their turn. */
export function stormy(
  ledger: Ledger<FakeTx>,
  turn: () => Promise<void>,
  random: Random,
  weather: () => Weather,
): Ledger<FakeTx> {
  const call = async <T>(write: () => Promise<T>): Promise<T> => {
    await turn();
    const chance = random.next();
    const { lostRequest, lostAnswer } = weather();
    if (chance < lostRequest) throw new Error('The connection broke.');
    const answer = await write();
    if (chance > 1 - lostAnswer) throw new Error('The connection broke before the answer came.');
    await turn();
    return answer;
  };
  return {
    intend: (...args) => call(() => ledger.intend(...args)),
    start: (...args) => call(() => ledger.start(...args)),
    end: (...args) => call(() => ledger.end(...args)),
  };
}
