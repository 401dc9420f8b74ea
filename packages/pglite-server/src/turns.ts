import { setImmediate as nextEventLoopRound } from 'node:timers/promises';

/** Who a turn belongs to; compared by identity. */
export type Owner = object;

interface Turn {
  owner: Owner;
  /** Resolves to true while the owner must keep the session (it is inside a transaction). */
  run: () => Promise<boolean>;
}

export interface TurnOptions {
  /** How long a holder may keep the session without using it. */
  idleHolderTimeoutMs: number;
  onIdleHolder: (owner: Owner) => void;
  /** A turn threw: the session cannot be trusted and nothing more is run. */
  onFailure: (error: Error) => void;
}

/** One session for many owners: first come, first served, except that a holder's turns go before all others. */
export class Turns {
  readonly #options: TurnOptions;
  #waiting: Turn[] = [];
  #holder: Owner | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #lastRun: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  enqueue(owner: Owner, run: Turn['run']): void {
    if (this.#stopped) return;
    this.#waiting.push({ owner, run });
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#lastRun = this.#runAll();
  }

  /** Forgets the turns of an owner that has not had them yet. */
  drop(owner: Owner): void {
    this.#waiting = this.#waiting.filter((turn) => turn.owner !== owner);
  }

  isHeldBy(owner: Owner): boolean {
    return this.#holder === owner;
  }

  /** Runs nothing more; resolves when the turn under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    this.#stopWatching();
    await this.#lastRun;
  }

  async #runAll(): Promise<void> {
    try {
      for (let turn = this.#takeNext(); turn !== undefined; turn = this.#takeNext()) {
        this.#stopWatching();
        this.#holder = (await turn.run()) ? turn.owner : undefined;
        // The engine is synchronous: without this pause one client's pipeline would keep all sockets unread.
        await nextEventLoopRound();
      }
      this.#watchHolder();
    } catch (error) {
      this.#stopped = true;
      this.#waiting = [];
      this.#options.onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#isRunning = false;
    }
  }

  #takeNext(): Turn | undefined {
    const index =
      this.#holder === undefined ? 0 : this.#waiting.findIndex((turn) => turn.owner === this.#holder);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  #watchHolder(): void {
    const holder = this.#holder;
    // The turns of others that come in meanwhile must not give the holder more time.
    if (holder === undefined || this.#stopped || this.#idleTimer !== undefined) return;
    this.#idleTimer = setTimeout(() => this.#options.onIdleHolder(holder), this.#options.idleHolderTimeoutMs);
  }

  #stopWatching(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
  }
}
